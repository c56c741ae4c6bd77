package io.github.emnist.train.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.train.history.TrainingHistory;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;

class CurveChartTest {
  /** Inside the axes, without the legend at the right. */
  private static final Rectangle PLOT = new Rectangle(90, 60, 550, 400);

  private static BufferedImage accuracy(TrainingHistory history) {
    return BitmapEncoder.getBufferedImage(CurveChart.accuracy(history));
  }

  @Test
  void bothCurvesAreWhereTheirValuesAre() {
    BufferedImage image =
        accuracy(Histories.of(new double[] {0.2, 0.2}, new double[] {0.8, 0.8}, 0));

    List<Point> training = Pixels.of(Palette.TRAINING, image, PLOT);
    List<Point> validation = Pixels.of(Palette.VALIDATION, image, PLOT);

    assertThat(training).hasSizeGreaterThan(200);
    assertThat(validation).hasSizeGreaterThan(200);
    int highestOfTraining = training.stream().mapToInt(p -> p.y).min().orElseThrow();
    int lowestOfValidation = validation.stream().mapToInt(p -> p.y).max().orElseThrow();
    assertThat(lowestOfValidation).isLessThan(highestOfTraining - 200);
  }

  @Test
  void theScaleIsLinearAndTheEpochsAreEvenlySpaced() {
    BufferedImage image =
        accuracy(Histories.of(new double[] {0.2, 0.4, 0.8}, Histories.NO_VALIDATION, 0));

    List<Point> curve = Pixels.of(Palette.TRAINING, image, PLOT);
    int first = curve.stream().mapToInt(p -> p.x).min().orElseThrow() + 4; // half a marker
    int last = curve.stream().mapToInt(p -> p.x).max().orElseThrow() - 4;
    double y1 = heightAt(first, curve);
    double y2 = heightAt((first + last) / 2, curve);
    double y3 = heightAt(last, curve);

    assertThat(y3).isLessThan(y1 - 250);
    assertThat((y1 - y2) / (y1 - y3)).isCloseTo(1 / 3.0, within(0.02));
  }

  private static double heightAt(int x, List<Point> curve) {
    return Pixels.meanY(curve.stream().filter(p -> Math.abs(p.x - x) <= 1).toList());
  }

  @Test
  void lossesArePlottedAsTheyAre() {
    TrainingHistory falling = Histories.of(new double[] {2.5, 0.5}, new double[] {1.5, 1.5}, 0);

    BufferedImage image = BitmapEncoder.getBufferedImage(CurveChart.loss(falling));

    List<Point> training = Pixels.of(Palette.TRAINING, image, PLOT);
    double middle = Pixels.meanY(Pixels.of(Palette.VALIDATION, image, PLOT));
    assertThat(heightAt(training.stream().mapToInt(p -> p.x).min().orElseThrow(), training))
        .isLessThan(middle - 100);
    assertThat(heightAt(training.stream().mapToInt(p -> p.x).max().orElseThrow(), training))
        .isGreaterThan(middle + 100);
  }

  @Test
  void withoutValidationThereIsOneCurve() {
    TrainingHistory history =
        Histories.of(new double[] {0.5, 0.6, 0.7}, Histories.NO_VALIDATION, 0);
    BufferedImage image = accuracy(history);

    assertThat(Pixels.of(Palette.TRAINING, image, PLOT)).isNotEmpty();
    assertThat(Pixels.of(Palette.VALIDATION, image, Pixels.all(image))).isEmpty();
    assertThat(names(CurveChart.accuracy(history))).containsExactly("training");
  }

  @Test
  void aSingleEpochIsTwoMarkersAboveEachOther() {
    BufferedImage image = accuracy(Histories.of(new double[] {0.7}, new double[] {0.8}, 0));

    List<Point> training = Pixels.of(Palette.TRAINING, image, PLOT);
    List<Point> validation = Pixels.of(Palette.VALIDATION, image, PLOT);

    assertThat(training).hasSizeBetween(30, 100);
    assertThat(validation).hasSizeBetween(30, 100);
    assertThat(Pixels.meanX(training)).isCloseTo(Pixels.meanX(validation), within(1.0));
    assertThat(Pixels.meanY(training)).isGreaterThan(Pixels.meanY(validation) + 50);
  }

