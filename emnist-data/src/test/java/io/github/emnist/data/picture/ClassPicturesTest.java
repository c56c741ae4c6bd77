package io.github.emnist.data.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mean images and the histogram. */
class ClassPicturesTest {
  private static final int BAR = 0xFF4C78A8;

  @Test
  void meansAreRoundedToTheNearestLevel() {
    EmnistDataset dataset =
        EmnistDataset.builder(EmnistSplit.DIGITS.labelMap(), 2, 1)
            .split(EmnistSplit.DIGITS)
            .add(new byte[] {0, (byte) 255}, 0, 7)
            .add(new byte[] {1, (byte) 255}, 0, 7)
            .add(new byte[] {1, (byte) 254}, 0, 7)
            .add(new byte[] {10, 20}, 0, 3)
            .build();
    EmnistDataset means = MeanImages.of(dataset);
    assertThat(means.size()).isEqualTo(2);
    assertThat(means.split()).contains(EmnistSplit.DIGITS);
    assertThat(means.label(0)).isEqualTo(3);
    assertThat(means.image(0).toBytes()).containsExactly(10, 20);
    assertThat(means.label(1)).isEqualTo(7);
    // 2/3 and 254.67
    assertThat(means.image(1).toBytes()).containsExactly(1, 255);
  }

  @Test
  void barsAreAsLongAsTheCounts(@TempDir Path folder) throws IOException {
    LabelMap labels = LabelMap.of(List.of("many", "half", "one", "none"));
    EmnistDataset.Builder builder = EmnistDataset.builder(labels, 1, 1);
    for (int i = 0; i < 2000; i++) {
      builder.add(new byte[1], 0, 0);
      if (i % 2 == 0) {
        builder.add(new byte[1], 0, 1);
      }
    }
    builder.add(new byte[1], 0, 2);
    Path file = folder.resolve("histogram.png");
    ClassHistogram.of(builder.build()).writeTo(file);
    assertThat(bars(ImageIO.read(file.toFile()))).containsExactly(600, 300, 1);
  }

  @Test
  void anEmptyDataSetHasNoBars() {
    LabelMap labels = LabelMap.of(List.of("a", "b"));
    EmnistDataset empty = EmnistDataset.builder(labels, 1, 1).build();
    assertThat(bars(ClassHistogram.of(empty).toImage())).isEmpty();
  }

  /** The lengths of the bars from the top. */
  private static List<Integer> bars(BufferedImage image) {
    List<Integer> lengths = new ArrayList<>();
    int above = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      int length = 0;
      for (int x = 0; x < image.getWidth(); x++) {
        length += image.getRGB(x, y) == BAR ? 1 : 0;
      }
      if (length > 0 && above == 0) {
        lengths.add(length);
      }
      above = length;
    }
    return lengths;
  }
}
