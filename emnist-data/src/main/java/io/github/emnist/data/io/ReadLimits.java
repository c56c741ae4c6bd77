package io.github.emnist.data.io;

import java.util.Locale;

/**
 * How much a file may ask of its reader, whatever its header says: a guard against files made to
 * exhaust memory. Immutable, and so thread-safe.
 *
 * <p>The defaults are several times what the largest EMNIST partition needs (697,932 images of
 * 28x28, 547,178,688 pixels).
 */
public final class ReadLimits {
  private static final ReadLimits DEFAULTS = new Builder().build();

  private final int maxImages;
  private final int maxSide;
  private final long maxPixels;

  private ReadLimits(Builder builder) {
    maxImages = builder.maxImages;
    maxSide = builder.maxSide;
    maxPixels = builder.maxPixels;
  }

  /**
   * The limits used where none are given.
   *
   * @return 5,000,000 images, sides of 1,024 pixels, 4,294,967,296 pixels
   */
  public static ReadLimits defaults() {
    return DEFAULTS;
  }

  /**
   * Starts from these limits.
   *
   * @return a builder holding the same values
   */
  public Builder toBuilder() {
    return new Builder().maxImages(maxImages).maxSide(maxSide).maxPixels(maxPixels);
  }

  /**
   * The most images in a file.
   *
   * @return at least 1
   */
  public int maxImages() {
    return maxImages;
  }

  /**
   * The greatest width and height of an image.
   *
   * @return in pixels, 1 to 32,767
   */
  public int maxSide() {
    return maxSide;
  }

  /**
   * The most pixels in a file, all images together; a pixel takes one byte of memory.
   *
   * @return at least 1
   */
  public long maxPixels() {
    return maxPixels;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "ReadLimits[maxImages=%d, maxSide=%d, maxPixels=%d]",
        maxImages,
        maxSide,
        maxPixels);
  }

  /** Sets limits one by one. Not thread-safe. */
  public static final class Builder {
    /** The largest side of which even a square image fits into an array. */
    private static final int LARGEST_SIDE = 32_767;

    private int maxImages = 5_000_000;
    private int maxSide = 1_024;
    private long maxPixels = 1L << 32;

    private Builder() {}

    /**
     * Sets the most images in a file.
     *
     * @param maxImages at least 1; default 5,000,000
     * @return this
     * @throws IllegalArgumentException if {@code maxImages} is below 1
     */
    public Builder maxImages(int maxImages) {
      if (maxImages < 1) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "maxImages (%d) must be positive", maxImages));
      }
      this.maxImages = maxImages;
      return this;
    }

    /**
     * Sets the greatest width and height of an image.
     *
     * @param maxSide in pixels, 1 to 32,767; default 1,024
     * @return this
     * @throws IllegalArgumentException if {@code maxSide} is out of range
     */
    public Builder maxSide(int maxSide) {
      if (maxSide < 1 || maxSide > LARGEST_SIDE) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "maxSide (%d) must be between 1 and %d", maxSide, LARGEST_SIDE));
      }
      this.maxSide = maxSide;
      return this;
    }

    /**
     * Sets the most pixels in a file, all images together.
     *
     * @param maxPixels at least 1; default 4,294,967,296
     * @return this
     * @throws IllegalArgumentException if {@code maxPixels} is below 1
     */
    public Builder maxPixels(long maxPixels) {
      if (maxPixels < 1) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "maxPixels (%d) must be positive", maxPixels));
      }
      this.maxPixels = maxPixels;
      return this;
    }

    /**
     * Ends the setting.
     *
     * @return the limits
     */
    public ReadLimits build() {
      return new ReadLimits(this);
    }
  }
}
