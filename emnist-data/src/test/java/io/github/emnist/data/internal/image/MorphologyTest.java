package io.github.emnist.data.internal.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MorphologyTest {
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "9, 5, 1", "5, 9, 2", "12, 12, 3", "6, 6, 20"})
  void closingIsTheLeastOfTheGreatest(int width, int height, int reach) {
    int[] pixels = new Random(3).ints(width * height, -50, 300).toArray();
    int[] closed = Morphology.close(pixels, width, height, reach);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int least = 300;
        for (int cy = Math.max(0, y - reach); cy <= Math.min(height - 1, y + reach); cy++) {
          for (int cx = Math.max(0, x - reach); cx <= Math.min(width - 1, x + reach); cx++) {
            least = Math.min(least, greatest(pixels, width, height, cx, cy, reach));
          }
        }
        assertThat(closed[y * width + x]).isEqualTo(least);
      }
    }
  }

  private static int greatest(int[] pixels, int width, int height, int x, int y, int reach) {
    int greatest = -50;
    for (int py = Math.max(0, y - reach); py <= Math.min(height - 1, y + reach); py++) {
      for (int px = Math.max(0, x - reach); px <= Math.min(width - 1, x + reach); px++) {
        greatest = Math.max(greatest, pixels[py * width + px]);
      }
    }
    return greatest;
  }

  @Test
  void strokesVanishAndAStepStays() {
    int[] line = {90, 90, 10, 90, 90, 90, 40, 40, 40, 5, 40, 40};
    assertThat(Morphology.close(line, 12, 1, 1))
        .containsExactly(90, 90, 90, 90, 90, 90, 40, 40, 40, 40, 40, 40);
  }
}
