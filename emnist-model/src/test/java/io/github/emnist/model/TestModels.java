package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.weights.Weights;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Models and images for tests of the classifier. */
final class TestModels {
  private TestModels() {}

  /** Untrained: its answers mean nothing, but differ from image to image. */
  static ModelBundle emnistCnn(long seed) {
    CnnArchitecture architecture = CnnArchitecture.emnistCnn();
    return new ModelBundle(
        ModelMetadata.of(
            architecture, LabelMap.ofCharacters("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt")),
        Weights.initialize(architecture, seed));
  }

  /** Noise of 28x28 pixels. */
  static List<GrayImage> images(int count, long seed) {
    List<GrayImage> images = new ArrayList<>();
    byte[] pixels = new byte[784];
    for (int i = 0; i < count; i++) {
      new CounterRandom(seed, 0, i).nextBytes(pixels);
      images.add(GrayImage.of(28, 28, pixels));
    }
    return images;
  }

  /** A dark ring on light paper. */
  static BufferedImage drawing(int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    g.setColor(new Color(240, 230, 220));
    g.fillRect(0, 0, width, height);
    g.setColor(new Color(20, 20, 90));
    g.fillOval(width / 4, height / 4, width / 2, height / 2);
    g.setColor(new Color(240, 230, 220));
    g.fillOval(width * 3 / 8, height * 3 / 8, width / 4, height / 4);
    g.dispose();
    return picture;
  }

  /** To the last bit. */
  static void assertSame(Prediction actual, Prediction expected) {
    assertThat(actual.probabilities()).containsExactly(expected.probabilities());
    assertThat(actual.blank()).isEqualTo(expected.blank());
  }

  static void assertSame(List<Prediction> actual, List<Prediction> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertSame(actual.get(i), expected.get(i));
    }
  }

  /** Beyond the last bits of float arithmetic. */
  static void assertClose(List<Prediction> actual, List<Prediction> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i).probabilities())
          .containsExactly(expected.get(i).probabilities(), within(1e-5f));
    }
  }
}
