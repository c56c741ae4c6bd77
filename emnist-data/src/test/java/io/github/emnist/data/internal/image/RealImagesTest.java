package io.github.emnist.data.internal.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.RealFolder;
import io.github.emnist.data.internal.image.EmnistConversion.InkBounds;
import io.github.emnist.data.io.EmnistReader;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The measurements behind the conversion's constants. */
class RealImagesTest {
  private static final int SIDE = EmnistConversion.SIDE;

  private static EmnistDataset images;

  @BeforeAll
  static void read() throws IOException {
    images = EmnistReader.open(RealFolder.named("EMNIST_DATA")).test();
  }

  @Test
  void meanLengthOfTheInk() {
    double sum = 0;
    for (int i = 0; i < images.size(); i++) {
      InkBounds bounds = InkBounds.find(images.image(i).toBytes(), SIDE, SIDE);
      sum += Math.max(bounds.width(), bounds.height());
    }
    double ours =
        SIDE
            * EmnistConversion.SCAN_INK
            / (EmnistConversion.SCAN_INK + 2 * EmnistConversion.SCAN_MARGIN);
    assertThat(sum / images.size()).isBetween(ours - 0.2, ours + 0.2);
  }

  /**
   * Where a straight edge runs along five pixels, the first of them to be lit has a value that a
   * binary edge takes under 6 weights of sigma 1: 1.8, 14.7, 50 or 85.3 % of 255.
   */
  @Test
  void straightEdgesAreBlurredStepsOfABinaryScan() {
    long steps = 0;
    long others = 0;
    byte[] pixels = new byte[SIDE * SIDE];
    for (int i = 0; i < images.size(); i++) {
      images.copyImage(i, pixels, 0);
      for (int x = 0; x < SIDE - 4; x++) {
        for (int y = 1; y < SIDE; y++) {
          int value = flat(pixels, x, y);
          if (value > 0 && flat(pixels, x, y - 1) == 0) {
            boolean step = value == 4 || value == 37 || value == 127 || value == 217;
            steps += step ? 1 : 0;
            others += step ? 0 : 1;
          }
        }
      }
    }
    assertThat(steps).isGreaterThan(1000);
    assertThat((double) steps / (steps + others)).isGreaterThan(0.95);
  }

  /** The value of five neighbouring pixels in a row, or -1 where they differ. */
  private static int flat(byte[] pixels, int x, int y) {
    int value = pixels[y * SIDE + x] & 0xFF;
    for (int k = 1; k < 5; k++) {
      if ((pixels[y * SIDE + x + k] & 0xFF) != value) {
        return -1;
      }
    }
    return value;
  }

  @Test
  void haveTheLayout() {
    int count = 0;
    for (int i = 0; i < images.size(); i++) {
      count += EmnistLayout.matches(images.image(i)) ? 1 : 0;
    }
    assertThat((double) count / images.size()).isGreaterThan(0.995);
  }
}
