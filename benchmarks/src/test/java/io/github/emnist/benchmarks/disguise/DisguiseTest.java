package io.github.emnist.benchmarks.disguise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.GrayImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DisguiseTest {
  private static final GrayImage BLANK = GrayImage.of(28, 28, new byte[28 * 28]);
  private static final GrayImage BAR = bar(12, 4, 16, 24);

  @ParameterizedTest
  @EnumSource
  void sameSeedAndIndexGiveTheSamePicture(Disguise disguise) {
    byte[] picture = disguise.apply(BAR, 7, 3);

    assertThat(disguise.apply(BAR, 7, 3)).isEqualTo(picture);
    assertThat(disguise.apply(BAR, 7, 4)).isNotEqualTo(picture);
    assertThat(disguise.apply(BAR, 8, 3)).isNotEqualTo(picture);
  }

  @ParameterizedTest
  @EnumSource
  void pictureIsOfTheFormatAndSizeThatArePromised(Disguise disguise) throws IOException {
    for (int i = 0; i < 3; i++) {
      byte[] file = disguise.apply(BAR, 7, i);
      try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
        assertThat(ImageIO.getImageReaders(in).next().getFormatName())
            .isEqualToIgnoringCase(disguise.format());
      }
      BufferedImage picture = decode(file);
      assertThat(picture.getWidth()).isBetween((int) (1.5 * 28 * 4), (int) (2.5 * 28 * 12));
      assertThat(picture.getHeight()).isBetween((int) (1.5 * 28 * 4), (int) (2.5 * 28 * 12));
      assertThat(picture.getColorModel().hasAlpha()).isEqualTo(disguise == Disguise.TRANSPARENT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void inkIsDarkerThanTheGroundButForChalk(Disguise disguise) throws IOException {
    BufferedImage blank = decode(disguise.apply(BLANK, 7, 5));
    BufferedImage bar = decode(disguise.apply(BAR, 7, 5));

    if (disguise == Disguise.TRANSPARENT) {
      assertThat(share(blank, argb -> argb >>> 24 != 0)).isZero();
      assertThat(share(bar, argb -> argb >>> 24 == 255 && grey(argb) <= 102)).isPositive();
    } else if (disguise == Disguise.CHALK) {
      assertThat(share(blank, argb -> grey(argb) > 120)).isZero();
      assertThat(share(bar, argb -> grey(argb) > 120)).isPositive();
    } else {
      assertThat(mean(bar)).isLessThan(mean(blank));
    }
  }

  @Test
  void thinPenIsOfAThirdOfEmnistsStrokeWidth() throws IOException {
    BufferedImage picture = decode(Disguise.THIN_PEN.apply(BAR, 7, 1));

    int[] columns = inked(picture.getWidth(), x -> columnHasInk(picture, x));
    int[] rows = inked(picture.getHeight(), y -> rowHasInk(picture, y));

    // A bar of 4 x 20 becomes one wide, and as high but for what thinning takes off at its ends.
    double ratio = (double) (rows[1] - rows[0] + 1) / (columns[1] - columns[0] + 1);
    assertThat(ratio).isBetween(13.0, 20.0);
  }

  @Test
  void shadowLeavesFortyFivePercent() throws IOException {
    BufferedImage picture = decode(Disguise.SHADOWED_PAPER.apply(BLANK, 7, 1));

    int right = picture.getWidth() - 8;
    int bottom = picture.getHeight() - 8;
    double[] corners = {
      mean(picture.getSubimage(0, 0, 8, 8)),
      mean(picture.getSubimage(right, 0, 8, 8)),
      mean(picture.getSubimage(0, bottom, 8, 8)),
      mean(picture.getSubimage(right, bottom, 8, 8))
    };
    double darkest = IntStream.range(0, 4).mapToDouble(i -> corners[i]).min().orElseThrow();
    double brightest = IntStream.range(0, 4).mapToDouble(i -> corners[i]).max().orElseThrow();
    assertThat(darkest / brightest).isCloseTo(0.45, within(0.04));
  }

  @Test
  void jpegHasTheQuantisationOfQuality30() {
    byte[] file = Disguise.JPEG_30.apply(BAR, 7, 1);

    // ITU-T T.81, table K.1, begins with 16; quality 30 makes it 16 * 50 / 30.
    int table = 0;
    while ((file[table] & 0xFF) != 0xFF || (file[table + 1] & 0xFF) != 0xDB) {
      table++;
    }
    assertThat(file[table + 5]).isEqualTo((byte) 27);
  }

  @Test
  void saltAndPepperIsOnFivePercentOfThePixels() throws IOException {
    BufferedImage picture = decode(Disguise.SALT_AND_PEPPER.apply(BLANK, 7, 1));

    // Half of the grains are white, and not to be seen on white.
    assertThat(share(picture, argb -> grey(argb) == 0)).isCloseTo(0.025, within(0.002));
    assertThat(share(picture, argb -> grey(argb) == 255)).isCloseTo(0.975, within(0.002));
  }

  @Test
  void squaresAreLinesOfFourPercentOfThePitch() {
    Placement placement = new Placement(500, 500, 8, 0, 0, Math.toRadians(3));

    float[] lines = Fields.squares(placement, 50, 2, 0.3, 0.6);

    double sum = IntStream.range(0, lines.length).mapToDouble(i -> lines[i]).sum();
    assertThat(sum / lines.length).isCloseTo(1 - 0.96 * 0.96, within(0.004));
  }

  @Test
  void imageOfAnotherSizeIsRefused() {
    GrayImage image = GrayImage.of(27, 28, new byte[27 * 28]);

    assertThatThrownBy(() -> Disguise.ENLARGED.apply(image, 7, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("GrayImage[27x28] must be 28x28 to be disguised");
  }

  private static GrayImage bar(int left, int top, int right, int bottom) {
    byte[] pixels = new byte[28 * 28];
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        pixels[y * 28 + x] = (byte) 255;
      }
    }
    return GrayImage.of(28, 28, pixels);
  }

  private static BufferedImage decode(byte[] file) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(file));
  }

  private static int grey(int argb) {
    return ((argb >> 16 & 0xFF) + (argb >> 8 & 0xFF) + (argb & 0xFF)) / 3;
  }

  private static double mean(BufferedImage picture) {
    return pixels(picture).map(DisguiseTest::grey).average().orElseThrow();
  }

  private static double share(BufferedImage picture, IntPredicate counts) {
    return (double) pixels(picture).filter(counts).count()
        / (picture.getWidth() * picture.getHeight());
  }

  private static IntStream pixels(BufferedImage picture) {
    int width = picture.getWidth();
    return IntStream.of(picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width));
  }

  private static int[] inked(int length, IntPredicate hasInk) {
    int[] at = IntStream.range(0, length).filter(hasInk).toArray();
    return new int[] {at[0], at[at.length - 1]};
  }

  private static boolean columnHasInk(BufferedImage picture, int x) {
    return share(picture.getSubimage(x, 0, 1, picture.getHeight()), DisguiseTest::isInk) > 0;
  }

  private static boolean rowHasInk(BufferedImage picture, int y) {
    return share(picture.getSubimage(0, y, picture.getWidth(), 1), DisguiseTest::isInk) > 0;
  }

  private static boolean isInk(int argb) {
    return grey(argb) < 128;
  }
}
