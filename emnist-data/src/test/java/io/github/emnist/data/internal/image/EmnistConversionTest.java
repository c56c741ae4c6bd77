package io.github.emnist.data.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.EmnistConversion.GaussianKernel;
import io.github.emnist.data.internal.image.EmnistConversion.InkBounds;
import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmnistConversionTest {
  private static final int SIDE = EmnistConversion.SIDE;

  private final EmnistConversion conversion = new EmnistConversion();

  @ParameterizedTest
  @CsvSource({"1, 1", "5, 9", "28, 28", "43, 20", "40, 64", "90, 128", "3, 70"})
  void agreesWithTheDefinition(int width, int height) {
    byte[] ink = strokes(width, height);
    byte[] target = new byte[SIDE * SIDE];
    assertThat(conversion.convert(ink, width, height, target, 0)).isTrue();
    assertClose(target, NaiveConversion.convert(ink, width, height, 45), 1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {22, 45, 64, 72})
  void agreesWithTheDefinitionForOtherScans(double scanInk) {
    byte[] ink = strokes(64, 50);
    byte[] target = new byte[SIDE * SIDE];
    assertThat(conversion.convert(ink, 64, 50, scanInk, target, 0)).isTrue();
    assertClose(target, NaiveConversion.convert(ink, 64, 50, scanInk), 1);
  }

  /** A scan whose character is 45 pixels long: AWT blurs with sigma 1 and resamples bicubically. */
  @Test
  void agreesWithAwt() {
    int side = 128;
    BufferedImage scan = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    byte[] ink = new byte[side * side];
    for (int i = 0; i < 45; i++) {
      for (int pen = 0; pen < 5; pen++) {
        ink[(40 + i) * side + 50 + i / 2 + pen] = (byte) 255;
      }
    }
    scan.getRaster().setDataElements(0, 0, side, side, ink);
    float[] weights = new float[49];
    for (int i = 0; i < 49; i++) {
      weights[i] = GaussianKernel.weights(1)[i / 7] * GaussianKernel.weights(1)[i % 7];
    }
    BufferedImage blurred = new ConvolveOp(new Kernel(7, 7, weights)).filter(scan, null);
    double step = 57.0 / SIDE;
    AffineTransform toSquare = AffineTransform.getTranslateInstance(14, 14);
    toSquare.scale(1 / step, 1 / step);
    toSquare.translate(-(50 + 27 / 2.0), -(40 + 45 / 2.0));
    BufferedImage square = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    new AffineTransformOp(toSquare, AffineTransformOp.TYPE_BICUBIC).filter(blurred, square);
    int[] expected = square.getRaster().getSamples(0, 0, SIDE, SIDE, 0, (int[]) null);
    int max = Arrays.stream(expected).max().orElseThrow();

    byte[] target = new byte[SIDE * SIDE];
    conversion.convert(ink, side, side, target, 0);
    assertClose(target, Arrays.stream(expected).map(v -> v * 255 / max).toArray(), 3);
  }

  @Test
  void resultLooksLikeEmnist() {
    GrayImage ink = GrayImage.of(90, 128, strokes(90, 128));
    GrayImage image = conversion.convert(ink);
    assertThat(EmnistLayout.matches(image)).isTrue();
    byte[] pixels = image.toBytes();
    InkBounds bounds = InkBounds.find(pixels, SIDE, SIDE);
    assertThat(Math.max(bounds.width(), bounds.height())).isBetween(21.5, 22.5);
    PixelBox faint = PixelBox.find(pixels, SIDE, SIDE, 1);
    assertThat(faint.left()).isBetween(1, 10);
    assertThat(faint.top()).isBetween(1, 2);
    assertThat(SIDE - faint.bottom()).isBetween(1, 2);
  }

  @Test
  void ignoresWhereTheCharacterStands() {
    byte[] tight = strokes(50, 60);
    GrayImage expected = conversion.convert(GrayImage.of(50, 60, tight));
    for (int[] place : new int[][] {{0, 0}, {70, 3}, {1, 68}, {33, 21}}) {
      byte[] wide = new byte[128 * 128];
      for (int y = 0; y < 60; y++) {
        System.arraycopy(tight, y * 50, wide, (y + place[1]) * 128 + place[0], 50);
      }
      GrayImage image = conversion.convert(GrayImage.of(128, 128, wide));
      // Float positions differ in their last bits.
      assertThat(meanDifference(image, expected)).isLessThan(0.01);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void ignoresTheScale(int factor) {
    byte[] ink = strokes(50, 60);
    byte[] large = new byte[ink.length * factor * factor];
    for (int i = 0; i < large.length; i++) {
      large[i] = ink[i / (50 * factor) / factor * 50 + i % (50 * factor) / factor];
    }
    GrayImage image = conversion.convert(GrayImage.of(50 * factor, 60 * factor, large));
    GrayImage expected = conversion.convert(GrayImage.of(50, 60, ink));
    assertThat(meanDifference(image, expected)).isLessThan(3);
  }

  @Test
  void intensitiesReachWhite() {
    byte[] faint = strokes(50, 60);
    for (int i = 0; i < faint.length; i++) {
      faint[i] = (byte) ((faint[i] & 0xFF) / 25);
    }
    byte[] pixels = conversion.convert(GrayImage.of(50, 60, faint)).toBytes();
    assertThat(pixels).contains((byte) 255);
  }

  @Test
  void keepsTheAspectRatio() {
    byte[] bar = new byte[20 * 80];
    Arrays.fill(bar, (byte) 255);
    InkBounds bounds =
        InkBounds.find(conversion.convert(GrayImage.of(20, 80, bar)).toBytes(), SIDE, SIDE);
    assertThat(bounds.height()).isCloseTo(22.1, within(0.2));
    assertThat(bounds.width()).isCloseTo(22.1 / 4, within(0.2));
  }

  @Test
  void pictureWithoutInkIsReportedAndBlack() {
    byte[] target = new byte[SIDE * SIDE + 2];
    Arrays.fill(target, (byte) 7);
    assertThat(conversion.convert(new byte[100], 10, 10, target, 1)).isFalse();
    assertThat(target[0]).isEqualTo((byte) 7);
    assertThat(target[SIDE * SIDE + 1]).isEqualTo((byte) 7);
    assertThat(Arrays.copyOfRange(target, 1, SIDE * SIDE + 1)).containsOnly(0);
  }

  @Test
  void reusedBuffersLeaveNoTrace() {
    byte[] large = strokes(300, 200);
    byte[] small = strokes(17, 23);
    GrayImage expected = new EmnistConversion().convert(GrayImage.of(17, 23, small));
    conversion.convert(GrayImage.of(300, 200, large));
    byte[] target = new byte[SIDE * SIDE + 5];
    // The array may be longer than the picture.
    conversion.convert(Arrays.copyOf(small, 1000), 17, 23, target, 5);
    assertThat(GrayImage.of(SIDE, SIDE, target, 5)).isEqualTo(expected);
  }

  @Test
  void checksItsArguments() {
    byte[] target = new byte[SIDE * SIDE];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> conversion.convert(new byte[10], 0, 10, target, 0))
        .withMessage("image size (0 x 10) must be at least 1 x 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> conversion.convert(new byte[10], 1, 10, 0.5, target, 0))
        .withMessage("scanInk (0.5) must be between 1 and 128.0");
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> conversion.convert(new byte[99], 10, 10, target, 0));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> conversion.convert(new byte[100], 10, 10, target, 1));
  }

  private static void assertClose(byte[] actual, int[] expected, int tolerance) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i] & 0xFF)
          .as("row %d, column %d", i / SIDE, i % SIDE)
          .isCloseTo(expected[i], within(tolerance));
    }
  }

  private static double meanDifference(GrayImage one, GrayImage other) {
    byte[] a = one.toBytes();
    byte[] b = other.toBytes();
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 0xFF) - (b[i] & 0xFF));
    }
    return sum / a.length;
  }

  /** An upright bar at the left, a bow from its top to its foot, all with soft edges. */
  private static byte[] strokes(int width, int height) {
    double pen = Math.max(0.5, Math.max(width, height) / 22.0);
    byte[] ink = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double v = (y + 0.5) / height * 2 - 1;
        double u = (x + 0.5) / width;
        double bar = (u - 0.1) * width;
        double bow = (Math.hypot(u - 0.1, v * 0.8) - 0.8) * Math.min(width, height / 1.6);
        double distance = Math.min(Math.abs(bar), Math.abs(bow));
        ink[y * width + x] = (byte) (int) (255 * Math.max(0, Math.min(1, pen - distance + 0.5)));
      }
    }
    return ink;
  }
}
