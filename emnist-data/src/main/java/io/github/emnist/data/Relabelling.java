package io.github.emnist.data;

import java.util.Locale;
import java.util.OptionalInt;

/** The classes of one label map as classes of another. */
final class Relabelling {
  /** The new label of a class that has no place in the new label map. */
  private static final int NONE = -1;

  private Relabelling() {}

  /** {@link EmnistDataset#relabel(EmnistSplit)}. */
  static EmnistDataset toSplit(EmnistDataset dataset, EmnistSplit target) {
    LabelMap from = dataset.labelMap();
    int[] mapping = mapping(from, dataset.split().isPresent(), target.labelMap());
    int[] counts = dataset.classCounts();
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] > 0 && mapping[label] == NONE) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "class \"%s\"%s has images (%d), but no one class of %s holds them all",
                from.label(label),
                dataset.split().map(split -> " of " + split.id()).orElse(""),
                counts[label],
                target.id()));
      }
    }
    return relabelled(dataset, target.labelMap(), target, mapping);
  }

  /**
   * EMNIST's merge table, which follows from the splits' class names: an upper-case class whose
   * lower case is no class of its own stands for both. So it is for C I J K L M O P S U V W X Y Z
   * in the merged splits and for all letters in the letters split (Cohen et al. 2017, section
   * II.A). A class whose characters do not all come to one new class maps to none: nothing tells
   * which characters its images show.
   */
  private static int[] mapping(LabelMap from, boolean fromSplit, LabelMap to) {
    int[] mapping = new int[from.size()];
    for (int label = 0; label < mapping.length; label++) {
      String name = from.label(label);
      String lower = name.toLowerCase(Locale.ROOT);
      boolean standsForBoth = fromSplit && from.indexOf(lower).isEmpty();
      int target = classOf(name, to);
      mapping[label] = standsForBoth && classOf(lower, to) != target ? NONE : target;
    }
    return mapping;
  }

  private static int classOf(String name, LabelMap map) {
    OptionalInt own = map.indexOf(name);
    return own.isPresent()
        ? own.getAsInt()
        : map.indexOf(name.toUpperCase(Locale.ROOT)).orElse(NONE);
  }

  /** {@link EmnistDataset#relabel(LabelMap, int...)}. */
  static EmnistDataset to(EmnistDataset dataset, LabelMap target, int... mapping) {
    return relabelled(dataset, target, null, mapping);
  }

  private static EmnistDataset relabelled(
      EmnistDataset dataset, LabelMap target, EmnistSplit split, int... mapping) {
    LabelMap from = dataset.labelMap();
    if (mapping.length != from.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "mapping (%d labels) must have one for each of the %d classes",
              mapping.length,
              from.size()));
    }
    int[] counts = dataset.classCounts();
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] > 0 && (mapping[label] < 0 || mapping[label] >= target.size())) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "class \"%s\" has images (%d), so its new label (%d) must be in [0, %d)",
                from.label(label),
                counts[label],
                mapping[label],
                target.size()));
      }
    }
    int[] copy = mapping.clone();
    return new EmnistDataset(dataset.columns().withLabels(label -> copy[label]), target, split);
  }
}
