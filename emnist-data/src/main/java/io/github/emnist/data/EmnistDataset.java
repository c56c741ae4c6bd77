package io.github.emnist.data;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Labelled images of one size, in memory: upright uint8 pixels and 0-based labels. Immutable, and
 * so thread-safe.
 *
 * <p>Every method that returns a data set returns a view: it copies labels and indices (5 bytes an
 * image), never pixels.
 */
public final class EmnistDataset extends LabelledImages {
  EmnistDataset(ImageColumns columns, LabelMap labelMap, EmnistSplit split) {
    super(columns, labelMap, split);
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
   * Selects images.
   *
   * @param indices positions in this data set, in the order wanted; repeats are allowed
   * @return a view of them
   * @throws IndexOutOfBoundsException if an index is not in [0, size)
   */
  public EmnistDataset subset(int... indices) {
    return withColumns(columns().select(indices));
  }

  /**
   * Selects the images of some classes. The label map and the labels stay as they are.
   *
   * @param names of the classes wanted, for example {@code "A", "a"}
   * @return a view of their images, in this data set's order
   * @throws IllegalArgumentException if a name is not in the label map
   */
  public EmnistDataset filterClasses(String... names) {
    return ClassSelection.named(this, names);
  }

  /**
   * Selects the images of some classes. The label map and the labels stay as they are.
   *
   * @param wanted asked once for each 0-based label
   * @return a view of their images, in this data set's order
   */
  public EmnistDataset filterClasses(IntPredicate wanted) {
    return ClassSelection.matching(this, wanted);
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
    return Stratification.split(this, fraction, seed);
  }

  /**
   * Cuts into folds for cross-validation, at random. Each image is in the validation part of one
   * fold; the numbers of images of a class, and of all, differ by at most one from fold to fold.
   *
   * @param count of folds, at least 2 and at most {@link #size()}
   * @param seed equal seeds give equal folds
   * @return {@code count} pairs of views, each in this data set's order
   * @throws IllegalArgumentException if {@code count} is out of range
   */
  public List<Fold> stratifiedFolds(int count, long seed) {
    return Stratification.folds(this, count, seed);
  }

  /**
   * Keeps the first images of each class.
   *
   * @param count at most how many of a class, at least 0
   * @return a view in this data set's order
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public EmnistDataset capPerClass(int count) {
    return ClassSelection.first(this, count);
  }

  /**
   * Keeps some images of each class, at random.
   *
   * @param count at most how many of a class, at least 0
   * @param seed equal seeds keep the same images
   * @return a view in this data set's order
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public EmnistDataset capPerClass(int count, long seed) {
    return ClassSelection.random(this, count, seed);
  }

  /**
   * Appends other data sets. The result has this one's split if all have it, else none.
   *
   * @param others with images of the same size and an equal label map
   * @return a view of all images of this one, then of the others in order
   * @throws IllegalArgumentException if a size or label map differs, or there are more than
   *     2,147,483,639 images
   */
  public EmnistDataset concat(EmnistDataset... others) {
    return Concatenation.of(this, others);
  }

  /**
   * Leaves out every image whose pixels all equal those of an earlier one, whatever its label: of a
   * picture that was labelled in two ways only the first remains, since nothing tells which label
   * is right, and {@link Deduplication#conflicts} counts the others.
   *
   * @return a view of the images that remain, in this data set's order, and the counts
   */
  public Deduplication deduplicate() {
    return new DuplicateSearch(this).run();
  }

  /**
   * Gives the images the classes of another split, for example those of ByClass the 47 of Balanced,
   * where C I J K L M O P S U V W X Y Z have one class for both cases.
   *
   * @param target the split that the result belongs to
   * @return a view of all images with new labels
   * @throws IllegalArgumentException if a class with images has no one class there: a digit in
   *     letters, or a merged letter in ByClass, which nothing can tell apart again
   */
  public EmnistDataset relabel(EmnistSplit target) {
    return Relabelling.toSplit(this, target);
  }

  /**
   * Gives the images other classes. The result belongs to no split.
   *
   * @param target the new class names
   * @param mapping of each label the new one; any value for a class without images
   * @return a view of all images with new labels
   * @throws IllegalArgumentException if {@code mapping} has not one label a class, or a class with
   *     images maps to none of {@code target}
   */
  public EmnistDataset relabel(LabelMap target, int... mapping) {
    return Relabelling.to(this, target, mapping);
  }

  private EmnistDataset withColumns(ImageColumns selected) {
    return new EmnistDataset(selected, labelMap(), split().orElse(null));
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
      return new EmnistDataset(columns.build(), labelMap, split);
    }
  }
}