  @Test
  void aRingMarksTheBestEpochOfTheValidationCurve() {
    double[] training = {0.2, 0.3, 0.4, 0.5, 0.6};
    double[] validation = {0.7, 0.8, 0.95, 0.85, 0.8};
    TrainingHistory history = Histories.of(training, validation, 3);
    BufferedImage image = accuracy(history);

    List<Point> ring = Pixels.of(Palette.BEST, image, PLOT);
    List<Point> curve = Pixels.of(Palette.VALIDATION, image, PLOT);
    int top = curve.stream().mapToInt(p -> p.y).min().orElseThrow();

    assertThat(ring).hasSizeGreaterThan(10);
    assertThat(Pixels.meanY(ring)).isCloseTo(top + 4, within(2.0)); // half a marker below its top
    assertThat(Pixels.meanX(ring)).isCloseTo(Pixels.meanX(curve), within(20.0)); // the middle
    assertThat(names(CurveChart.accuracy(history)))
        .containsExactly("training", "validation", "best epoch: 3");
    assertThat(Pixels.of(Palette.BEST, accuracy(Histories.of(training, validation, 0)), PLOT))
        .isEmpty();
  }

  @Test
  void aFigureThatIsNotFiniteLeavesAGap() {
    double[] gap = {0.5, Double.NaN, 0.5, 0.5, Double.POSITIVE_INFINITY};
    double[] level = {0.5, 0.5, 0.5, 0.5, 0.5};
    BufferedImage whole = accuracy(Histories.of(level, Histories.NO_VALIDATION, 0));
    BufferedImage image = accuracy(Histories.of(gap, Histories.NO_VALIDATION, 0));

    assertThat(Pixels.of(Palette.TRAINING, image, PLOT).size())
        .isBetween(50, Pixels.of(Palette.TRAINING, whole, PLOT).size() * 2 / 3);
  }

  @Test
  void theAxisHoldsAllValuesAndNoImpossibleOnes() {
    TrainingHistory good = Histories.of(new double[] {0.9}, new double[] {0.999}, 0);
    TrainingHistory bad = Histories.of(new double[] {0.01}, new double[] {0.02}, 0);

    assertThat(CurveChart.accuracy(good).getStyler().getYAxisMax()).isOne();
    assertThat(CurveChart.loss(good).getStyler().getYAxisMax()).isGreaterThan(1);
    assertThat(CurveChart.accuracy(good).getStyler().getYAxisMin()).isBetween(0.85, 0.9);
    assertThat(CurveChart.accuracy(bad).getStyler().getYAxisMin()).isZero();
    assertThat(CurveChart.accuracy(bad).getStyler().getYAxisMax()).isBetween(0.05, 0.1);
  }

  @Test
  void labelsWholeEpochsOnlyAsManyAsThereIsRoomFor() {
    assertThat(labels(Histories.ofEpochs(5))).isEqualTo(List.of("1", "2", "3", "4", "5"));
    assertThat(labels(Histories.ofEpochs(30)).subList(26, 30))
        .isEqualTo(List.of("", "28", "", "30"));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "20,1", "21,2", "41,2", "42,5", "100,5", "105,10", "300,20", "1000,50"})
  void labelStepsAreRoundNumbers(int epochs, int step) {
    assertThat(Figures.wholeStep(epochs, 20)).isEqualTo(step);
  }

  private static List<String> names(CategoryChart chart) {
    return chart.getSeriesCollection().stream().map(series -> series.getName()).toList();
  }

  private static List<?> labels(TrainingHistory history) {
    return List.copyOf(
        CurveChart.accuracy(history).getSeriesCollection().iterator().next().getXData());
  }

  @Test
  void aCurveIsDrawnOverItsSteps() {
    List<TrainingHistory.Point> curve = new ArrayList<>();
    for (int step = 1; step <= 20; step++) {
      double validation = step % 5 == 0 ? 0.9 : Double.NaN;
      curve.add(new TrainingHistory.Point(step, 0.2, 0.2, validation, validation));
    }
    TrainingHistory epochs = Histories.of(new double[] {0.2, 0.2}, new double[] {0.9, 0.9}, 2);
    TrainingHistory history = new TrainingHistory(epochs.epochs(), epochs.bestEpoch(), curve);
    BufferedImage image = BitmapEncoder.getBufferedImage(StepChart.accuracy(history));
    double training = Pixels.meanY(Pixels.of(Palette.TRAINING, image, PLOT));
    double validation = Pixels.meanY(Pixels.of(Palette.VALIDATION, image, PLOT));
    assertThat(training).isGreaterThan(validation + 200);
    assertThat(StepChart.accuracy(history).getSeriesCollection())
        .extracting(series -> series.getName())
        .containsExactly("training", "validation", "best epoch: 2");
    assertThat(StepChart.validation(history, true)).hasSize(6);
  }
}
