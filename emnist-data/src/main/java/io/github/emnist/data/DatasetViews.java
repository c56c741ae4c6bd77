package io.github.emnist.data;

import io.github.emnist.data.EmnistDataset.Deduplication;
import io.github.emnist.data.ImageColumns.PixelChunks;
import io.github.emnist.data.internal.Messages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** How {@link EmnistDataset} selects, cuts, joins and relabels its images. */
final class DatasetViews {
  /** The new label of a class that has no place in the new label map. */
  private static final int NONE = -1;

  private DatasetViews() {}

  /** {@link EmnistDataset#filterClasses(String...)}. */
  static EmnistDataset filterClasses(EmnistDataset dataset, String... names) {
    BitSet wanted = new BitSet();
    for (String name : names) {
      OptionalInt label = dataset.labelMap().indexOf(name);
      wanted.set(
          label.orElseThrow(
              () ->
                  new IllegalArgumentException(
                      Messages.format(
                          "class \"%s\" must be one of %s", name, dataset.labelMap().labels()))));
    }
    return filterClasses(dataset, wanted::get);
  }

  /** {@link EmnistDataset#filterClasses(IntPredicate)}. */
  static EmnistDataset filterClasses(EmnistDataset dataset, IntPredicate wanted) {
    boolean[] answers = new boolean[dataset.labelMap().size()];
    for (int label = 0; label < answers.length; label++) {
      answers[label] = wanted.test(label);
    }
    return where(dataset, i -> answers[dataset.label(i)]);
  }

