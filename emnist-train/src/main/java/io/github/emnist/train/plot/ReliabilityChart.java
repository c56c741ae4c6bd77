package io.github.emnist.train.plot;

import io.github.emnist.train.evaluation.Reliability;
import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A reliability diagram: how often answers of each probability are right. */
final class ReliabilityChart {
  static final String TITLE = "Reliability";

  private ReliabilityChart() {}

  static CategoryChart draw(Reliability reliability) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(CurveChart.WIDTH)
            .height(CurveChart.HEIGHT)
            .title(TITLE)
            .xAxisTitle("probability of the predicted class")
            .yAxisTitle("share of right answers")
            .build();
    CurveChart.style(chart.getStyler());
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0).setYAxisDecimalPattern("0.0");
    chart.getStyler().setAvailableSpaceFill(0.92);
    List<String> middles = new ArrayList<>();
    List<Double> right = new ArrayList<>();
    List<Double> perfect = new ArrayList<>();
    for (Reliability.Bin bin : reliability.bins()) {
      double middle = (bin.low() + bin.high()) / 2;
      middles.add(String.format(Locale.ROOT, "%.2f", middle));
      right.add(bin.count() == 0 ? null : Double.valueOf(bin.accuracy()));
      perfect.add(middle);
    }
    if (right.stream().anyMatch(share -> share != null)) {
      CategorySeries bars = chart.addSeries("the model", middles, right);
      bars.setFillColor(Palette.TRAINING);
      bars.setChartCategorySeriesRenderStyle(CategorySeriesRenderStyle.Bar);
    }
    CategorySeries line = chart.addSeries("perfect", middles, perfect);
    line.setLineColor(Palette.VALIDATION);
    line.setLineStyle(new BasicStroke(2.5f));
    line.setMarker(SeriesMarkers.NONE);
    return chart;
  }
}
