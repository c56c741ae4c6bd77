package io.github.emnist.data;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** Cuts a data set at random so that every part has the same mixture of classes. */
final class Stratification {
  private Stratification() {}

  /** {@link EmnistDataset#stratifiedSplit}. */
  static EmnistDataset.StratifiedSplit split(EmnistDataset dataset, double fraction, long seed) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException("fraction (%s) must be in (0, 1)".formatted(fraction));
    }
    ClassIndex classes = new ClassIndex(dataset);
    BitSet cut = new BitSet(dataset.size());
    for (int label = 0; label < classes.classes(); label++) {
      int[] members = classes.members(label);
      int count = (int) Math.round(members.length * fraction);
      count = Math.max(Math.min(1, members.length - 1), Math.min(count, members.length - 1));
      int[] order = Permutation.of(members.length, Draw.SPLIT.random(seed, label, 0));
      for (int i = 0; i < count; i++) {
        cut.set(members[order[i]]);
      }
    }
    return new EmnistDataset.StratifiedSplit(without(dataset, cut), only(dataset, cut));
  }

  /** {@link EmnistDataset#stratifiedFolds}. */
  static List<Fold> folds(EmnistDataset dataset, int count, long seed) {
    if (count < 2 || count > dataset.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "folds (%d) must be at least 2 and at most the number of images (%d)",
              count,
              dataset.size()));
    }
    List<BitSet> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(new BitSet(dataset.size()));
    }
    ClassIndex classes = new ClassIndex(dataset);
    // Each class is dealt on from where the one before ended, so that the folds' sizes differ by
    // one image at most.
    int next = 0;
    for (int label = 0; label < classes.classes(); label++) {
      int[] members = classes.members(label);
      for (int place : Permutation.of(members.length, Draw.FOLD.random(seed, label, 0))) {
        parts.get(next).set(members[place]);
        next = next + 1 == count ? 0 : next + 1;
      }
    }
    return parts.stream()
        .map(part -> new Fold(without(dataset, part), only(dataset, part)))
        .toList();
  }

  private static EmnistDataset only(EmnistDataset dataset, BitSet part) {
    return dataset.subset(part.stream().toArray());
  }

  private static EmnistDataset without(EmnistDataset dataset, BitSet part) {
    BitSet rest = new BitSet(dataset.size());
    rest.set(0, dataset.size());
    rest.andNot(part);
    return only(dataset, rest);
  }
}
