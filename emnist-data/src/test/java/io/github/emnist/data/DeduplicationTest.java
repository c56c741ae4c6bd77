package io.github.emnist.data;

import static io.github.emnist.data.NumberedImages.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistDataset.Deduplication;
import io.github.emnist.data.internal.CounterRandom;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeduplicationTest {
  private static final LabelMap MAP = LabelMap.ofCharacters("abc");

  /** Labels 0, 1, 2; then again the first, the second as another class, the first as another. */
  private static EmnistDataset repeated() {
    EmnistDataset three = NumberedImages.of(MAP, 7, 0, 1, 2);
    return three.concat(NumberedImages.of(MAP, 7, 0, 2), NumberedImages.of(MAP, 7, 1));
  }

  @Test
  void keepsTheFirstWhateverTheLabel() {
    Deduplication found = repeated().deduplicate();

    assertThat(numbers(found.dataset())).containsExactly(7, 8, 9);
    assertThat(found.dataset().classCounts()).containsExactly(1, 1, 1);
    assertThat(found.removed()).isEqualTo(3);
    assertThat(found.conflicts()).isEqualTo(2);
    assertThat(found.dataset().labelMap()).isEqualTo(MAP);
  }

  @Test
  void firstMeansFirstInTheView() {
    Deduplication found = repeated().subset(5, 4, 3, 2, 1, 0).deduplicate();

    assertThat(numbers(found.dataset())).containsExactly(7, 8, 9);
    assertThat(found.dataset().classCounts()).containsExactly(0, 1, 2);
  }

  @Test
  void findsNothingInUniqueImagesAndInNone() {
    EmnistDataset unique = NumberedImages.of(MAP, 0, new int[3000]);

    assertThat(unique.deduplicate().removed()).isZero();
    assertThat(numbers(unique.deduplicate().dataset())).isEqualTo(numbers(unique));
    assertThat(unique.take(0).deduplicate()).satisfies(none -> assertThat(none.removed()).isZero());
  }

  @Test
  void agreesWithAMapOfPixels() {
    for (int width = 1; width <= 17; width++) {
      CounterRandom random = new CounterRandom(width, 0, 0);
      EmnistDataset.Builder builder = EmnistDataset.builder(MAP, width, 1);
      Map<ByteBuffer, Integer> first = new HashMap<>();
      List<Integer> kept = new ArrayList<>();
      int conflicts = 0;
      for (int i = 0; i < 2000; i++) {
        byte[] pixels = new byte[width];
        pixels[random.nextInt(width)] = (byte) random.nextInt();
        pixels[random.nextInt(width)] += 1;
        int label = random.nextInt(3);
        builder.add(pixels, 0, label);
        Integer earlier = first.putIfAbsent(ByteBuffer.wrap(pixels), label);
        if (earlier == null) {
          kept.add(i);
        } else if (earlier != label) {
          conflicts++;
        }
      }
      EmnistDataset dataset = builder.build();
      Deduplication found = dataset.deduplicate();

      int[] expected = kept.stream().mapToInt(i -> i).toArray();
      assertThat(found.dataset().contentSha256())
          .isEqualTo(dataset.subset(expected).contentSha256());
      assertThat(found.removed()).isEqualTo(2000 - kept.size()).isPositive();
      assertThat(found.conflicts()).isEqualTo(conflicts).isPositive();
    }
  }
}
