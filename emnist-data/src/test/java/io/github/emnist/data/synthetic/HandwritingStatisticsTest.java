package io.github.emnist.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.GrayImage;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HandwritingStatisticsTest {
  private static final int SIDE = 28;

  /** Lines drawn by java.awt in the middle of the image. */
  private static GrayImage line(double x1, double y1, double x2, double y2, float width) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(Color.WHITE);
    g.setStroke(new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
    g.draw(new Line2D.Double(x1, y1, x2, y2));
    g.dispose();
    return GrayImage.of(
        SIDE, SIDE, (byte[]) image.getRaster().getDataElements(0, 0, SIDE, SIDE, null));
  }

  private static HandwritingStatistics of(GrayImage... images) {
    EmnistDataset.Builder builder =
        EmnistDataset.builder(EmnistSplit.DIGITS.labelMap(), SIDE, SIDE);
    Arrays.stream(images).forEach(image -> builder.add(image, 0));
    return HandwritingStatistics.of(builder.build());
  }

  @Test
  void measuresAnUprightBar() {
    HandwritingStatistics bar = of(line(14, 4, 14, 24, 4));
    assertThat(bar.ink().mean()).isCloseTo(20 * 4 / 784.0, within(1e-9));
    assertThat(bar.boxWidth().mean()).isEqualTo(4);
    assertThat(bar.boxHeight().mean()).isEqualTo(20);
    assertThat(bar.aspect().mean()).isEqualTo(0.2);
    assertThat(bar.slant().mean()).isCloseTo(0, within(1e-9));
    // Its edge is 48 long, the two ends included.
    assertThat(bar.strokeWidth().mean()).isCloseTo(2 * 80 / 48.0, within(0.05));
  }

  @Test
  void measuresHowFarALineLeans() {
    // 10 to the right over 20 upwards.
    assertThat(of(line(9, 24, 19, 4, 2)).slant().mean()).isCloseTo(0.5, within(0.02));
    assertThat(of(line(19, 24, 9, 4, 2)).slant().mean()).isCloseTo(-0.5, within(0.02));
  }

  @Test
  void spreadsOverTheImages() {
    HandwritingStatistics both = of(line(14, 4, 14, 24, 4), line(14, 9, 14, 19, 4));
    assertThat(both.boxHeight()).isEqualTo(new HandwritingStatistics.Spread(15, 5));
    assertThat(both.boxWidth()).isEqualTo(new HandwritingStatistics.Spread(4, 0));
  }

  @Test
  void leavesBlankImagesOut() {
    GrayImage blank = GrayImage.of(SIDE, SIDE, new byte[SIDE * SIDE]);
    GrayImage bar = line(14, 4, 14, 24, 4);
    assertThat(of(blank, bar)).isEqualTo(of(bar));
    assertThatThrownBy(() -> of(blank, blank))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("none of the 2 images has ink");
  }

  @Test
  void aSingleRowHasNoSlant() {
    assertThat(of(line(4, 14.5, 24, 14.5, 1)).slant().mean()).isZero();
  }
}
