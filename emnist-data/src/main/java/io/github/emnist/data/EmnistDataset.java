package io.github.emnist.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Labelled images of one size, in memory: upright uint8 pixels and 0-based labels. Immutable, and
 * so thread-safe.
 *
 * <p>{@link #subset}, {@link #take}, {@link #shuffle} and {@link #stratifiedSplit} return views:
 * they copy indices, never pixels.
 */
public final class EmnistDataset {
  private final ImageColumns columns;
  private final LabelMap labelMap;
  private final EmnistSplit split;

  /** Positions in {@link #columns}; null for all of them in order. */
  private final int[] view;

  private EmnistDataset(ImageColumns columns, LabelMap labelMap, EmnistSplit split, int[] view) {
    this.columns = columns;
    this.labelMap = labelMap;
    this.split = split;
    this.view = view;
  }

  /**
   * Starts a data set.
   *
   * @param labelMap the class names
   * @param width of every image, in pixels, at least 1
   * @param height of every image, in pixels, at least 1
   * @return an empty builder
   * @throws IllegalArgumentException if a side is below 1 or above 32,767
   */
  public static Builder builder(LabelMap labelMap, int width, int height) {
    return new Builder(labelMap, width, height);
  }

  /**
   * The number of images.
   *
   * @return 0 or more
   */
  public int size() {
    return view == null ? columns.size() : view.length;
  }

  /**
   * The images' width.
   *
   * @return in pixels; 28 for EMNIST
   */
  public int width() {
    return columns.width();
  }

  /**
   * The images' height.
   *
   * @return in pixels; 28 for EMNIST
   */
  public int height() {
    return columns.height();
  }

  /**
   * The class names.
   *
   * @return in label order
   */
  public LabelMap labelMap() {
    return labelMap;
  }

  /**
   * The EMNIST split that the images belong to.
   *
   * @return empty for a user's own data
   */
  public Optional<EmnistSplit> split() {
    return Optional.ofNullable(split);
  }

  /**
   * One image.
   *
   * @param index in [0, size)
   * @return a copy of its pixels
   * @throws IndexOutOfBoundsException if {@code index} is not in [0, size)
   */
  public GrayImage image(int index) {
    return columns.image(position(index));
  }

  /**
   * Copies one image's pixels into a caller's array.
   *
   * @param index in [0, size)
   * @param target receives uint8 {@code [height * width]}, row-major
   * @param offset where the first pixel goes
   * @throws IndexOutOfBoundsException if {@code index} is not in [0, size) or the pixels do not fit
   */
  public void copyImage(int index, byte[] target, int offset) {
    columns.copyImage(position(index), target, offset);
  }

  /**
   * One label.
   *
   * @param index in [0, size)
   * @return its 0-based label
   * @throws IndexOutOfBoundsException if {@code index} is not in [0, size)
   */
  public int label(int index) {
    return columns.label(position(index));
  }

  private int position(int index) {
    Objects.checkIndex(index, size());
    return view == null ? index : view[index];
  }

  /**
   * Counts the images of each class.
   *
   * @return int {@code [classes]}
   */
  public int[] classCounts() {
    int[] counts = new int[labelMap.size()];
    for (int i = 0; i < size(); i++) {
      counts[label(i)]++;
    }
    return counts;
  }

  /**
   * Identifies the content: SHA-256 over the labels (one byte each, in order), then the pixels of
   * the images, in order.
   *
   * @return 64 lower-case hexadecimal digits
   */
  public String contentSha256() {
    Sha256 sha = new Sha256();
    byte[] labels = new byte[size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) label(i);
    }
    sha.update(labels);
    byte[] pixels = new byte[width() * height()];
    for (int i = 0; i < size(); i++) {
      copyImage(i, pixels, 0);
      sha.update(pixels);
    }
    return sha.hex();
  }

  /**
   * Selects images.
   *
   * @param indices positions in this data set, in the order wanted; repeats are allowed
   * @return a view of them
   * @throws IndexOutOfBoundsException if an index is not in [0, size)
   */
  public EmnistDataset subset(int... indices) {
    int[] positions = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      positions[i] = position(indices[i]);
    }
    return new EmnistDataset(columns, labelMap, split, positions);
  }

  /**
   * Selects the first images.
   *
   * @param count how many, at least 0; all of them if there are fewer
   * @return a view of them
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public EmnistDataset take(int count) {
    if (count < 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "count (%d) must not be negative", count));
    }
    return subset(IntStream.range(0, Math.min(count, size())).toArray());
  }

  /**
   * Reorders the images at random.
   *
   * @param seed equal seeds give equal orders
   * @return a view of all images
   */
  public EmnistDataset shuffle(long seed) {
    return subset(Permutation.of(size(), Draw.SHUFFLE.random(seed, 0, 0)));
  }

  /**
   * Cuts a part off, the same fraction of every class, at random. A class with two images or more
   * is in both parts; of a class with one, the image stays in the remainder.
   *
   * @param fraction of each class' images to cut off, in (0, 1), rounded to the nearest count
   * @param seed equal seeds give equal parts
   * @return both parts as views, each in this data set's order
   * @throws IllegalArgumentException if {@code fraction} is not in (0, 1)
   */
  public StratifiedSplit stratifiedSplit(double fraction, long seed) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException("fraction (%s) must be in (0, 1)".formatted(fraction));
    }
    ClassIndex classes = new ClassIndex(this);
    boolean[] cut = new boolean[size()];
    for (int label = 0; label < labelMap.size(); label++) {
      int[] members = classes.members(label);
      int count = (int) Math.round(members.length * fraction);
      count = Math.max(Math.min(1, members.length - 1), Math.min(count, members.length - 1));
      int[] order = Permutation.of(members.length, Draw.SPLIT.random(seed, label, 0));
      for (int i = 0; i < count; i++) {
        cut[members[order[i]]] = true;
      }
    }
    return new StratifiedSplit(
        subset(IntStream.range(0, cut.length).filter(i -> !cut[i]).toArray()),
        subset(IntStream.range(0, cut.length).filter(i -> cut[i]).toArray()));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "EmnistDataset[%s%d images of %dx%d in %d classes]",
        split == null ? "" : split.id() + ", ",
        size(),
        width(),
        height(),
        labelMap.size());
  }

  /**
   * Two parts of one data set.
   *
   * @param remainder what was left
   * @param part what was cut off
   */
  public record StratifiedSplit(EmnistDataset remainder, EmnistDataset part) {}

  /** Gathers images one by one; a built data set no longer changes. Not thread-safe. */
  public static final class Builder {
    private final LabelMap labelMap;
    private final ImageColumns.Builder columns;
    private EmnistSplit split;

    private Builder(LabelMap labelMap, int width, int height) {
      this.labelMap = Objects.requireNonNull(labelMap, "labelMap");
      this.columns = new ImageColumns.Builder(width, height);
    }

    /**
     * Names the EMNIST split that the images belong to.
     *
     * @param split one of the six
     * @return this
     */
    public Builder split(EmnistSplit split) {
      this.split = split;
      return this;
    }

    /**
     * Announces how many images will come, so that memory is taken once. More or fewer may come.
     *
     * @param count already checked against what the source holds
     * @return this
     */
    public Builder expect(int count) {
      columns.expect(count);
      return this;
    }

    /**
     * Adds one image.
     *
     * @param source holds upright uint8 pixels {@code [height * width]}, row-major, which are
     *     copied
     * @param offset where the image begins
     * @param label 0-based
     * @return this
     * @throws IndexOutOfBoundsException if the pixels do not lie within {@code source}
     * @throws IllegalArgumentException if {@code label} is not in the label map
     */
    public Builder add(byte[] source, int offset, int label) {
      if (label < 0 || label >= labelMap.size()) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "label (%d) must be in [0, %d)", label, labelMap.size()));
      }
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
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "image size (%d x %d) must be %d x %d",
                image.width(),
                image.height(),
                columns.width(),
                columns.height()));
      }
      return add(image.toBytes(), 0, label);
    }

    /**
     * Ends the gathering. The builder starts anew, empty.
     *
     * @return the data set
     */
    public EmnistDataset build() {
      return new EmnistDataset(columns.build(), labelMap, split, null);
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

    int[] members(int label) {
      return members[label];
    }
  }
}
