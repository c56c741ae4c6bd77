package io.github.emnist.data.internal.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PixelBoxTest {
  @Test
  void corners() {
    byte[] ink = new byte[12];
    ink[0] = (byte) 200;
    assertThat(PixelBox.find(ink, 4, 3, 200)).isEqualTo(new PixelBox(0, 0, 1, 1));
    ink[11] = (byte) 255;
    assertThat(PixelBox.find(ink, 4, 3, 200)).isEqualTo(new PixelBox(0, 0, 4, 3));
    assertThat(PixelBox.find(ink, 4, 3, 201)).isEqualTo(new PixelBox(3, 2, 4, 3));
  }

  @Test
  void agreesWithASearchOfEveryPixel() {
    SplittableRandom random = new SplittableRandom(1);
    for (int run = 0; run < 500; run++) {
      int width = random.nextInt(1, 12);
      int height = random.nextInt(1, 12);
      byte[] ink = new byte[width * height];
      for (int k = random.nextInt(1, 6); k > 0; k--) {
        ink[random.nextInt(ink.length)] = (byte) random.nextInt(1, 256);
      }
      int threshold = 1;
      for (byte value : ink) {
        threshold = Math.max(threshold, (value & 0xFF) / 2);
      }
      int left = width;
      int top = height;
      int right = 0;
      int bottom = 0;
      for (int i = 0; i < ink.length; i++) {
        if ((ink[i] & 0xFF) >= threshold) {
          left = Math.min(left, i % width);
          right = Math.max(right, i % width + 1);
          top = Math.min(top, i / width);
          bottom = Math.max(bottom, i / width + 1);
        }
      }
      assertThat(PixelBox.find(ink, width, height, threshold))
          .isEqualTo(new PixelBox(left, top, right, bottom));
    }
  }
}
