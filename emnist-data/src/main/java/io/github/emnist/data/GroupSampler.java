package io.github.emnist.data;

import io.github.emnist.data.internal.Checks;
import io.github.emnist.data.internal.Messages;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Implements {@link Sampler#classBalanced} and {@link Sampler#mixed}: groups of images, each with a
 * fixed number of draws per epoch. Each group has an endless sequence of permutations of its
 * images; an epoch finds its place there by arithmetic, so no epoch depends on the one before.
 */
final class GroupSampler implements Sampler {
  /** Positions in the data set, by group. A group's number determines its random numbers. */
  private final int[][] members;

  private final int[] draws;
  private final int epochSize;

  private GroupSampler(int[][] members, int[] draws) {
    this.members = members;
    this.draws = draws;
    this.epochSize = Arrays.stream(draws).sum();
  }

  /** Creates a sampler with a group for each class that has images. */
  static GroupSampler classBalanced(EmnistDataset dataset, int perClass) {
    refuseEmpty(dataset.size());
    Checks.positive("perClass", perClass);
    int[][] members = members(dataset, 0);
    checkDraws(perClass, (int) Arrays.stream(members).filter(m -> m.length > 0).count());
    return new GroupSampler(
        members, Arrays.stream(members).mapToInt(m -> m.length > 0 ? perClass : 0).toArray());
  }

  /**
   * Creates a sampler with a group for each data set drawn as found, and for each class of the
   * others. A whole data set's group takes the position of its first class.
   */
  static GroupSampler mixed(List<Sampler.Part> parts, int perClass) {
    refuseEmpty(parts.size());
    int size = EmnistDataset.checkedSize(parts.stream().map(Sampler.Part::dataset).toList());
    refuseEmpty(size);
    if (perClass < 0) {
      throw Messages.illegal("perClass (%d) must not be negative", perClass);
    }
    int classes = parts.get(0).dataset().labelMap().size();
    int[][] members = new int[parts.size() * classes][];
    Arrays.fill(members, new int[0]);
    double[] byClass = new double[parts.size()];
    double[] asFound = new double[parts.size()];
    boolean[] present = new boolean[classes];
    int offset = 0;
    for (int i = 0; i < parts.size(); i++) {
      Sampler.Part part = parts.get(i);
      int[][] own = members(part.dataset(), offset);
      for (int label = 0; label < classes; label++) {
        present[label] |= own[label].length > 0;
      }
      if (perClass == 0 || part.asFound()) {
        members[i * classes] = IntStream.range(offset, offset + part.dataset().size()).toArray();
        asFound[i] = part.dataset().size() > 0 ? part.weight() : 0;
      } else {
        System.arraycopy(own, 0, members, i * classes, classes);
        byClass[i] = part.dataset().size() > 0 ? part.weight() : 0;
      }
      offset += part.dataset().size();
    }
    int count = (int) IntStream.range(0, classes).filter(label -> present[label]).count();
    checkDraws(perClass, count);
    int total = perClass == 0 ? size : count * perClass;
    double classed = Arrays.stream(byClass).sum();
    double share = classed / (classed + Arrays.stream(asFound).sum());
    int[] draws = new int[members.length];
    for (int label = 0; label < classes; label++) {
      total -= share(members, byClass, label, (int) Math.round(perClass * share), draws);
    }
    share(members, asFound, 0, total, draws);
    return new GroupSampler(members, draws);
  }

  private static void refuseEmpty(long size) {
    if (size == 0) {
      throw new IllegalArgumentException("the data set is empty");
    }
  }

  private static void checkDraws(int perClass, int present) {
    if ((long) present * perClass > ImageColumns.MAX_IMAGES) {
      throw Messages.illegal(
          "perClass (%d) must be at most %d: an epoch of %d classes has at most %d draws",
          perClass, ImageColumns.MAX_IMAGES / present, present, ImageColumns.MAX_IMAGES);
    }
  }

  private static int[][] members(EmnistDataset dataset, int offset) {
    int[][] members = dataset.positionsByClass();
    for (int[] positions : members) {
      Arrays.setAll(positions, i -> positions[i] + offset);
    }
    return members;
  }

  /**
   * Divides the draws of one group of each data set among those with a weight and images, by
   * weight. The rounding remainder goes to the first of them, so that every class has the same
   * number.
   *
   * @return the number of draws divided: the total, or 0 if no data set has a share
   */
  private static int share(int[][] members, double[] weights, int label, int total, int[] draws) {
    int classes = members.length / weights.length;
    double sum = 0;
    for (int part = 0; part < weights.length; part++) {
      sum += members[part * classes + label].length > 0 ? weights[part] : 0;
    }
    int first = -1;
    int left = total;
    for (int part = 0; part < weights.length; part++) {
      int group = part * classes + label;
      if (weights[part] > 0 && members[group].length > 0) {
        first = first < 0 ? group : first;
        draws[group] = (int) (total * weights[part] / sum);
        left -= draws[group];
      }
    }
    if (first < 0) {
      return 0;
    }
    draws[first] += left;
    return total;
  }

  @Override
  public int epochSize() {
    return epochSize;
  }

  @Override
  public int[] epoch(long seed, int epoch) {
    int[] sequence = new int[epochSize];
    int filled = 0;
    for (int group = 0; group < members.length; group++) {
      fill(sequence, filled, group, seed, (long) epoch * draws[group]);
      filled += draws[group];
    }
    Draw.shuffle(sequence, Draw.MIX.random(seed, epoch, 0));
    return sequence;
  }

  private void fill(int[] sequence, int from, int group, long seed, long first) {
    int[] own = members[group];
    long round = -1;
    int[] order = null;
    for (int i = 0; i < draws[group]; i++) {
      long place = first + i;
      if (place / own.length != round) {
        round = place / own.length;
        order = Draw.permutation(own.length, Draw.ROUND.random(seed, group, round));
      }
      sequence[from + i] = own[order[(int) (place % own.length)]];
    }
  }

  /** Implements {@link Sampler#shuffled}. */
  record ShuffledSampler(int epochSize) implements Sampler {
    ShuffledSampler {
      refuseEmpty(epochSize);
    }

    @Override
    public int[] epoch(long seed, int epoch) {
      return Draw.permutation(epochSize, Draw.EPOCH.random(seed, epoch, 0));
    }
  }
}
