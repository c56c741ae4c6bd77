package io.github.emnist.data;

import java.util.BitSet;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Views that choose images by their class. */
final class ClassSelection {
  private ClassSelection() {}

  /** {@link EmnistDataset#filterClasses(String...)}. */
  static EmnistDataset named(EmnistDataset dataset, String... names) {
    BitSet wanted = new BitSet();
    for (String name : names) {
      OptionalInt label = dataset.labelMap().indexOf(name);
      wanted.set(
          label.orElseThrow(
              () ->
                  new IllegalArgumentException(
                      String.format(
                          Locale.ROOT,
                          "class \"%s\" must be one of %s",
                          name,
                          dataset.labelMap().labels()))));
    }
    return matching(dataset, wanted::get);
  }

  /** {@link EmnistDataset#filterClasses(IntPredicate)}. */
  static EmnistDataset matching(EmnistDataset dataset, IntPredicate wanted) {
    boolean[] answers = new boolean[dataset.labelMap().size()];
    for (int label = 0; label < answers.length; label++) {
      answers[label] = wanted.test(label);
    }
    return where(dataset, i -> answers[dataset.label(i)]);
  }

  /** {@link EmnistDataset#capPerClass(int)}. */
  static EmnistDataset first(EmnistDataset dataset, int count) {
    checkCount(count);
    int[] seen = new int[dataset.labelMap().size()];
    return where(
        dataset,
        i -> {
          int label = dataset.label(i);
          return seen[label] < count && seen[label]++ < count;
        });
  }

  /** {@link EmnistDataset#capPerClass(int, long)}. */
  static EmnistDataset random(EmnistDataset dataset, int count, long seed) {
    checkCount(count);
    ClassIndex classes = new ClassIndex(dataset);
    BitSet kept = new BitSet(dataset.size());
    for (int label = 0; label < classes.classes(); label++) {
      int[] members = classes.members(label);
      int[] order = Permutation.of(members.length, Draw.CAP.random(seed, label, 0));
      for (int i = 0; i < Math.min(count, members.length); i++) {
        kept.set(members[order[i]]);
      }
    }
    return where(dataset, kept::get);
  }

  private static void checkCount(int count) {
    if (count < 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "count (%d) must not be negative", count));
    }
  }

  private static EmnistDataset where(EmnistDataset dataset, IntPredicate wanted) {
    return dataset.subset(IntStream.range(0, dataset.size()).filter(wanted).toArray());
  }
}
