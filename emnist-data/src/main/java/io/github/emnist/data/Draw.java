package io.github.emnist.data;

import io.github.emnist.data.internal.CounterRandom;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * A purpose for which a seed's random numbers are drawn. Each has its own constant, so that draws
 * for different purposes from one seed are independent.
 */
enum Draw {
  /** {@link EmnistDataset#shuffle}. */
  SHUFFLE("shuffle"),

  /** {@link EmnistDataset#stratifiedSplit}: the order in which each class is cut. */
  SPLIT("split"),

  /** {@link EmnistDataset#stratifiedFolds}: the order in which each class is dealt. */
  FOLD("fold"),

  /** {@link EmnistDataset#capPerClass(int, long)}: which of each class are kept. */
  CAP("cap"),

  /** {@link Sampler#shuffled}: each epoch's order. */
  EPOCH("epoch"),

  /** {@link Sampler#classBalanced} and {@link Sampler#mixed}: the rounds of each group. */
  ROUND("round"),

  /** {@link Sampler#classBalanced} and {@link Sampler#mixed}: how each epoch mixes the groups. */
  MIX("mix");

  private final long constant;

  /** The name's ASCII codes form the constant: names have 1 to 8 characters and never change. */
  Draw(String name) {
    long codes = 0;
    for (byte code : name.getBytes(StandardCharsets.US_ASCII)) {
      codes = codes << Byte.SIZE | code;
    }
    constant = codes;
  }

  /** Returns the generator for this purpose. */
  CounterRandom random(long seed, long stream, long position) {
    return new CounterRandom(seed ^ constant, stream, position);
  }

  /** Returns the numbers 0 to size - 1, each order equally likely. */
  static int[] permutation(int size, RandomGenerator random) {
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
