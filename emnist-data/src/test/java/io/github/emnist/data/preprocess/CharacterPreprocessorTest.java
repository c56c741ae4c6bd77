package io.github.emnist.data.preprocess;

import static io.github.emnist.data.preprocess.Drawing.BLACK_ON_WHITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.emnist.data.GrayImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CharacterPreprocessorTest {
  private final CharacterPreprocessor preprocessor = CharacterPreprocessor.emnist();
  private final GrayImage expected = preprocessor.process(BLACK_ON_WHITE.draw());

  @Test
  void resultLooksLikeEmnist() {
    assertThat(expected.width()).isEqualTo(28);
    assertThat(expected.height()).isEqualTo(28);
    int[] box = {28, 28, -1, -1};
    double x = 0;
    double mass = 0;
    int rim = 0;
    int max = 0;
    for (int row = 0; row < 28; row++) {
      for (int column = 0; column < 28; column++) {
        int value = expected.pixel(column, row);
        max = Math.max(max, value);
        mass += value;
        x += value * column;
        if (value >= 128) {
          box[0] = Math.min(box[0], column);
          box[1] = Math.min(box[1], row);
          box[2] = Math.max(box[2], column);
          box[3] = Math.max(box[3], row);
        }
        if (row == 0 || row == 27 || column == 0 || column == 27) {
          rim += value;
        }
      }
    }
    assertThat(max).isEqualTo(255);
    assertThat(rim).isZero();
    assertThat(box[1]).isBetween(2, 3);
    assertThat(box[3]).isBetween(24, 25);
    assertThat(box[0] + box[2]).isBetween(26, 28);
    // The 9 leans to the right: upright and not mirrored.
    assertThat(x / mass).isGreaterThan(13.6);
    assertThat(mass / 255 / 784).isBetween(0.12, 0.22);
  }

  @Test
  void polarityMakesNoDifference() {
    BufferedImage picture = BLACK_ON_WHITE.paper(Color.BLACK).ink(Color.WHITE).draw();
    assertThat(preprocessor.process(picture)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "yellow, blue",
    "blue, yellow",
    "white, red",
    "orange, black",
    "black, green",
    "gray, white"
  })
  void colours(String paper, String ink) throws ReflectiveOperationException {
    Color paperColour = (Color) Color.class.getField(paper).get(null);
    Color inkColour = (Color) Color.class.getField(ink).get(null);
    BufferedImage picture = BLACK_ON_WHITE.paper(paperColour).ink(inkColour).draw();
    assertThat(difference(picture)).isLessThan(0.3);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_4BYTE_ABGR_PRE,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_USHORT_565_RGB,
        BufferedImage.TYPE_BYTE_INDEXED
      })
  void typesOfPictures(int type) {
    assertThat(difference(BLACK_ON_WHITE.type(type).draw())).isLessThan(1.5);
  }

  @Test
  void pictureOfTwoColours() {
    assertThat(difference(BLACK_ON_WHITE.type(BufferedImage.TYPE_BYTE_BINARY).draw()))
        .isLessThan(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"black", "white", "red", "yellow", "blue", "gray"})
  void strokesOnTransparent(String ink) throws ReflectiveOperationException {
    Color colour = (Color) Color.class.getField(ink).get(null);
    assertThat(difference(BLACK_ON_WHITE.transparent().ink(colour).draw())).isLessThan(0.3);
  }

  @Test
  void halfTransparentInk() {
    Color ink = new Color(0, 0, 0, 128);
    assertThat(difference(BLACK_ON_WHITE.transparent().ink(ink).draw())).isLessThan(0.5);
  }

  @Test
  void whiteCardWithTransparentCorners() {
    BufferedImage card = new BufferedImage(200, 200, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = card.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRoundRect(5, 5, 190, 190, 60, 60);
    graphics.drawImage(BLACK_ON_WHITE.transparent().draw(), 0, 0, null);
    graphics.dispose();
    assertThat(difference(card)).isLessThan(0.3);
  }

  @ParameterizedTest
  @CsvSource({"0.2, 0.25, 0.3", "0.8, 0.7, 0.3", "0.4, 0.8, 0.2", "0.5, 0.5, 0.85"})
  void placeAndSizeOnTheCanvas(double x, double y, double height) {
    BufferedImage picture = BLACK_ON_WHITE.side(400).at(x, y).height(height).draw();
    assertThat(difference(picture)).isLessThan(2);
  }

  @ParameterizedTest
  @CsvSource({"30, 6", "40, 4", "64, 3", "100, 2", "300, 2", "1000, 1.5", "2100, 1.5"})
  void canvasSize(int side, double tolerance) {
    assertThat(difference(BLACK_ON_WHITE.side(side).draw())).isLessThan(tolerance);
  }

  @Test
  void closeCrop() {
    // Much of the picture's rim is ink.
    BufferedImage picture = BLACK_ON_WHITE.draw().getSubimage(60, 25, 84, 150);
    assertThat(difference(picture)).isLessThan(5);
  }

  @Test
  void thinPenGivesTheSameCharacterInThinnerStrokes() {
    GrayImage thin = preprocessor.process(BLACK_ON_WHITE.pen(0.02).draw());
    assertThat(correlation(thin, expected)).isGreaterThan(0.7);
    assertThat(correlation(thin, preprocessor.process(upsideDown()))).isLessThan(0.5);
  }

  @Test
  void noisyPaperBecomesBlack() {
    BufferedImage picture =
        BLACK_ON_WHITE.paper(new Color(225, 220, 200)).ink(new Color(50, 50, 90)).draw();
    Random random = new Random(1);
    for (int y = 0; y < 200; y++) {
      for (int x = 0; x < 200; x++) {
        int rgb = picture.getRGB(x, y);
        int noise = (int) Math.round(8 * random.nextGaussian()) - x / 8;
        picture.setRGB(
            x,
            y,
            new Color(shift(rgb >> 16, noise), shift(rgb >> 8, noise), shift(rgb, noise)).getRGB());
      }
    }
    GrayImage image = preprocessor.process(picture);
    assertThat(difference(image, expected)).isLessThan(4);
    assertThat(image.pixel(2, 2)).isZero();
    assertThat(image.pixel(25, 25)).isZero();
  }

  private static int shift(int value, int by) {
    return Math.max(0, Math.min(255, (value & 0xFF) + by));
  }

  @Test
  void specksAreIgnored() {
    BufferedImage picture = BLACK_ON_WHITE.draw();
    for (int i = 0; i < 20; i++) {
      picture.setRGB(7 * i + 3, (61 * i) % 20, 0);
      picture.setRGB((61 * i) % 20, 7 * i + 3, 0);
    }
    assertThat(difference(picture)).isLessThan(0.3);
  }

  @Test
  void faintInk() {
    BufferedImage picture =
        BLACK_ON_WHITE.paper(new Color(250, 250, 250)).ink(new Color(215, 215, 220)).draw();
    assertThat(difference(picture)).isLessThan(1);
  }

  @Test
  void blankPictures() {
    for (Color colour : List.of(Color.WHITE, Color.BLACK, Color.PINK)) {
      GrayImage image = preprocessor.process(BLACK_ON_WHITE.paper(colour).ink(colour).draw());
      assertThat(image).isEqualTo(GrayImage.of(28, 28, new byte[784]));
      assertThat(CharacterPreprocessor.isBlank(image)).isTrue();
    }
    BufferedImage nothing = new BufferedImage(30, 20, BufferedImage.TYPE_INT_ARGB);
    assertThat(CharacterPreprocessor.isBlank(preprocessor.process(nothing))).isTrue();
    assertThat(CharacterPreprocessor.isBlank(expected)).isFalse();
  }

  @Test
  void smallestPicture() {
    GrayImage dot = GrayImage.of(1, 1, new byte[] {77});
    assertThat(CharacterPreprocessor.isBlank(preprocessor.process(dot))).isTrue();
    GrayImage two = GrayImage.of(2, 1, new byte[] {0, (byte) 255});
    assertThat(CharacterPreprocessor.isBlank(preprocessor.process(two))).isFalse();
  }

  @Test
  void emnistImagesStayAsTheyAre() {
    assertThat(preprocessor.process(expected)).isEqualTo(expected);
    assertThat(preprocessor.process(expected.toBufferedImage())).isEqualTo(expected);
    byte[] inverted = expected.toBytes();
    for (int i = 0; i < inverted.length; i++) {
      inverted[i] = (byte) (255 - (inverted[i] & 0xFF));
    }
    assertThat(preprocessor.process(GrayImage.of(28, 28, inverted))).isEqualTo(expected);
  }

  @Test
  void threadsGetTheSameImages() {
    List<GrayImage> images =
        IntStream.range(0, 60)
            .parallel()
            .mapToObj(i -> preprocessor.process(BLACK_ON_WHITE.side(60 + i % 20).draw()))
            .toList();
    for (int i = 0; i < images.size(); i++) {
      GrayImage alone = preprocessor.process(BLACK_ON_WHITE.side(60 + i % 20).draw());
      assertThat(images.get(i)).isEqualTo(alone);
    }
  }

  @Test
  void ids() {
    assertThat(preprocessor.id()).isEqualTo("emnist/3");
    assertThat(CharacterPreprocessor.drawing().id()).isEqualTo("drawing/2");
    assertThat(CharacterPreprocessor.raw().id()).isEqualTo("raw/1");
    assertThat(CharacterPreprocessor.fromId("emnist/3")).isSameAs(preprocessor);
    assertThat(CharacterPreprocessor.fromId("emnist/1")).isSameAs(preprocessor);
    assertThat(CharacterPreprocessor.fromId("emnist/2")).isSameAs(preprocessor);
    assertThat(preprocessor).hasToString("CharacterPreprocessor[emnist/3]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CharacterPreprocessor.fromId("photo/7"))
        .withMessage(
            "preprocessing \"photo/7\" is unknown; known are [emnist/3, drawing/2, raw/1]");
  }

  private static BufferedImage upsideDown() {
    BufferedImage picture = BLACK_ON_WHITE.draw();
    BufferedImage turned = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
    turned.createGraphics().drawImage(picture, 0, 200, 200, -200, null);
    return turned;
  }

  private double difference(BufferedImage picture) {
    return difference(preprocessor.process(picture), expected);
  }

  /** Mean absolute difference, in grey levels. */
  static double difference(GrayImage one, GrayImage other) {
    byte[] a = one.toBytes();
    byte[] b = other.toBytes();
    assertThat(a).hasSameSizeAs(b);
    return IntStream.range(0, a.length)
        .map(i -> Math.abs((a[i] & 0xFF) - (b[i] & 0xFF)))
        .average()
        .orElseThrow();
  }

  private static double correlation(GrayImage one, GrayImage other) {
    double sumA = 0;
    double sumB = 0;
    double aa = 0;
    double bb = 0;
    double ab = 0;
    for (int i = 0; i < 784; i++) {
      double a = one.pixel(i % 28, i / 28);
      double b = other.pixel(i % 28, i / 28);
      sumA += a;
      sumB += b;
      aa += a * a;
      bb += b * b;
      ab += a * b;
    }
    double covariance = ab - sumA * sumB / 784;
    return covariance / Math.sqrt((aa - sumA * sumA / 784) * (bb - sumB * sumB / 784));
  }
}
