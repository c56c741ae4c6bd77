package io.github.emnist.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class EmnistDatasetsTest {
  private static final LabelMap AB = LabelMap.ofCharacters("AB");

  @Test
  void ofPixels() {
    byte[] pixels = {1, 2, 3, 4, 5, 6};
    EmnistDataset own = EmnistDataset.ofPixels(AB, 3, 1, pixels, new int[] {1, 0});
    pixels[0] = 99;

    assertThat(own.size()).isEqualTo(2);
    assertThat(own.label(0)).isEqualTo(1);
    assertThat(own.image(0)).isEqualTo(GrayImage.of(3, 1, new byte[] {1, 2, 3}));
    assertThat(own.image(1)).isEqualTo(GrayImage.of(3, 1, new byte[] {4, 5, 6}));
    assertThat(own.labelMap()).isEqualTo(AB);
    assertThat(own.split()).isEmpty();
  }

  @Test
  void everyFormGivesTheSame() {
    int[] labels = {0, 1};
    EmnistDataset flat = EmnistDataset.ofPixels(AB, 1, 2, new byte[] {0, 51, -1, 102}, labels);

    assertThat(
            EmnistDataset.ofImages(AB, 1, 2, new byte[][] {{0, 51}, {-1, 102}}, labels)
                .contentSha256())
        .isEqualTo(flat.contentSha256());
    assertThat(
            EmnistDataset.ofFloats(AB, 1, 2, new float[][] {{0, 0.2f}, {1, 0.4f}}, labels)
                .contentSha256())
        .isEqualTo(flat.contentSha256());
  }

  @Test
  void floatsRoundToTheNearestLevel() {
    float[][] images = {{0.49f / 255, 0.51f / 255, 254.4f / 255, 254.6f / 255}};

    assertThat(EmnistDataset.ofFloats(AB, 2, 2, images, new int[1]).image(0).toBytes())
        .containsExactly(0, 1, 254, 255);
  }

  @Test
  void everyLevelSurvivesFloats() {
    float[][] images = new float[1][256];
    for (int i = 0; i < 256; i++) {
      images[0][i] = i / 255f;
    }
    GrayImage image = EmnistDataset.ofFloats(AB, 16, 16, images, new int[1]).image(0);

    for (int i = 0; i < 256; i++) {
      assertThat(image.pixel(i % 16, i / 16)).isEqualTo(i);
    }
  }

  @Test
  void nothing() {
    assertThat(EmnistDataset.ofPixels(AB, 2, 2, new byte[0], new int[0]).size()).isZero();
  }

  @Test
  void arraysThatDoNotFit() {
    assertRefused(
        () -> EmnistDataset.ofPixels(AB, 2, 2, new byte[7], new int[2]),
        "pixels (7) must be 8: 2 labels of 2x2");
    assertRefused(
        () -> EmnistDataset.ofImages(AB, 2, 2, new byte[3][4], new int[2]),
        "labels (2) must be as many as images (3)");
    assertRefused(
        () -> EmnistDataset.ofImages(AB, 2, 2, new byte[][] {new byte[4], {1}}, new int[2]),
        "image 1, pixels (1) must be 4: 2x2");
    assertRefused(
        () -> EmnistDataset.ofFloats(AB, 2, 2, new float[2][5], new int[2]),
        "image 0, pixels (5) must be 4: 2x2");
    assertRefused(
        () -> EmnistDataset.ofFloats(AB, 2, 2, new float[1][4], new int[0]),
        "labels (0) must be as many as images (1)");
    assertRefused(
        () -> EmnistDataset.ofPixels(AB, 1, 1, new byte[1], new int[] {2}),
        "label (2) must be in [0, 2)");
  }

  @Test
  void floatsOutOfRange() {
    for (float wrong : new float[] {-0.01f, 1.5f, 255, Float.NaN}) {
      assertRefused(
          () -> EmnistDataset.ofFloats(AB, 1, 2, new float[][] {{0, wrong}}, new int[1]),
          "image 0, pixel 1 (" + wrong + ") must be in [0, 1]");
    }
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
