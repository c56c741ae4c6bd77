package io.github.emnist.data.io;

import static io.github.emnist.data.io.IdxFixture.TRAIN_IMAGES;
import static io.github.emnist.data.io.IdxFixture.TRAIN_LABELS;
import static io.github.emnist.data.io.IdxFixture.images;
import static io.github.emnist.data.io.IdxFixture.labels;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of many blocks, which two threads share, and one more than fills the last block. */
class LargeFileTest {
  private static final int COUNT = (1 << 23) / 784 + 669;

  @TempDir private Path folder;

  @Test
  void allImagesInOrder() throws IOException {
    byte[] stored = images(COUNT, 28, 28);
    for (int i = 0; i < COUNT; i++) { // the fixture's pixels repeat every 256 bytes
      stored[16 + i * 784] = (byte) (i / 251);
    }
    int[] fileLabels = new int[COUNT];
    Arrays.setAll(fileLabels, i -> i * 7 % 10);
    Files.write(folder.resolve(TRAIN_IMAGES), stored);
    Files.write(folder.resolve(TRAIN_LABELS), labels(fileLabels));

    EmnistDataset train = EmnistReader.open(folder).train();

    assertThat(train.size()).isEqualTo(COUNT);
    for (int i = 0; i < COUNT; i++) {
      assertThat(train.label(i)).isEqualTo(i * 7 % 10);
      GrayImage image = train.image(i);
      for (int k = i % 29; k < 784; k += 29) {
        if (image.pixel(k / 28, k % 28) != (stored[16 + i * 784 + k] & 0xFF)) {
          assertThat(image.pixel(k / 28, k % 28))
              .as("image %d, stored byte %d", i, k)
              .isEqualTo(stored[16 + i * 784 + k] & 0xFF);
        }
      }
    }
  }
}
