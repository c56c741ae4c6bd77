package io.github.emnist.data.preprocess;

import static io.github.emnist.data.preprocess.Drawing.BLACK_ON_WHITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.GrayImage;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoveFrameTest {
  private static final CharacterPreprocessor PREPROCESSOR = CharacterPreprocessor.emnist();
  private static final Drawing NINE = BLACK_ON_WHITE.height(0.5);
  private static final GrayImage EXPECTED = PREPROCESSOR.process(NINE.draw());

  @ParameterizedTest
  @CsvSource({"20, 20, 160, 160", "5, 15, 190, 170", "0, 0, 199, 199", "-9, 30, 250, 300"})
  void frames(int x, int y, int width, int height) {
    assertThat(difference(with(2, new Rectangle2D.Double(x, y, width, height)))).isLessThan(1.5);
  }

  @Test
  void leaningFrame() {
    BufferedImage picture = NINE.draw();
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.BLACK);
    graphics.rotate(0.04, 100, 100);
    graphics.drawRect(20, 20, 160, 160);
    graphics.dispose();
    assertThat(difference(picture)).isLessThan(1.5);
  }

  @Test
  void ruledLinesBelowThroughAndAbove() {
    BufferedImage picture =
        with(
            2,
            new Line2D.Double(-5, 20, 205, 24),
            new Line2D.Double(-5, 90, 205, 94),
            new Line2D.Double(-5, 160, 205, 164));
    assertThat(difference(picture)).isLessThan(3);
  }

  @Test
  void squaredPaper() {
    BufferedImage picture = NINE.side(400).draw();
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(new Color(120, 140, 200));
    for (int at = 25; at < 400; at += 50) {
      graphics.drawLine(at, 0, at, 399);
      graphics.drawLine(0, at, 399, at);
    }
    graphics.dispose();
    assertThat(difference(picture)).isLessThan(3);
  }

  /** Lines that join the character and the rim, the first with a third of the ink. */
  @ParameterizedTest
  @CsvSource({"90, 1, 3", "90, 2, 3", "255, 2, 6"})
  void leaningSquares(int ink, float pen, double tolerance) {
    BufferedImage picture = NINE.side(400).draw();
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(new Color(0, 0, 0, ink));
    graphics.setStroke(new BasicStroke(pen));
    graphics.rotate(0.05, 200, 200);
    for (int at = -75; at < 500; at += 50) {
      graphics.drawLine(at, -100, at, 500);
      graphics.drawLine(-100, at, 500, at);
    }
    graphics.dispose();
    assertThat(difference(picture)).isLessThan(tolerance);
  }

  @ParameterizedTest
  @CsvSource({"100", "120", "140", "255"})
  void greyFrames(int ink) {
    BufferedImage picture = NINE.side(400).draw();
    draw(picture, 255 - ink, new Rectangle2D.Double(60, 40, 280, 320));
    assertThat(difference(picture)).isLessThan(3);
  }

  /** Print is far darker than pencil, which stays faint beside it. */
  @ParameterizedTest
  @CsvSource({"80", "110", "130"})
  void pencilBesidePrint(int ink) {
    Drawing pencil = NINE.side(400).ink(new Color(255 - ink, 255 - ink, 255 - ink));
    BufferedImage boxed = pencil.draw();
    draw(boxed, 0, new Rectangle2D.Double(40, 40, 320, 320));
    assertThat(difference(boxed)).isLessThan(9);
    BufferedImage ruled = pencil.draw();
    draw(ruled, 0, new Line2D.Double(0, 350, 400, 350));
    assertThat(difference(ruled)).isLessThan(9);
  }

  private static void draw(BufferedImage picture, int gray, Shape shape) {
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(new Color(gray, gray, gray));
    graphics.setStroke(new BasicStroke(6));
    graphics.draw(shape);
    graphics.dispose();
  }

  @Test
  void neighbourCutOffByTheRim() {
    assertThat(difference(with(14, new Ellipse2D.Double(180, 60, 80, 80)))).isLessThan(1.5);
  }

  /** A ring around something, which is not a frame. */
  @Test
  void roundLettersStay() {
    BufferedImage picture =
        drawn(8, new Ellipse2D.Double(30, 30, 140, 140), new Line2D.Double(80, 100, 120, 100));
    GrayImage ring = PREPROCESSOR.process(picture);
    assertThat(ring.pixel(14, 4)).isGreaterThan(100);
    assertThat(ring.pixel(4, 14)).isGreaterThan(100);
  }

  @Test
  void squareAloneStays() {
    GrayImage square = PREPROCESSOR.process(drawn(8, new Rectangle2D.Double(30, 30, 140, 140)));
    assertThat(square.pixel(14, 4)).isGreaterThan(100);
    assertThat(square.pixel(4, 14)).isGreaterThan(100);
  }

  /** Cut close, the strokes of an H run from one side to the other. */
  @ParameterizedTest
  @CsvSource({"12", "4", "3"})
  void lettersCutCloseStay(float pen) {
    BufferedImage picture =
        drawn(
            pen,
            new Line2D.Double(pen / 2, 0, pen / 2, 200),
            new Line2D.Double(200 - pen / 2, 0, 200 - pen / 2, 200),
            new Line2D.Double(0, 100, 200, 100));
    GrayImage letter = PREPROCESSOR.process(picture);
    assertThat(letter.pixel(4, 5)).isGreaterThan(100);
    assertThat(letter.pixel(23, 22)).isGreaterThan(100);
  }

  @Test
  void lineAloneStays() {
    GrayImage line = PREPROCESSOR.process(drawn(3, new Line2D.Double(-5, 100, 205, 101)));
    assertThat(CharacterPreprocessor.isBlank(line)).isFalse();
  }

  private static double difference(BufferedImage picture) {
    return CharacterPreprocessorTest.difference(PREPROCESSOR.process(picture), EXPECTED);
  }

  private static BufferedImage with(float pen, Shape... shapes) {
    return add(NINE.draw(), pen, shapes);
  }

  private static BufferedImage drawn(float pen, Shape... shapes) {
    return add(BLACK_ON_WHITE.ink(Color.WHITE).draw(), pen, shapes);
  }

  private static BufferedImage add(BufferedImage picture, float pen, Shape... shapes) {
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.BLACK);
    graphics.setStroke(new BasicStroke(pen));
    for (Shape shape : shapes) {
      graphics.draw(shape);
    }
    graphics.dispose();
    return picture;
  }

  @Test
  void legsOnTheRimAreTheCharacterAndNotItsCrossbarAlone() {
    byte[] paper = new byte[100 * 120];
    Arrays.fill(paper, (byte) 255);
    for (int y = 0; y < 120; y++) {
      for (int x = 0; x < 100; x++) {
        boolean leg = x < 10 || x >= 90;
        boolean bar = y >= 55 && y < 65 && x >= 20 && x < 80;
        paper[y * 100 + x] = (byte) (leg || bar ? 0 : 255);
      }
    }
    GrayImage image = CharacterPreprocessor.emnist().process(GrayImage.of(100, 120, paper));
    int middle = 14;
    assertThat(image.pixel(5, middle - 8) + image.pixel(6, middle - 8)).isPositive();
    assertThat(image.pixel(22, middle + 8) + image.pixel(21, middle + 8)).isPositive();
  }
}