  /** {@link EmnistDataset#capPerClass(int)}. */
  static EmnistDataset capPerClass(EmnistDataset dataset, int count) {
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
  static EmnistDataset capPerClass(EmnistDataset dataset, int count, long seed) {
    checkCount(count);
    ClassIndex classes = new ClassIndex(dataset);
    BitSet kept = new BitSet(dataset.size());
    for (int label = 0; label < classes.classes(); label++) {
      int[] members = classes.members(label);
      int[] order = Draw.permutation(members.length, Draw.CAP.random(seed, label, 0));
      for (int i = 0; i < Math.min(count, members.length); i++) {
        kept.set(members[order[i]]);
      }
    }
    return where(dataset, kept::get);
  }

  private static void checkCount(int count) {
    if (count < 0) {
      throw new IllegalArgumentException(Messages.format("count (%d) must not be negative", count));
    }
  }

  private static EmnistDataset where(EmnistDataset dataset, IntPredicate wanted) {
    return dataset.subset(IntStream.range(0, dataset.size()).filter(wanted).toArray());
  }

  static EmnistDataset concat(EmnistDataset first, EmnistDataset... others) {
    List<EmnistDataset> parts = new ArrayList<>(List.of(first));
    parts.addAll(List.of(others));
    int size = checkedSize(parts);
    ImageColumns columns =
        ImageColumns.concat(parts.stream().map(EmnistDataset::columns).toList(), size);
    return new EmnistDataset(columns, first.labelMap(), commonSplit(parts));
  }

  /** Returns the number of images of all. */
  private static int checkedSize(List<EmnistDataset> parts) {
    EmnistDataset first = parts.get(0);
    long size = 0;
    for (int i = 0; i < parts.size(); i++) {
      EmnistDataset part = parts.get(i);
      if (part.width() != first.width() || part.height() != first.height()) {
        throw new IllegalArgumentException(
            Messages.format(
                "data set %d of %d: image size (%d x %d) must be %d x %d, as in the first",
                i + 1, parts.size(), part.width(), part.height(), first.width(), first.height()));
      }
      checkLabels(part.labelMap(), first.labelMap(), i + 1, parts.size());
      size += part.size();
    }
    if (size > ImageColumns.MAX_IMAGES) {
      throw new IllegalArgumentException(
          Messages.format(
              "the %d data sets have %d images; one must have at most %d",
              parts.size(), size, ImageColumns.MAX_IMAGES));
    }
    return (int) size;
  }

  private static void checkLabels(LabelMap found, LabelMap expected, int number, int count) {
    if (found.size() != expected.size()) {
      throw new IllegalArgumentException(
          Messages.format(
              "data set %d of %d: classes (%d) must be the %d of the first; relabel makes them equal",
              number, count, found.size(), expected.size()));
    }
    for (int label = 0; label < expected.size(); label++) {
      if (!found.label(label).equals(expected.label(label))) {
        throw new IllegalArgumentException(
            Messages.format(
                "data set %d of %d: class %d (\"%s\") must be \"%s\", as in the first; relabel makes"
                    + " them equal",
                number, count, label, found.label(label), expected.label(label)));
      }
    }
  }

  /** Returns the split that all belong to; null if they belong to several or to none. */
  private static EmnistSplit commonSplit(List<EmnistDataset> parts) {
    EmnistSplit split = parts.get(0).split().orElse(null);
    return parts.stream().allMatch(part -> part.split().orElse(null) == split) ? split : null;
  }

  /** {@link EmnistDataset#stratifiedSplit}. */
  static EmnistDataset.StratifiedSplit stratifiedSplit(
      EmnistDataset dataset, double fraction, long seed) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException("fraction (%s) must be in (0, 1)".formatted(fraction));
    }
    ClassIndex classes = new ClassIndex(dataset);
    BitSet cut = new BitSet(dataset.size());
    for (int label = 0; label < classes.classes(); label++) {
      int[] members = classes.members(label);
      int count = (int) Math.round(members.length * fraction);
      count = Math.max(Math.min(1, members.length - 1), Math.min(count, members.length - 1));
      int[] order = Draw.permutation(members.length, Draw.SPLIT.random(seed, label, 0));
      for (int i = 0; i < count; i++) {
        cut.set(members[order[i]]);
      }
    }
    return new EmnistDataset.StratifiedSplit(without(dataset, cut), only(dataset, cut));
  }

  /** {@link EmnistDataset#stratifiedFolds}. */
  static List<EmnistDataset.Fold> stratifiedFolds(EmnistDataset dataset, int count, long seed) {
    if (count < 2 || count > dataset.size()) {
      throw new IllegalArgumentException(
          Messages.format(
              "folds (%d) must be at least 2 and at most the number of images (%d)",
              count, dataset.size()));
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
      for (int place : Draw.permutation(members.length, Draw.FOLD.random(seed, label, 0))) {
        parts.get(next).set(members[place]);
        next = next + 1 == count ? 0 : next + 1;
      }
    }
    return parts.stream()
        .map(part -> new EmnistDataset.Fold(without(dataset, part), only(dataset, part)))
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

  /** {@link EmnistDataset#relabel(EmnistSplit)}. */
  static EmnistDataset relabel(EmnistDataset dataset, EmnistSplit target) {
    LabelMap from = dataset.labelMap();
    int[] mapping = mapping(from, dataset.split().isPresent(), target.labelMap());
    int[] counts = dataset.classCounts();
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] > 0 && mapping[label] == NONE) {
        throw new IllegalArgumentException(
            Messages.format(
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
  static EmnistDataset relabel(EmnistDataset dataset, LabelMap target, int... mapping) {
    return relabelled(dataset, target, null, mapping);
  }

  private static EmnistDataset relabelled(
      EmnistDataset dataset, LabelMap target, EmnistSplit split, int... mapping) {
    LabelMap from = dataset.labelMap();
    if (mapping.length != from.size()) {
      throw new IllegalArgumentException(
          Messages.format(
              "mapping (%d labels) must have one for each of the %d classes",
              mapping.length, from.size()));
    }
    int[] counts = dataset.classCounts();
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] > 0 && (mapping[label] < 0 || mapping[label] >= target.size())) {
        throw new IllegalArgumentException(
            Messages.format(
                "class \"%s\" has images (%d), so its new label (%d) must be in [0, %d)",
                from.label(label), counts[label], mapping[label], target.size()));
      }
    }
    int[] copy = mapping.clone();
    return new EmnistDataset(dataset.columns().withLabels(label -> copy[label]), target, split);
  }

  /**
   * {@link EmnistDataset#deduplicate}: a hash table of the images seen so far. A hash only says
   * where to look; equal are images whose pixels are.
   */
  static final class DuplicateSearch {
    private final EmnistDataset dataset;
    private final PixelChunks chunks;
    private final ImageColumns columns;
    private final long[] hashes;

    /** For a part of the hash, the index + 1 of the image kept last that has it, or 0. */
    private final int[] table;

    /** For an image kept, the index + 1 of the one before it in the same place of the table. */
    private final int[] before;

    DuplicateSearch(EmnistDataset dataset) {
      this(dataset, dataset.columns().chunks()::hash);
    }

    /** With a hash of positions, so that tests can make unequal images collide. */
    DuplicateSearch(EmnistDataset dataset, IntToLongFunction hash) {
      this.dataset = dataset;
      this.columns = dataset.columns();
      this.chunks = columns.chunks();
      this.hashes =
          IntStream.range(0, columns.size())
              .parallel()
              .mapToLong(i -> hash.applyAsLong(columns.position(i)))
              .toArray();
      this.table = new int[1 << Math.min(30, 33 - Integer.numberOfLeadingZeros(columns.size()))];
      this.before = new int[columns.size()];
    }

    Deduplication run() {
      int[] kept = new int[columns.size()];
      int count = 0;
      int conflicts = 0;
      for (int i = 0; i < columns.size(); i++) {
        int first = firstLike(i);
        if (first == i) {
          kept[count++] = i;
        } else if (columns.label(first) != columns.label(i)) {
          conflicts++;
        }
      }
      return new Deduplication(
          dataset.subset(Arrays.copyOf(kept, count)), columns.size() - count, conflicts);
    }

    /** Returns the earliest image with the same pixels, which may be the image itself. */
    private int firstLike(int index) {
      int position = columns.position(index);
      int place = (int) (hashes[index] >>> 32) & table.length - 1;
      for (int earlier = table[place] - 1; earlier >= 0; earlier = before[earlier] - 1) {
        int other = columns.position(earlier);
        if (other == position
            || hashes[earlier] == hashes[index] && chunks.equal(other, position)) {
          return earlier;
        }
      }
      before[index] = table[place];
      table[place] = index + 1;
      return index;
    }
  }

  /** The positions of each class' images, found in one pass. */
  static final class ClassIndex {
    private final int[][] members;

    ClassIndex(EmnistDataset dataset) {
      int[] counts = dataset.classCounts();
      members = new int[counts.length][];
      Arrays.setAll(members, label -> new int[counts[label]]);
      int[] filled = new int[counts.length];
      for (int i = 0; i < dataset.size(); i++) {
        int label = dataset.label(i);
        members[label][filled[label]++] = i;
      }
    }

    /** Returns the number of classes, with images or without. */
    int classes() {
      return members.length;
    }

    /** Positions in the data set, in its order. */
    int[] members(int label) {
      return members[label];
    }
  }
}
