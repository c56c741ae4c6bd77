package io.github.emnist.data.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistanceTransformTest {
  @ParameterizedTest
  @CsvSource({"1, 1, 1.0", "1, 9, 0.2", "9, 1, 0.2", "17, 12, 0.02", "12, 17, 0.3", "20, 20, 0.9"})
  void equalsASearchThroughAllPixels(int width, int height, double density) {
    Random random = new Random(width * 31 + height);
    for (int run = 0; run < 20; run++) {
      boolean[] set = new boolean[width * height];
      for (int i = 0; i < set.length; i++) {
        set[i] = random.nextDouble() < density;
      }
      set[random.nextInt(set.length)] = true;
      float[] distances = DistanceTransform.of(set, width, height);
      for (int i = 0; i < set.length; i++) {
        assertThat((double) distances[i]).isCloseTo(nearest(set, width, i), within(1e-5));
      }
    }
  }

  private static double nearest(boolean[] set, int width, int pixel) {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < set.length; i++) {
      if (set[i]) {
        best = Math.min(best, Math.hypot(i % width - pixel % width, i / width - pixel / width));
      }
    }
    return best;
  }

  @Test
  void isFarWhereTheSetIsEmpty() {
    assertThat(DistanceTransform.of(new boolean[6], 3, 2)).containsOnly(1_000_000f);
  }
}
