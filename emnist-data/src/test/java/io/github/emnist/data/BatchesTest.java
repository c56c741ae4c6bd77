package io.github.emnist.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistDataset.LabelledImage;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private static final LabelMap MAP = LabelMap.ofCharacters("abc");
  private final EmnistDataset dataset = NumberedImages.of(MAP, 1, 2, 0, 1, 1, 2);

  @Test
  void batchesCoverTheDataSet() {
    byte[] pixels = new byte[4];
    int[] labels = new int[2];

    assertThat(dataset.copyBatch(0, pixels, labels)).isEqualTo(2);
    assertThat(pixels).containsExactly(1, 0, 2, 0);
    assertThat(labels).containsExactly(2, 0);
    assertThat(dataset.copyBatch(4, pixels, labels)).isEqualTo(1);
    assertThat(pixels).containsExactly(5, 0, 2, 0);
    assertThat(labels).containsExactly(2, 0);
    assertThat(dataset.copyBatch(5, pixels, labels)).isZero();
  }

  @Test
  void batchesFollowAViewsOrder() {
    byte[] pixels = new byte[6];
    int[] labels = new int[3];

    assertThat(dataset.subset(4, 0, 4).copyBatch(0, pixels, labels)).isEqualTo(3);
    assertThat(pixels).containsExactly(5, 0, 1, 0, 5, 0);
    assertThat(labels).containsExactly(2, 2, 2);
  }

  @Test
  void refusesPixelsThatAreTooFew() {
    int[] labels = {7, 7, 7};
    byte[] pixels = new byte[5];

    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataset.copyBatch(1, pixels, labels))
        .withMessage("pixels (5) must hold 3 images of 2 x 1: 6");
    assertThat(labels).containsExactly(7, 7, 7);
    assertThat(pixels).containsOnly(0);
    assertThat(dataset.copyBatch(3, pixels, labels)).isEqualTo(2); // only two are left
  }

  @Test
  void countsPixelsBeyondAnInt() {
    EmnistDataset large =
        EmnistDataset.builder(MAP, 1000, 1000).add(new byte[1_000_000], 0, 0).build();
    EmnistDataset many = large.subset(new int[3000]);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> many.copyBatch(0, new byte[10], new int[3000]))
        .withMessage("pixels (10) must hold 3000 images of 1000 x 1000: 3000000000");
  }

  @Test
  void refusesFirstImagesOutside() {
    assertThatThrownBy(() -> dataset.copyBatch(6, new byte[2], new int[1]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> dataset.copyBatch(-1, new byte[2], new int[1]))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void streamsInOrderInParallelToo() {
    List<LabelledImage> all = dataset.stream().toList();

    assertThat(all.stream().map(LabelledImage::labelName).collect(Collectors.joining()))
        .isEqualTo("cabbc");
    assertThat(all.get(3)).isEqualTo(new LabelledImage(dataset.image(3), 1, "b"));
    assertThat(dataset.stream().parallel().toList()).isEqualTo(all);
    assertThat(dataset.stream().spliterator().getExactSizeIfKnown()).isEqualTo(5);
  }
}
