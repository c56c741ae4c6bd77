package io.github.emnist.data.preprocess;

import static io.github.emnist.data.preprocess.Drawing.BLACK_ON_WHITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.EmnistConversion;
import io.github.emnist.data.preprocess.NormaliseStrokes.Strokes;
import io.github.emnist.data.preprocess.Step.Draft;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormaliseStrokesTest {
  private static final int EDGE = 128;

  @ParameterizedTest
  @CsvSource({"2, 60", "5, 60", "8, 100", "15, 100"})
  void widthOfABar(int width, int length) {
    Strokes strokes = Strokes.of(bar(width, length), EDGE, 20);
    // The ends of a bar are nearer than its sides.
    assertThat(strokes.width() * length).isCloseTo(width, within(0.5 + width * 0.1));
  }

  @ParameterizedTest
  @CsvSource({"10, 3, 16", "10, -2, 6", "9, 0, 9"})
  void sidesOfABarMove(int width, int shift, int expected) {
    int length = 100;
    GrayImage moved = Strokes.of(bar(width, length), EDGE, 20).shifted((double) shift / length);
    int middle = moved.height() / 2;
    int sum = 0;
    for (int x = 0; x < moved.width(); x++) {
      sum += moved.pixel(x, middle);
    }
    assertThat(sum).isEqualTo(255 * expected);
  }

  /** A pen of a hundredth of the height, as on a tablet, and a thick one. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.02, 0.04, 0.1, 0.2})
  void drawingGivesEveryPenTheSameWidth(double pen) {
    CharacterPreprocessor drawing = CharacterPreprocessor.drawing();
    GrayImage image = drawing.process(BLACK_ON_WHITE.side(400).pen(pen).draw());
    assertThat(widthIn(image)).isBetween(0.115, 0.175);
  }

  @Test
  void thinPenIsWidened() {
    GrayImage thin = Luma.of(BLACK_ON_WHITE.side(500).pen(0.012).draw());
    double before = widthIn(new EmnistConversion().convert(inverted(thin)));
    double after = widthIn(CharacterPreprocessor.emnist().process(thin));
    assertThat(before).isLessThan(0.1);
    assertThat(after).isBetween(0.13, 0.19);
  }

  @Test
  void rightStrokesStay() {
    NormaliseStrokes step = NormaliseStrokes.OUTLIERS;
    GrayImage ink = Luma.of(BLACK_ON_WHITE.paper(Color.BLACK).ink(Color.WHITE).draw());
    GrayImage after = step.apply(Draft.of(ink)).image();
    assertThat(widthIn(after)).isCloseTo(widthIn(ink), within(0.01));
  }

  /** Like chalk: a third of a stroke's pixels is missing. */
  @Test
  void poresAreClosed() {
    CharacterPreprocessor preprocessor = CharacterPreprocessor.emnist();
    GrayImage solid = Luma.of(BLACK_ON_WHITE.side(300).draw());
    byte[] pixels = solid.toBytes();
    for (int i = 0; i < pixels.length; i++) {
      int x = i % 300;
      int y = i / 300;
      if (x % 6 < 3 && (y + x / 6 * 2) % 6 < 4) {
        pixels[i] = (byte) 255;
      }
    }
    GrayImage porous = GrayImage.of(300, 300, pixels);
    assertThat(Strokes.of(inverted(porous), EDGE, 1).width()).isLessThan(0.04);
    assertThat(
            CharacterPreprocessorTest.difference(
                preprocessor.process(porous), preprocessor.process(solid)))
        .isLessThan(6);
  }

  /** Pores at a stroke's edge thin it, which closing cannot undo: outside is outside. */
  @Test
  void frayedStrokesGetTheirWidthBack() {
    GrayImage solid = bar(14, 100);
    byte[] pixels = solid.toBytes();
    for (int i = 0; i < pixels.length; i++) {
      if (i % solid.width() % 4 < 2 && i / solid.width() % 4 < 2) {
        pixels[i] = 0;
      }
    }
    GrayImage porous = GrayImage.of(solid.width(), solid.height(), pixels);
    double closed = Strokes.of(porous, EDGE, 20).closed(0.0225).width();
    Draft draft = NormaliseStrokes.OUTLIERS.apply(Draft.of(porous));
    assertThat(closed).isLessThan(widthIn(solid));
    assertThat(widthIn(draft.image())).isBetween(closed, widthIn(solid) + 0.01);
  }

  private static GrayImage inverted(GrayImage image) {
    byte[] pixels = image.toBytes();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) ~pixels[i];
    }
    return GrayImage.of(image.width(), image.height(), pixels);
  }

  @Test
  void closingLeavesSolidStrokesAndWideGaps() {
    Strokes bar = Strokes.of(bar(12, 100), EDGE, 20);
    assertThat(bar.closed(0.03).width()).isEqualTo(bar.width());
    assertThat(bar.closed(0.03).shifted(0)).isEqualTo(bar.shifted(0));
    Strokes two = Strokes.of(twoBars(8), EDGE, 20);
    assertThat(two.closed(0.03).shifted(0)).isEqualTo(two.shifted(0));
    assertThat(two.closed(0.05).width()).isGreaterThan(2 * two.width());
  }

  /** A dot is not a stroke: narrowed to a stroke's width, nothing would remain. */
  @Test
  void blocksStay() {
    GrayImage block = bar(60, 60);
    GrayImage after = NormaliseStrokes.ALL.apply(Draft.of(block)).image();
    assertThat(after.pixel(after.width() / 2, after.height() / 2)).isEqualTo(255);
    assertThat(widthIn(after)).isGreaterThan(0.5);
  }

  @Test
  void nothingAboveTheEdgeIsLeftAsItIs() {
    Draft draft = Draft.of(GrayImage.of(20, 10, new byte[200]));
    assertThat(NormaliseStrokes.ALL.apply(draft)).isSameAs(draft);
  }

  private static double widthIn(GrayImage image) {
    return Strokes.of(image, 128, 20).width();
  }

  /** Each 6 wide and 100 long, beside one another. */
  private static GrayImage twoBars(int gap) {
    int width = 16 + gap;
    byte[] pixels = new byte[width * 104];
    for (int y = 2; y < 102; y++) {
      for (int x = 0; x < 6; x++) {
        pixels[y * width + 2 + x] = (byte) 255;
        pixels[y * width + 8 + gap + x] = (byte) 255;
      }
    }
    return GrayImage.of(width, 104, pixels);
  }

  private static GrayImage bar(int width, int length) {
    byte[] pixels = new byte[(width + 4) * (length + 4)];
    for (int y = 0; y < length; y++) {
      for (int x = 0; x < width; x++) {
        pixels[(y + 2) * (width + 4) + x + 2] = (byte) 255;
      }
    }
    return GrayImage.of(width + 4, length + 4, pixels);
  }

  /** Wider than it is high, as a signature; tint counted as ink, of which a thin pen has little. */
  @ParameterizedTest
  @ValueSource(ints = {255, 227, 205, 180, 170})
  void aThinPenOnATintedBand(int tint) {
    BufferedImage picture = new BufferedImage(1024, 240, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = picture.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, 1024, 240);
    g.setColor(new Color(tint, tint, tint));
    g.fillRect(12, 60, 1000, 120);
    g.setColor(Color.BLACK);
    for (int x = 12; x < 1010; x++) {
      int y = (int) Math.round(120 + 50 * Math.sin(x / 60.0));
      int next = (int) Math.round(120 + 50 * Math.sin((x + 1) / 60.0));
      g.drawLine(x, y, x + 1, next);
    }
    g.dispose();
    GrayImage seen = CharacterPreprocessor.emnist().process(picture);
    int inked = 0;
    for (byte pixel : seen.toBytes()) {
      inked += (pixel & 0xFF) > 100 ? 1 : 0;
    }
    assertThat(inked).isBetween(20, 200); // all of the line, without the band
  }
}
