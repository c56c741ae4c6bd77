package io.github.emnist.data;

import io.github.emnist.data.ImageColumns.PixelChunks;
import io.github.emnist.data.internal.Checks;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.Sha256;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Labelled images of one size, in memory: upright uint8 pixels and 0-based labels. Immutable, and
 * so thread-safe.
 *
 * <p>Every method that returns a data set returns a view: it copies labels and indices (5 bytes an
 * image), never pixels.
 */
public final class EmnistDataset {
  /** Marks a class that the new label map lacks. */
  private static final int NONE = -1;

  private final ImageColumns columns;
  private final LabelMap labelMap;
  private final EmnistSplit split;

  EmnistDataset(ImageColumns columns, LabelMap labelMap, EmnistSplit split) {
    this.columns = columns;
    this.labelMap = labelMap;
    this.split = split;
  }

  ImageColumns columns() {
    return columns;
  }

  /**
   * {@return an empty builder}
   *
   * @param labelMap the class names
   * @param width of every image, in pixels, at least 1
   * @param height of every image, in pixels, at least 1
   * @throws IllegalArgumentException if a side is below 1 or above 32,767
   */
  public static Builder builder(LabelMap labelMap, int width, int height) {
    return new Builder(labelMap, width, height);
  }

  /** {@return the number of images, 0 or more} */
  public int size() {
    return columns.size();
  }

  /** {@return the images' width, in pixels; 28 for EMNIST} */
  public int width() {
    return columns.chunks().width();
  }

  /** {@return the images' height, in pixels; 28 for EMNIST} */
  public int height() {
    return columns.chunks().height();
  }

  /** {@return the class names, in label order} */
  public LabelMap labelMap() {
    return labelMap;
  }

  /** {@return the EMNIST split that the images belong to; empty for other data} */
  public Optional<EmnistSplit> split() {
    return Optional.ofNullable(split);
  }

  /**
   * {@return an image, as a copy of its pixels}
   *
   * @param index in [0, size)
   * @throws IndexOutOfBoundsException if {@code index} is not in [0, size)
   */
  public GrayImage image(int index) {
    return columns.chunks().image(columns.position(index));
  }

  /**
   * Copies one image's pixels into an array.
   *
   * @param index in [0, size)
   * @param target receives uint8 {@code [height * width]}, row-major
   * @param offset where the first pixel goes
   * @throws IndexOutOfBoundsException if {@code index} is not in [0, size) or the pixels do not fit
   */
  public void copyImage(int index, byte[] target, int offset) {
    columns.chunks().copy(columns.position(index), target, offset);
  }

  /**
   * {@return the 0-based label of an image}
   *
   * @param index in [0, size)
   * @throws IndexOutOfBoundsException if {@code index} is not in [0, size)
   */
  public int label(int index) {
    return columns.label(index);
  }

  /**
   * Copies a batch of images and labels into arrays: as many as {@code labels} has room for and are
   * left. For a batch in a sampler's order, call this on {@code subset(sampler.epoch(seed,
   * epoch))}.
   *
   * @param first index of the batch's first image, in [0, size]
   * @param pixels receives uint8 {@code [count, height, width]} from its start on
   * @param labels receives {@code [count]} 0-based labels
   * @return the number of images copied; 0 at the end
   * @throws IndexOutOfBoundsException if {@code first} is not in [0, size]
   * @throws IllegalArgumentException if {@code pixels} is too short; nothing is copied
   */
  public int copyBatch(int first, byte[] pixels, int[] labels) {
    Objects.checkFromToIndex(first, size(), size());
    int count = Math.min(labels.length, size() - first);
    int imageBytes = width() * height();
    if (pixels.length < (long) count * imageBytes) {
      throw Messages.illegal(
          "pixels (%d) must hold %d images of %d x %d: %d",
          pixels.length, count, width(), height(), (long) count * imageBytes);
    }
    for (int i = 0; i < count; i++) {
      copyImage(first + i, pixels, i * imageBytes);
      labels[i] = label(first + i);
    }
    return count;
  }

