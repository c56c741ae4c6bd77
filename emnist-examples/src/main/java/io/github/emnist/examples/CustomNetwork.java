package io.github.emnist.examples;

import io.github.emnist.model.architecture.CnnArchitecture;

/** Defines a custom network and prints its layers: {@code CustomNetwork}. */
public final class CustomNetwork {
  private CustomNetwork() {}

  /**
   * Prints the summary.
   *
   * @param args none
   */
  public static void main(String[] args) {
    // spotless:off, since a network reads best with a block of layers on a line
    // region: network
    CnnArchitecture mine =
        CnnArchitecture.builder()
            .input(28, 28, 1)
            .conv2d(32, 5).relu().batchNormalization()
            .maxPool(2).dropout(0.25)
            .flatten().dense(256).relu().dense(47).softmax()
            .build();
    System.out.println(mine.summary());
    // endregion
    // spotless:on
  }
}
