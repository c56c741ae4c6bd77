package io.github.emnist.data;

import java.nio.charset.StandardCharsets;

/**
 * What a seed's random numbers are drawn for. Each has a constant of its own, so that one seed used
 * for several of them, as a training run does, gives draws that have nothing to do with each other.
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

  /** The name's ASCII codes are the constant, so names are 1 to 8 characters, never changed. */
  Draw(String name) {
    long codes = 0;
    for (byte code : name.getBytes(StandardCharsets.US_ASCII)) {
      codes = codes << Byte.SIZE | code;
    }
    constant = codes;
  }

  /** The random numbers of a user's seed for this. */
  CounterRandom random(long seed, long stream, long position) {
    return new CounterRandom(seed ^ constant, stream, position);
  }
}