  /**
   * {@return all images with their classes, in order} The stream is sized, may be made parallel,
   * and copies each image when it is consumed.
   */
  public Stream<LabelledImage> stream() {
    return IntStream.range(0, size())
        .mapToObj(i -> new LabelledImage(image(i), label(i), labelMap.label(label(i))));
  }

  /** {@return the number of images of each class, int {@code [classes]}} */
  public int[] classCounts() {
    int[] counts = new int[labelMap.size()];
    for (int i = 0; i < size(); i++) {
      counts[label(i)]++;
    }
    return counts;
  }

  /**
   * {@return the SHA-256 of the labels (one byte each, in order) followed by the images' pixels, as
   * 64 lower-case hexadecimal digits}
   */
  public String contentSha256() {
    Sha256 sha = new Sha256();
    byte[] labels = new byte[size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) label(i);
    }
    sha.update(labels);
    byte[] pixels = new byte[width() * height()];
    for (int i = 0; i < labels.length; i++) {
      copyImage(i, pixels, 0);
      sha.update(pixels);
    }
    return sha.hex();
  }

  @Override
  public String toString() {
    return Messages.format(
        "EmnistDataset[%s%d images of %dx%d in %d classes]",
        split == null ? "" : split.id() + ", ", size(), width(), height(), labelMap.size());
  }

  /**
   * {@return a view of the images at some positions}
   *
   * @param indices positions in this data set, in the order wanted; repeats are allowed
   * @throws IndexOutOfBoundsException if an index is not in [0, size)
   */
  public EmnistDataset subset(int... indices) {
    return new EmnistDataset(columns.select(indices), labelMap, split);
  }

  /**
   * {@return a view of the images of some classes, in this data set's order} The label map and the
   * labels stay the same.
   *
   * @param names of the classes, for example {@code "A", "a"}
   * @throws IllegalArgumentException if a name is not in the label map
   */
  public EmnistDataset filterClasses(String... names) {
    BitSet wanted = new BitSet();
    for (String name : names) {
      OptionalInt label = labelMap().indexOf(name);
      wanted.set(
          label.orElseThrow(
              () -> Messages.illegal("class \"%s\" must be one of %s", name, labelMap().labels())));
    }
    return filterClasses(wanted::get);
  }

  /**
   * {@return a view of the images of some classes, in this data set's order} The label map and the
   * labels stay the same.
   *
   * @param wanted called once for each 0-based label
   */
  public EmnistDataset filterClasses(IntPredicate wanted) {
    boolean[] answers = new boolean[labelMap().size()];
    for (int label = 0; label < answers.length; label++) {
      answers[label] = wanted.test(label);
    }
    return where(i -> answers[label(i)]);
  }

  /**
   * {@return a view of the first images}
   *
   * @param count how many, at least 0; all of them if there are fewer
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public EmnistDataset take(int count) {
    checkCount(count);
    return subset(IntStream.range(0, Math.min(count, size())).toArray());
  }

  /**
   * {@return a view of all images in random order}
   *
   * @param seed equal seeds give equal orders
   */
  public EmnistDataset shuffle(long seed) {
    return subset(Draw.permutation(size(), Draw.SHUFFLE.random(seed, 0, 0)));
  }

  /**
   * Splits off a validation part at random, the same fraction of every class. A class with two
   * images or more is in both parts; the image of a class with one stays in the training part.
   *
   * @param fraction of each class' images to hold out, in (0, 1), rounded to the nearest count
   * @param seed equal seeds give equal parts
   * @return both parts as views, each in this data set's order
   * @throws IllegalArgumentException if {@code fraction} is not in (0, 1)
   */
  public TrainValidation stratifiedSplit(double fraction, long seed) {
    Checks.inOpen("fraction", fraction, 0, 1);
    int[][] classes = positionsByClass();
    BitSet cut = new BitSet(size());
    for (int label = 0; label < classes.length; label++) {
      int[] members = classes[label];
      int count = (int) Math.round(members.length * fraction);
      count = Math.max(Math.min(1, members.length - 1), Math.min(count, members.length - 1));
      int[] order = Draw.permutation(members.length, Draw.SPLIT.random(seed, label, 0));
      for (int i = 0; i < count; i++) {
        cut.set(members[order[i]]);
      }
    }
    return new TrainValidation(without(cut), only(cut));
  }

  /**
   * Splits the images into folds for cross-validation, at random. Each image is in the validation
   * part of one fold; the counts of each class, and of all images, differ by at most one between
   * folds.
   *
   * @param count of folds, at least 2 and at most {@link #size()}
   * @param seed equal seeds give equal folds
   * @return {@code count} pairs of views, each in this data set's order
   * @throws IllegalArgumentException if {@code count} is out of range
   */
  public List<TrainValidation> stratifiedFolds(int count, long seed) {
    if (count < 2 || count > size()) {
      throw Messages.illegal(
          "folds (%d) must be at least 2 and at most the number of images (%d)", count, size());
    }
    List<BitSet> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(new BitSet(size()));
    }
    int[][] classes = positionsByClass();
    // Each class continues at the fold where the previous one ended, so that fold sizes differ by
    // at most one.
    int next = 0;
    for (int label = 0; label < classes.length; label++) {
      int[] members = classes[label];
      for (int place : Draw.permutation(members.length, Draw.FOLD.random(seed, label, 0))) {
        parts.get(next).set(members[place]);
        next = next + 1 == count ? 0 : next + 1;
      }
    }
    return parts.stream().map(part -> new TrainValidation(without(part), only(part))).toList();
  }

  /**
   * {@return a view of the first images of each class, in this data set's order}
   *
   * @param count the most images of a class, at least 0
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public EmnistDataset capPerClass(int count) {
    checkCount(count);
    int[] seen = new int[labelMap().size()];
    return where(
        i -> {
          int label = label(i);
          return seen[label] < count && seen[label]++ < count;
        });
  }

  /**
   * {@return a view of random images of each class, in this data set's order}
   *
   * @param count the most images of a class, at least 0
   * @param seed equal seeds keep the same images
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public EmnistDataset capPerClass(int count, long seed) {
    checkCount(count);
    int[][] classes = positionsByClass();
    BitSet kept = new BitSet(size());
    for (int label = 0; label < classes.length; label++) {
      int[] members = classes[label];
      int[] order = Draw.permutation(members.length, Draw.CAP.random(seed, label, 0));
      for (int i = 0; i < Math.min(count, members.length); i++) {
        kept.set(members[order[i]]);
      }
    }
    return where(kept::get);
  }

  /**
   * {@return a view of this data set's images, then the others', in order} The result keeps the
   * split if all have the same one.
   *
   * @param others with images of the same size and an equal label map
   * @throws IllegalArgumentException if a size or label map differs, or there are more than
   *     2,147,483,639 images
   */
  public EmnistDataset concat(EmnistDataset... others) {
    List<EmnistDataset> parts = new ArrayList<>(List.of(this));
    parts.addAll(List.of(others));
    int size = checkedSize(parts);
    ImageColumns columns =
        ImageColumns.concat(parts.stream().map(EmnistDataset::columns).toList(), size);
    return new EmnistDataset(columns, labelMap, commonSplit(parts));
  }

  /**
   * Removes every image whose pixels equal those of an earlier one, regardless of labels. Of a
   * picture labelled in two ways only the first copy remains; {@link Deduplication#conflicts}
   * counts the others.
   *
   * @return a view of the remaining images, in this data set's order, and the counts
   */
  public Deduplication deduplicate() {
    Map<ByteBuffer, Integer> firsts = new HashMap<>();
    int[] kept = new int[size()];
    int count = 0;
    int conflicts = 0;
    for (int i = 0; i < kept.length; i++) {
      Integer first = firsts.putIfAbsent(columns.chunks().pixels(columns.position(i)), i);
      if (first == null) {
        kept[count++] = i;
      } else if (label(first) != label(i)) {
        conflicts++;
      }
    }
    return new Deduplication(subset(Arrays.copyOf(kept, count)), kept.length - count, conflicts);
  }

  /**
   * {@return a view of all images with the labels of another split} For example, the classes of
   * ByClass become the 47 of Balanced, where C I J K L M O P S U V W X Y Z have one class for both
   * cases.
   *
   * @param target the split that the result belongs to
   * @throws IllegalArgumentException if a class with images has no single counterpart: a digit in
   *     letters, or a merged letter in ByClass, because its two cases can no longer be told apart
   */
  public EmnistDataset relabel(EmnistSplit target) {
    LabelMap from = labelMap();
    int[] mapping = mapping(from, split().isPresent(), target.labelMap());
    int[] counts = classCounts();
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] > 0 && mapping[label] == NONE) {
        throw Messages.illegal(
            "class \"%s\"%s has images (%d), but %s has no single class for them",
            from.label(label),
            split().map(split -> " of " + split.id()).orElse(""),
            counts[label],
            target.id());
      }
    }
    return relabelled(target.labelMap(), target, mapping);
  }

  /**
   * {@return a view of all images with other labels, which belongs to no split}
   *
   * @param target the new class names
   * @param mapping the new label of each old one; any value for a class without images
   * @throws IllegalArgumentException if {@code mapping} does not have one label per class, or a
   *     class with images maps to a label that {@code target} lacks
   */
  public EmnistDataset relabel(LabelMap target, int... mapping) {
    return relabelled(target, null, mapping);
  }

  private static void checkCount(int count) {
    if (count < 0) {
      throw Messages.illegal("count (%d) must not be negative", count);
    }
  }

  private EmnistDataset where(IntPredicate wanted) {
    return subset(IntStream.range(0, size()).filter(wanted).toArray());
  }

  /** Returns the number of images of data sets that have equal sizes and classes. */
  static int checkedSize(List<EmnistDataset> parts) {
    EmnistDataset first = parts.get(0);
    long size = 0;
    for (int i = 0; i < parts.size(); i++) {
      EmnistDataset part = parts.get(i);
      if (part.width() != first.width() || part.height() != first.height()) {
        throw Messages.illegal(
            "data set %d of %d: image size (%d x %d) must be %d x %d, as in the first",
            i + 1, parts.size(), part.width(), part.height(), first.width(), first.height());
      }
      checkLabels(part.labelMap(), first.labelMap(), i + 1, parts.size());
      size += part.size();
    }
    if (size > ImageColumns.MAX_IMAGES) {
      throw Messages.illegal(
          "the %d data sets have %d images; one must have at most %d",
          parts.size(), size, ImageColumns.MAX_IMAGES);
    }
    return (int) size;
  }

  private static void checkLabels(LabelMap found, LabelMap expected, int number, int count) {
    if (found.size() != expected.size()) {
      throw Messages.illegal(
          "data set %d of %d: classes (%d) must be the %d of the first; relabel makes them"
              + " equal",
          number, count, found.size(), expected.size());
    }
    for (int label = 0; label < expected.size(); label++) {
      if (!found.label(label).equals(expected.label(label))) {
        throw Messages.illegal(
            "data set %d of %d: class %d (\"%s\") must be \"%s\", as in the first; relabel"
                + " makes them equal",
            number, count, label, found.label(label), expected.label(label));
      }
    }
  }

  /** Returns the common split of all parts, or null. */
  private static EmnistSplit commonSplit(List<EmnistDataset> parts) {
    EmnistSplit split = parts.get(0).split().orElse(null);
    return parts.stream().allMatch(part -> part.split().orElse(null) == split) ? split : null;
  }

  private EmnistDataset only(BitSet part) {
    return subset(part.stream().toArray());
  }

  private EmnistDataset without(BitSet part) {
    BitSet rest = new BitSet(size());
    rest.set(0, size());
    rest.andNot(part);
    return only(rest);
  }

  /**
   * Maps labels by EMNIST's merge table, which follows from the class names: an upper-case class
   * without a lower-case counterpart stands for both cases. That holds for C I J K L M O P S U V W
   * X Y Z in the merged splits and for all letters in the letters split (Cohen et al. 2017, section
   * II.A). A class whose characters do not all have the same new class maps to {@link #NONE}.
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

  private EmnistDataset relabelled(LabelMap target, EmnistSplit split, int... mapping) {
    LabelMap from = labelMap();
    if (mapping.length != from.size()) {
      throw Messages.illegal(
          "mapping (%d labels) must have one for each of the %d classes",
          mapping.length, from.size());
    }
    int[] counts = classCounts();
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] > 0 && (mapping[label] < 0 || mapping[label] >= target.size())) {
        throw Messages.illegal(
            "class \"%s\" has images (%d), so its new label (%d) must be in [0, %d)",
            from.label(label), counts[label], mapping[label], target.size());
      }
    }
    int[] copy = mapping.clone();
    return new EmnistDataset(columns().withLabels(label -> copy[label]), target, split);
  }

  /** Returns the positions of each class' images, in order. */
  int[][] positionsByClass() {
    int[] counts = classCounts();
    int[][] positions = new int[counts.length][];
    Arrays.setAll(positions, label -> new int[counts[label]]);
    int[] filled = new int[counts.length];
    for (int i = 0; i < size(); i++) {
      int label = label(i);
      positions[label][filled[label]++] = i;
    }
    return positions;
  }

  /**
   * The two parts of a split data set.
   *
   * @param train the training images
   * @param validation the images held out
   */
  public record TrainValidation(EmnistDataset train, EmnistDataset validation) {}

  /** Collects images one by one. Not thread-safe. */
  public static final class Builder {
    private final LabelMap labelMap;
    private final ImageColumns.Builder columns;
    private EmnistSplit split;

    private Builder(LabelMap labelMap, int width, int height) {
      this.labelMap = Objects.requireNonNull(labelMap, "labelMap");
      this.columns = new ImageColumns.Builder(width, height);
    }

    /**
     * Sets the EMNIST split that the images belong to.
     *
     * @param split one of the six
     * @return this
     */
    public Builder split(EmnistSplit split) {
      this.split = split;
      return this;
    }

    /**
     * Announces the number of images, so that memory is allocated once. More or fewer may follow.
     *
     * @param count checked by the caller against the size of the source
     * @return this
     */
    public Builder expect(int count) {
      columns.expect(count);
      return this;
    }

    /**
     * Adds one image.
     *
     * @param source upright uint8 pixels {@code [height * width]}, row-major; copied
     * @param offset where the image begins
     * @param label 0-based
     * @return this
     * @throws IndexOutOfBoundsException if the pixels do not lie within {@code source}
     * @throws IllegalArgumentException if {@code label} is not in the label map
     */
    public Builder add(byte[] source, int offset, int label) {
      labelMap.check(label);
      columns.add(source, offset, (byte) label);
      return this;
    }

    /**
     * Adds one image.
     *
     * @param image of this data set's size
     * @param label 0-based
     * @return this
     * @throws IllegalArgumentException if the image has another size or {@code label} is not in the
     *     label map
     */
    public Builder add(GrayImage image, int label) {
      if (image.width() != columns.width() || image.height() != columns.height()) {
        throw Messages.illegal(
            "image size (%d x %d) must be %d x %d",
            image.width(), image.height(), columns.width(), columns.height());
      }
      return add(image.toBytes(), 0, label);
    }

    /** {@return the data set of the images added} The builder is empty afterwards. */
    public EmnistDataset build() {
      return new EmnistDataset(columns.build(), labelMap, split);
    }
  }

  /**
   * An image of a data set with its class, see {@link EmnistDataset#stream}.
   *
   * @param image the pixels
   * @param label 0-based
   * @param labelName the class name, for example {@code "A"}
   */
  public record LabelledImage(GrayImage image, int label, String labelName) {}

  /**
   * The result of {@link EmnistDataset#deduplicate}.
   *
   * @param dataset a view of the first of each group of images with equal pixels
   * @param removed the number of images removed
   * @param conflicts the number of removed images whose label differs from that of the image kept:
   *     above 0, the same picture was labelled in two ways
   */
  public record Deduplication(EmnistDataset dataset, int removed, int conflicts) {}

  /**
   * Collects a known number of images in any order, from several threads that fill different
   * positions. For images that come one after the other, {@link EmnistDataset#builder} is simpler.
   *
   * <p>Memory is allocated as positions are filled, 65,536 images at a time.
   */
  public static final class Filler {
    private final LabelMap labelMap;
    private final EmnistSplit split;
    private final int width;
    private final int height;
    private final int imageBytes;
    private final int perChunk;
    private final byte[][] chunks;
    private final byte[] labels;

    /**
     * Creates a filler of blank images of the first class.
     *
     * @param labelMap the class names
     * @param split that the images belong to; null for other data
     * @param width of every image, in pixels, at least 1
     * @param height of every image, in pixels, at least 1
     * @param count of images, at least 0
     * @throws IllegalArgumentException if a side is below 1 or above 32,767, or {@code count} is
     *     negative
     */
    public Filler(LabelMap labelMap, EmnistSplit split, int width, int height, int count) {
      this.labelMap = Objects.requireNonNull(labelMap, "labelMap");
      this.split = split;
      this.width = width;
      this.height = height;
      checkCount(count);
      ImageColumns.checkSize(width, height);
      imageBytes = Math.multiplyExact(width, height);
      perChunk = PixelChunks.imagesPerChunk(imageBytes);
      chunks = new byte[(int) (((long) count + perChunk - 1) / perChunk)][];
      labels = new byte[count];
    }

    /**
     * Copies an image to its position. Other threads see it after synchronisation, such as {@link
     * Thread#join}.
     *
     * @param index its position, in [0, count)
     * @param source holds upright uint8 pixels {@code [height * width]}, row-major
     * @param offset where the image begins
     * @param label 0-based
     * @throws IndexOutOfBoundsException if {@code index} is not in [0, count), or the pixels do not
     *     lie within {@code source}
     * @throws IllegalArgumentException if {@code label} is not in the label map
     */
    public void set(int index, byte[] source, int offset, int label) {
      Objects.checkIndex(index, labels.length);
      Objects.checkFromIndexSize(offset, imageBytes, source.length);
      labelMap.check(label);
      byte[] chunk = chunk(index / perChunk);
      System.arraycopy(source, offset, chunk, index % perChunk * imageBytes, imageBytes);
      labels[index] = (byte) label;
    }

    /** Allocates a chunk on first use. */
    private byte[] chunk(int number) {
      byte[] chunk = chunks[number]; // stale at worst, and then null
      if (chunk == null) {
        synchronized (chunks) {
          chunk = chunks[number];
          if (chunk == null) {
            int images = Math.min(labels.length - number * perChunk, perChunk);
            chunk = new byte[images * imageBytes];
            chunks[number] = chunk;
          }
        }
      }
      return chunk;
    }

    /** {@return the data set} Call this once, after all threads have ended. */
    public EmnistDataset build() {
      for (int number = 0; number < chunks.length; number++) {
        chunk(number);
      }
      List<byte[]> all = Arrays.asList(chunks);
      ImageColumns columns = ImageColumns.of(new PixelChunks(width, height, all), labels);
      return new EmnistDataset(columns, labelMap, split);
    }
  }
}
