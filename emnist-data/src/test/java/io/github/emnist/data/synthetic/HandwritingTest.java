package io.github.emnist.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Compares statistics of the drawings with handwriting. */
class HandwritingTest {
  private static final int PIXELS = 28 * 28;
  private static EmnistDataset train;
  private static EmnistDataset test;

  @BeforeAll
  static void draw() {
    SyntheticEmnist source = SyntheticEmnist.balanced().withImagesPerClass(60, 20).withSeed(3);
    train = source.train();
    test = source.test();
  }

  /** The bounds include the real images' figures in docs/synthetic.md. */
  @Test
  void statisticsAreNearTheRealOnes() {
    HandwritingStatistics statistics = HandwritingStatistics.of(train);

    assertThat(statistics.ink().mean()).isBetween(0.155, 0.195);
    assertThat(statistics.strokeWidth().mean()).isBetween(2.65, 3.15);
    assertThat(statistics.slant().mean()).isBetween(0.10, 0.25);
    assertThat(statistics.slant().deviation()).isBetween(0.22, 0.36);
    assertThat(statistics.aspect().mean()).isBetween(0.80, 0.96);
    assertThat(statistics.boxWidth().mean()).isBetween(17.5, 20.0);
    assertThat(statistics.boxHeight().mean()).isBetween(21.2, 22.8);
  }

  @Test
  void noImageIsBlankOrNearlyFull() {
    byte[] image = new byte[PIXELS];
    for (int i = 0; i < train.size(); i++) {
      train.copyImage(i, image, 0);
      int bright = 0;
      int max = 0;
      for (byte pixel : image) {
        bright += (pixel & 0xFF) >= 128 ? 1 : 0;
        max = Math.max(max, pixel & 0xFF);
      }
      assertThat(bright).as("image %d", i).isBetween(20, 400);
      assertThat(max).as("image %d", i).isEqualTo(255);
    }
  }

  @Test
  void theOuterTwoPixelsStayAlmostBlack() {
    byte[] image = new byte[PIXELS];
    double sum = 0;
    for (int i = 0; i < train.size(); i++) {
      train.copyImage(i, image, 0);
      for (int p = 0; p < PIXELS; p++) {
        boolean border = p % 28 == 0 || p % 28 == 27 || p < 28 || p >= 27 * 28;
        sum += border ? image[p] & 0xFF : 0;
      }
    }
    assertThat(sum / train.size() / (4 * 27)).isCloseTo(0, within(1.0));
  }

  @Test
  void meanImagesOfAllClassesDiffer() {
    float[][] means = classMeans(train);
    double nearest = Double.MAX_VALUE;
    for (int a = 0; a < means.length; a++) {
      for (int b = 0; b < a; b++) {
        nearest = Math.min(nearest, distance(means[a], means[b]));
      }
    }
    // 1, I and L are often the same bar.
    assertThat(nearest).isGreaterThan(300);
  }

  /** Measured: 0.57; chance is 0.021. */
  @Test
  void theNearestClassMeanTellsOtherWritersCharactersApart() {
    float[][] means = classMeans(train);
    byte[] image = new byte[PIXELS];
    int right = 0;
    for (int i = 0; i < test.size(); i++) {
      test.copyImage(i, image, 0);
      right += nearest(means, image) == test.label(i) ? 1 : 0;
    }
    assertThat((double) right / test.size()).isBetween(0.50, 0.70);
  }

  /** Letters with a class for each case must differ between them. */
  @Test
  void bothCasesDifferWhereTheyAreNotMerged() {
    EmnistDataset byClass =
        SyntheticEmnist.of(EmnistSplit.BYCLASS).withImagesPerClass(40, 1).train();
    float[][] means = classMeans(byClass);
    for (char letter : "ABDEFGHNQRT".toCharArray()) {
      int capital = 10 + letter - 'A';
      assertThat(distance(means[capital], means[capital + 26])).as("%s", letter).isGreaterThan(400);
    }
  }

  private static float[][] classMeans(EmnistDataset dataset) {
    int[] counts = dataset.classCounts();
    float[][] means = new float[counts.length][PIXELS];
    byte[] image = new byte[PIXELS];
    for (int i = 0; i < dataset.size(); i++) {
      dataset.copyImage(i, image, 0);
      int label = dataset.label(i);
      for (int p = 0; p < PIXELS; p++) {
        means[label][p] += (float) (image[p] & 0xFF) / counts[label];
      }
    }
    return means;
  }

  private static int nearest(float[][] means, byte[] image) {
    float[] values = new float[PIXELS];
    for (int p = 0; p < PIXELS; p++) {
      values[p] = image[p] & 0xFF;
    }
    int best = 0;
    for (int label = 1; label < means.length; label++) {
      if (distance(means[label], values) < distance(means[best], values)) {
        best = label;
      }
    }
    return best;
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int p = 0; p < PIXELS; p++) {
      sum += (a[p] - b[p]) * (a[p] - b[p]);
    }
    return Math.sqrt(sum);
  }
}
