package io.github.emnist.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmnistDatasetTest {
  private static final LabelMap ABC = LabelMap.ofCharacters("ABC");

  /** Three images of 2x2 with the pixels 1 to 12 and the labels 2, 0, 1. */
  private static EmnistDataset three() {
    byte[] pixels = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    return EmnistDataset.builder(ABC, 2, 2)
        .add(pixels, 0, 2)
        .add(pixels, 4, 0)
        .add(pixels, 8, 1)
        .build();
  }

  @Test
  void holdsWhatWasAdded() {
    EmnistDataset dataset = three();

    assertThat(dataset.size()).isEqualTo(3);
    assertThat(dataset.width()).isEqualTo(2);
    assertThat(dataset.height()).isEqualTo(2);
    assertThat(dataset.labelMap()).isEqualTo(ABC);
    assertThat(dataset.split()).isEmpty();
    assertThat(dataset.label(0)).isEqualTo(2);
    assertThat(dataset.image(1)).isEqualTo(GrayImage.of(2, 2, new byte[] {5, 6, 7, 8}));
    assertThat(dataset.classCounts()).containsExactly(1, 1, 1);
    assertThat(dataset).hasToString("EmnistDataset[3 images of 2x2 in 3 classes]");
  }

  @Test
  void namesItsSplit() {
    EmnistDataset dataset =
        EmnistDataset.builder(EmnistSplit.DIGITS.labelMap(), 28, 28)
            .split(EmnistSplit.DIGITS)
            .build();

    assertThat(dataset.split()).contains(EmnistSplit.DIGITS);
    assertThat(dataset).hasToString("EmnistDataset[digits, 0 images of 28x28 in 10 classes]");
  }

  @Test
  void keepsWidthAndHeightApart() {
    EmnistDataset dataset =
        EmnistDataset.builder(ABC, 3, 1).add(new byte[] {7, 8, 9}, 0, 0).build();

    assertThat(dataset.image(0).pixel(2, 0)).isEqualTo(9);
  }

  @Test
  void copiesAnImageIntoAnArray() {
    byte[] target = new byte[6];
    three().copyImage(2, target, 1);

    assertThat(target).containsExactly(0, 9, 10, 11, 12, 0);
    assertThatThrownBy(() -> three().copyImage(2, target, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void laterChangesOfTheSourceDoNotShow() {
    byte[] pixels = {1, 2, 3, 4};
    EmnistDataset dataset = EmnistDataset.builder(ABC, 2, 2).add(pixels, 0, 0).build();
    pixels[0] = 99;

    assertThat(dataset.image(0).pixel(0, 0)).isEqualTo(1);
  }

  @Test
  void builderIsEmptyAfterBuild() {
    EmnistDataset.Builder builder = EmnistDataset.builder(ABC, 1, 1).add(new byte[] {1}, 0, 0);
    EmnistDataset first = builder.build();
    EmnistDataset second = builder.add(new byte[] {2}, 0, 1).add(new byte[] {3}, 0, 2).build();

    assertThat(first.size()).isEqualTo(1);
    assertThat(first.image(0).pixel(0, 0)).isEqualTo(1);
    assertThat(second.size()).isEqualTo(2);
    assertThat(second.image(0).pixel(0, 0)).isEqualTo(2);
  }

  @Test
  void contentHashIsThatOfLabelsThenPixels() {
    // python3: hashlib.sha256(bytes([2, 0, 1]) + bytes(range(1, 13))).hexdigest()
    assertThat(three().contentSha256())
        .isEqualTo("bfba2c2e625e885e144dc4cbed76b521bc324d636aefaf07af0a9d492946980a");
  }

  @Test
  void contentHashFollowsAViewsOrder() {
    EmnistDataset reversed = three().subset(2, 1, 0);

    assertThat(reversed.contentSha256()).isNotEqualTo(three().contentSha256());
    assertThat(reversed.subset(2, 1, 0).contentSha256()).isEqualTo(three().contentSha256());
  }

  @Test
  void labelsAboveOneHundredTwentySevenSurvive() {
    LabelMap many = LabelMap.of(IntStream.range(0, 256).mapToObj(Integer::toString).toList());
    EmnistDataset dataset = EmnistDataset.builder(many, 1, 1).add(new byte[1], 0, 255).build();

    assertThat(dataset.label(0)).isEqualTo(255);
    assertThat(dataset.classCounts()[255]).isEqualTo(1);
  }

  @Test
  void crossesChunksAnnouncedOrNot() {
    int count = 140_001; // two full chunks of 65,536 and a part
    byte[] pixel = new byte[1];
    EmnistDataset.Builder announced = EmnistDataset.builder(ABC, 1, 1).expect(count);
    EmnistDataset.Builder unannounced = EmnistDataset.builder(ABC, 1, 1);
    EmnistDataset.Builder underestimated = EmnistDataset.builder(ABC, 1, 1).expect(100);
    for (int i = 0; i < count; i++) {
      pixel[0] = pixelOf(i);
      announced.add(pixel, 0, i % 3);
      unannounced.add(pixel, 0, i % 3);
      underestimated.add(pixel, 0, i % 3);
    }

    for (EmnistDataset.Builder builder : Arrays.asList(announced, unannounced, underestimated)) {
      EmnistDataset dataset = builder.build();
      assertThat(dataset.size()).isEqualTo(count);
      int wrong = 0;
      for (int i = 0; i < count; i++) {
        dataset.copyImage(i, pixel, 0);
        wrong += pixel[0] != pixelOf(i) || dataset.label(i) != i % 3 ? 1 : 0;
      }
      assertThat(wrong).isZero();
    }
  }

  private static byte pixelOf(int index) {
    return (byte) (index * 31 + (index >>> 16) * 101);
  }

  @Test
  void fewLargeImagesTakeLittleMemory() {
    byte[] large = new byte[2_000 * 2_000];
    large[large.length - 1] = 5;
    EmnistDataset dataset =
        EmnistDataset.builder(ABC, 2_000, 2_000).add(large, 0, 0).add(large, 0, 1).build();

    assertThat(dataset.image(1).pixel(1_999, 1_999)).isEqualTo(5);
  }

  @Test
  void refusesLabelsOutsideTheMap() {
    EmnistDataset.Builder builder = EmnistDataset.builder(ABC, 1, 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add(new byte[1], 0, 3))
        .withMessage("label (3) must be in [0, 3)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add(new byte[1], 0, -1))
        .withMessage("label (-1) must be in [0, 3)");
  }

  @Test
  void refusesImagesOfAnotherSize() {
    EmnistDataset.Builder builder = EmnistDataset.builder(ABC, 2, 2);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add(GrayImage.of(1, 4, new byte[4]), 0))
        .withMessage("image size (1 x 4) must be 2 x 2");
    assertThatThrownBy(() -> builder.add(new byte[4], 1, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refusesImpossibleSides() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EmnistDataset.builder(ABC, 0, 28))
        .withMessage("image size (0 x 28) must be between 1 x 1 and 32767 x 32767");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EmnistDataset.builder(ABC, 28, 32_768))
        .withMessage("image size (28 x 32768) must be between 1 x 1 and 32767 x 32767");
  }

  @Test
  void hasNoImageOutside() {
    assertThatThrownBy(() -> three().image(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> three().label(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> three().take(1).image(1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
