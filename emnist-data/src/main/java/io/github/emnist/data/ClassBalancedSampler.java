package io.github.emnist.data;

import java.util.Locale;

/**
 * {@link Sampler#classBalanced}: each class has an endless row of permutations of its images, and
 * an epoch takes the next {@code perClass} of it, found by arithmetic so that no epoch depends on
 * the one before having been drawn.
 */
final class ClassBalancedSampler implements Sampler {
  private final ClassIndex classes;
  private final int classCount;
  private final int perClass;
  private final int epochSize;

  ClassBalancedSampler(EmnistDataset dataset, int perClass) {
    if (dataset.size() == 0) {
      throw new IllegalArgumentException("the data set is empty");
    }
    if (perClass < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "perClass (%d) must be positive", perClass));
    }
    this.classes = new ClassIndex(dataset);
    this.classCount = dataset.labelMap().size();
    this.perClass = perClass;
    int present = 0;
    for (int label = 0; label < classCount; label++) {
      present += classes.members(label).length > 0 ? 1 : 0;
    }
    if ((long) present * perClass > ImageColumns.MAX_IMAGES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "perClass (%d) must be at most %d: an epoch of %d classes has at most %d draws",
              perClass,
              ImageColumns.MAX_IMAGES / present,
              present,
              ImageColumns.MAX_IMAGES));
    }
    this.epochSize = present * perClass;
  }

  @Override
  public int epochSize() {
    return epochSize;
  }

  @Override
  public int[] epoch(long seed, int epoch) {
    int[] sequence = new int[epochSize];
    int filled = 0;
    for (int label = 0; label < classCount; label++) {
      int[] members = classes.members(label);
      if (members.length > 0) {
        fill(sequence, filled, members, seed, label, (long) epoch * perClass);
        filled += perClass;
      }
    }
    Permutation.shuffle(sequence, Draw.MIX.random(seed, epoch, 0));
    return sequence;
  }

  private void fill(int[] sequence, int from, int[] members, long seed, int label, long first) {
    long round = -1;
    int[] order = null;
    for (int i = 0; i < perClass; i++) {
      long place = first + i;
      if (place / members.length != round) {
        round = place / members.length;
        order = Permutation.of(members.length, Draw.ROUND.random(seed, label, round));
      }
      sequence[from + i] = members[order[(int) (place % members.length)]];
    }
  }
}
