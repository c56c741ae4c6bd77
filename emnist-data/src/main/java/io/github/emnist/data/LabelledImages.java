package io.github.emnist.data;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What {@link EmnistDataset} tells of its images, apart from the views that it makes of them. Its
 * methods are not final, so that the compiler gives the public class its own: reflection from
 * elsewhere could not call those of a class that is not public.
 */
abstract sealed class LabelledImages permits EmnistDataset {
  private final ImageColumns columns;
  private final LabelMap labelMap;
  private final EmnistSplit split;

  LabelledImages(ImageColumns columns, LabelMap labelMap, EmnistSplit split) {
    this.columns = columns;
    this.labelMap = labelMap;
    this.split = split;
  }

  final ImageColumns columns() {
    return columns;
  }

  /**
   * The number of images.
   *
   * @return 0 or more
   */
  public int size() {
    return columns.size();
  }

  /**
   * The images' width.
   *
   * @return in pixels; 28 for EMNIST
   */
  public int width() {
    return columns.chunks().width();
  }

  /**
   * The images' height.
   *
   * @return in pixels; 28 for EMNIST
   */
  public int height() {
    return columns.chunks().height();
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
    return columns.chunks().image(columns.position(index));
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
    columns.chunks().copy(columns.position(index), target, offset);
  }

  /**
   * One label.
   *
   * @param index in [0, size)
   * @return its 0-based label
   * @throws IndexOutOfBoundsException if {@code index} is not in [0, size)
   */
  public int label(int index) {
    return columns.label(index);
  }

  /**
   * Copies a batch of images and labels into a caller's arrays: as many as {@code labels} has room
   * for, or as are left. For a batch in a sampler's order, call this on {@code
   * subset(sampler.epoch(seed, epoch))}.
   *
   * @param first index of the batch's first image, in [0, size]
   * @param pixels receives uint8 {@code [count, height, width]} from its start on
   * @param labels receives {@code [count]} 0-based labels
   * @return how many were copied; 0 at the end
   * @throws IndexOutOfBoundsException if {@code first} is not in [0, size]
   * @throws IllegalArgumentException if {@code pixels} is too short; nothing was copied then
   */
  public int copyBatch(int first, byte[] pixels, int[] labels) {
    return Batches.copy(this, first, pixels, labels);
  }

  /**
   * All images with their classes, in order; may be made parallel. Each image is copied when its
   * turn comes.
   *
   * @return a stream of known size
   */
  public Stream<LabelledImage> stream() {
    return IntStream.range(0, size())
        .mapToObj(i -> new LabelledImage(image(i), label(i), labelMap.label(label(i))));
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
    return ContentHash.of(this);
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
}
