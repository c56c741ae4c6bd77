package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.preprocess.ComposedText.Style;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ink of level 50 on paper of level 170 that is mottled in spots of several sizes. */
class BlotchesTest {
  private static final int PAPER = 170;
  private static final int INK = 50;

  /** Where spots touch the R, it takes them along; by themselves they are no letters. */
  @Test
  void findsOneCharacterOnMottledPaper() {
    Sheet sheet = new Sheet(600, 500);
    sheet.line(250, 180, 250, 320).line(250, 183, 320, 190).line(320, 187, 322, 240);
    sheet.line(322, 237, 250, 250).line(262, 250, 330, 320);
    GrayImage even = Luma.of(sheet.picture());
    int regions = 0;
    for (int seed = 0; seed < 10; seed++) {
      regions += CharacterSegmenter.standard().segment(mottled(even, 0.2, seed, 30)).size();
    }
    assertThat(regions).isBetween(10, 15);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.1, 0.15})
  void segmentsALineAsOnEvenPaper(double share) {
    EmnistDataset images = SyntheticEmnist.balanced().withImagesPerClass(10, 1).train();
    for (int seed = 0; seed < 5; seed++) {
      GrayImage even = ComposedText.write(images, 1, 3, Style.PLAIN, seed).darkOnLight();
      int expected = CharacterSegmenter.standard().segment(even).size();
      assertThat(CharacterSegmenter.standard().segment(mottled(even, share, seed, 4, 16, 64)))
          .hasSize(expected);
    }
  }

  /** Of 55 % of the print's contrast, on paper with a little noise. */
  @Test
  void aPencilBesidePrintStays() {
    GrayImage print = Luma.of(new Sheet(400, 140).ring(40, 40).ring(120, 40).picture());
    GrayImage pencil = Luma.of(new Sheet(400, 140).ring(200, 40).ring(280, 40).picture());
    Random random = new Random(3);
    byte[] pixels = print.toBytes();
    for (int i = 0; i < pixels.length; i++) {
      int faint = 255 - (255 - pencil.pixel(i % 400, i / 400)) * 55 / 100;
      double level = Math.min(pixels[i] & 0xFF, faint) * 0.9 + 2 * random.nextGaussian();
      pixels[i] = (byte) (int) Math.max(0, Math.min(255, level));
    }
    assertThat(CharacterSegmenter.standard().segment(GrayImage.of(400, 140, pixels))).hasSize(4);
  }

  /**
   * Mottles a picture.
   *
   * @param share the mottling's standard deviation, as a part of the contrast of ink and paper
   * @param grains the sizes of its spots, in pixels
   */
  private static GrayImage mottled(GrayImage picture, double share, long seed, int... grains) {
    Random random = new Random(seed);
    int width = picture.width();
    int height = picture.height();
    double[] sum = new double[width * height];
    for (int grain : grains) {
      double[][] lattice = new double[height / grain + 3][width / grain + 3];
      for (double[] row : lattice) {
        Arrays.setAll(row, i -> random.nextGaussian());
      }
      for (int i = 0; i < sum.length; i++) {
        double x = (double) (i % width) / grain;
        double y = (double) (i / width) / grain;
        double above = between(lattice[(int) y], x);
        double below = between(lattice[(int) y + 1], x);
        sum[i] += mix(above, below, y - (int) y) / Math.sqrt(grains.length);
      }
    }
    byte[] pixels = picture.toBytes();
    for (int i = 0; i < pixels.length; i++) {
      double ink = 1 - (pixels[i] & 0xFF) / 255.0;
      double level = PAPER - (PAPER - INK) * (ink - share * sum[i] * (1 - ink / 2));
      pixels[i] = (byte) (int) Math.max(0, Math.min(255, level + 2 * random.nextGaussian()));
    }
    return GrayImage.of(width, height, pixels);
  }

  private static double between(double[] row, double x) {
    return mix(row[(int) x], row[(int) x + 1], x - (int) x);
  }

  private static double mix(double a, double b, double part) {
    double smooth = part * part * (3 - 2 * part);
    return a + (b - a) * smooth;
  }
}
