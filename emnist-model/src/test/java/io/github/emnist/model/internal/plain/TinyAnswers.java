package io.github.emnist.model.internal.plain;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.internal.tensorflow.TestNetwork;
import io.github.emnist.model.weights.Weights;
import java.util.Arrays;

/** A program that recognises a few images by a tiny network and prints the bits of the answers. */
final class TinyAnswers {
  private TinyAnswers() {}

  /** No arguments. */
  public static void main(String[] args) {
    System.out.println(text());
  }

  static String text() {
    CnnArchitecture architecture =
        CnnArchitecture.builder()
            .name("tiny")
            .input(14, 14, 1)
            .conv2d(5, 3, Padding.SAME)
            .gelu()
            .conv2d(40, 3, 2, Padding.SAME)
            .relu()
            .averagePool(2)
            .conv2d(70, 3)
            .leakyRelu(0.1)
            .globalAveragePool()
            .dense(7)
            .softmax()
            .build();
    Weights weights = TestNetwork.randomWeights(architecture, 1);
    byte[] images = TestNetwork.randomImages(architecture, 3, 1);
    try (JavaNetwork network = new JavaNetwork(architecture, weights, 0)) {
      return Arrays.toString(network.probabilities(images, 3));
    }
  }
}
