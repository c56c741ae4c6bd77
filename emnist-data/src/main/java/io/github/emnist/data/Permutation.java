package io.github.emnist.data;

import java.util.random.RandomGenerator;

/** Random orders by the Fisher-Yates shuffle. */
final class Permutation {
  private Permutation() {}

  /** The numbers 0 to size - 1, each order equally likely. */
  static int[] of(int size, RandomGenerator random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    shuffle(order, random);
    return order;
  }

  static void shuffle(int[] values, RandomGenerator random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
  }
}
