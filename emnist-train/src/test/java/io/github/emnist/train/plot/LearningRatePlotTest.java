package io.github.emnist.train.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.train.history.LearningRateSweep;
import io.github.emnist.train.history.LearningRateSweep.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYSeries;

class LearningRatePlotTest {
  @TempDir private Path folder;

  /** Flat at 4, falls to 2 between 1e-4 and 1e-2, and is out of all bounds from 1e-1 on. */
  private static LearningRateSweep sweep() {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i <= 50; i++) {
      double power = -6 + 0.1 * i;
      double fall = Math.max(0, Math.min(2, power + 4));
      double loss = 4 - fall;
      points.add(new Point(Math.pow(10, power), loss + (i % 2 == 0 ? 0.1 : -0.1), loss));
    }
    points.add(new Point(0.13, 1000, 40));
    points.add(new Point(0.16, 1e9, 4e7));
    return new LearningRateSweep(points);
  }

  @Test
  void writesAPictureTwice() throws IOException {
    List<Path> files = LearningRatePlot.write(sweep(), folder.resolve("new"));

    assertThat(files)
        .containsExactly(
            folder.resolve("new/learning-rate-sweep.png"),
            folder.resolve("new/learning-rate-sweep.svg"));
    BufferedImage image = ImageIO.read(files.get(0).toFile());
    assertThat(image.getWidth()).isEqualTo(900);
    assertThat(image.getHeight()).isEqualTo(540);
    Rectangle right = new Rectangle(450, 0, 200, 540);
    Rectangle left = new Rectangle(100, 0, 200, 540);
    assertThat(Pixels.meanY(Pixels.of(Palette.TRAINING, image, right)))
        .isGreaterThan(Pixels.meanY(Pixels.of(Palette.TRAINING, image, left)) + 50);
    assertThat(files.get(1)).hasContent(SvgPlots.learningRateSweep(sweep()));
  }

  @Test
  void theAxisShowsTheFallAndNotTheDivergence() {
    SweepRange range = SweepRange.of(sweep());

    // from 1.9 of a batch to the average's 4, and margins of 8 % and 30 %
    assertThat(range.low()).isEqualTo(1.9 - 0.168, within(1e-9));
    assertThat(range.high()).isEqualTo(4 + 0.63, within(1e-9));
    assertThat(range.shown(3)).isEqualTo(3);
    assertThat(range.shown(40)).isNaN();
  }

  @Test
  void aLossThatNeverFallsHasAnAxisToo() {
    SweepRange range =
        SweepRange.of(new LearningRateSweep(List.of(new Point(1, 2, 2), new Point(2, 2, 2))));

    assertThat(range.low()).isBetween(1.5, 1.99);
    assertThat(range.high()).isBetween(2.01, 2.5);
  }

  @Test
  void theVectorPictureHasDecadesAndTheSuggestion() {
    String svg = SvgPlots.learningRateSweep(sweep());

    assertThat(svg).contains(">1e-6<", ">1e-3<", ">1e-1<", ">learning rate<", ">each batch<");
    assertThat(svg).doesNotContain("NaN").doesNotContain("Infinity");
    double suggestion = sweep().suggestion().orElseThrow();
    assertThat(suggestion).isBetween(1e-4, 1e-2);
    assertThat(svg).contains("steepest: " + String.format(Locale.ROOT, "%.2g", suggestion));
    Matcher ring = Pattern.compile("class=\"best\" cx=\"([0-9.]+)\"").matcher(svg);
    assertThat(ring.find()).isTrue();
    double share = (Math.log10(suggestion) + 6) / (Math.log10(0.16) + 6);
    assertThat(Double.parseDouble(ring.group(1))).isEqualTo(82 + share * 370, within(0.1));
  }

  @Test
  void withoutASuggestionThereIsNoRing() {
    LearningRateSweep rising =
        new LearningRateSweep(List.of(new Point(1, 1, 1), new Point(2, 2, 2), new Point(4, 3, 3)));

    assertThat(SvgPlots.learningRateSweep(rising)).doesNotContain("<circle");
    assertThat(SweepChart.draw(rising).getSeriesCollection())
        .extracting(XYSeries::getName)
        .containsExactly("each batch", "smoothed");
  }

  @Test
  void refusesASweepWithoutPoints() {
    assertThatThrownBy(() -> LearningRatePlot.write(new LearningRateSweep(List.of()), folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the sweep has no points to plot");
  }
}
