package io.github.emnist.data.io;

import io.github.emnist.data.internal.Messages;

/**
 * How much a file or an archive may ask of its reader, whatever its header says: a guard against
 * files made to exhaust memory or time. Immutable, and so thread-safe.
 *
 * <p>The defaults are several times what the largest EMNIST partition needs (697,932 images of
 * 28x28, 547,178,688 pixels) and what all six splits take together, as images and as tables.
 */
public final class ReadLimits {
  /** What anything may unpack to, however few bytes it comes from: 256 MiB. */
  private static final long FREE_OF_RATIO_BYTES = 1L << 28;

  private static final ReadLimits DEFAULTS = new Builder().build();

  private final int maxImages;
  private final int maxSide;
  private final long maxPixels;
  private final int maxEntries;
  private final long maxUnpackedBytes;
  private final int maxCompressionRatio;

  private ReadLimits(Builder builder) {
    maxImages = builder.maxImages;
    maxSide = builder.maxSide;
    maxPixels = builder.maxPixels;
    maxEntries = builder.maxEntries;
    maxUnpackedBytes = builder.maxUnpackedBytes;
    maxCompressionRatio = builder.maxCompressionRatio;
  }

  /**
   * {@return the limits used where none are given: 5,000,000 images, sides of 1,024 pixels,
   * 4,294,967,296 pixels; 10,000 entries, 16 GiB unpacked, a ratio of 64}
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
    return new Builder()
        .maxImages(maxImages)
        .maxSide(maxSide)
        .maxPixels(maxPixels)
        .maxEntries(maxEntries)
        .maxUnpackedBytes(maxUnpackedBytes)
        .maxCompressionRatio(maxCompressionRatio);
  }

  /** {@return the most images in a file, at least 1} */
  public int maxImages() {
    return maxImages;
  }

  /** {@return the greatest width and height of an image, in pixels, 1 to 32,767} */
  public int maxSide() {
    return maxSide;
  }

  /** {@return the most pixels in a file, all images together; a pixel takes one byte of memory} */
  public long maxPixels() {
    return maxPixels;
  }

  /**
   * {@return the most members of an archive, and the most files and folders looked at below a
   * folder that does not hold the files itself, at least 1}
   */
  public int maxEntries() {
    return maxEntries;
  }

  /**
   * {@return the most bytes into which an archive may unpack: for a ZIP, the members that are
   * EMNIST files; for a TAR under gzip, all that is in it, since it has to be read through}
   */
  public long maxUnpackedBytes() {
    return maxUnpackedBytes;
  }

  /**
   * {@return how many times its size on disk something may unpack to, at least 1} Up to 256 MiB
   * anything is taken, whatever its ratio: blank images shrink to a thousandth and are harmless as
   * long as they are few. EMNIST itself shrinks to a third or a fifth.
   */
  public int maxCompressionRatio() {
    return maxCompressionRatio;
  }

  /** Tells whether so many bytes may come out of so few. */
  boolean allowsRatio(long unpackedBytes, long bytesOnDisk) {
    return unpackedBytes <= FREE_OF_RATIO_BYTES
        || unpackedBytes / maxCompressionRatio <= bytesOnDisk;
  }

  @Override
  public String toString() {
    return Messages.format(
        "ReadLimits[maxImages=%d, maxSide=%d, maxPixels=%d, maxEntries=%d, maxUnpackedBytes=%d,"
            + " maxCompressionRatio=%d]",
        maxImages, maxSide, maxPixels, maxEntries, maxUnpackedBytes, maxCompressionRatio);
  }

  /** Sets limits one by one. Not thread-safe. */
  public static final class Builder {
    /** The largest side of which even a square image fits into an array. */
    private static final int LARGEST_SIDE = 32_767;

    private int maxImages = 5_000_000;
    private int maxSide = 1_024;
    private long maxPixels = 1L << 32;
    private int maxEntries = 10_000;
    private long maxUnpackedBytes = 1L << 34;
    private int maxCompressionRatio = 64;

    private Builder() {}

    /**
     * Sets the most images in a file.
     *
     * @param maxImages at least 1; default 5,000,000
     * @return this
     * @throws IllegalArgumentException if {@code maxImages} is below 1
     */
    public Builder maxImages(int maxImages) {
      this.maxImages = (int) positive("maxImages", maxImages);
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
            Messages.format("maxSide (%d) must be between 1 and %d", maxSide, LARGEST_SIDE));
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
      this.maxPixels = positive("maxPixels", maxPixels);
      return this;
    }

    /**
     * Sets the most members of an archive, and the most files and folders looked at below a folder.
     *
     * @param maxEntries at least 1; default 10,000
     * @return this
     * @throws IllegalArgumentException if {@code maxEntries} is below 1
     */
    public Builder maxEntries(int maxEntries) {
      this.maxEntries = (int) positive("maxEntries", maxEntries);
      return this;
    }

    /**
     * Sets the most bytes into which an archive may unpack.
     *
     * @param maxUnpackedBytes at least 1; default 17,179,869,184 (16 GiB)
     * @return this
     * @throws IllegalArgumentException if {@code maxUnpackedBytes} is below 1
     */
    public Builder maxUnpackedBytes(long maxUnpackedBytes) {
      this.maxUnpackedBytes = positive("maxUnpackedBytes", maxUnpackedBytes);
      return this;
    }

    /**
     * Sets how many times its size on disk something above 256 MiB may unpack to.
     *
     * @param maxCompressionRatio at least 1; default 64
     * @return this
     * @throws IllegalArgumentException if {@code maxCompressionRatio} is below 1
     */
    public Builder maxCompressionRatio(int maxCompressionRatio) {
      this.maxCompressionRatio = (int) positive("maxCompressionRatio", maxCompressionRatio);
      return this;
    }

    private static long positive(String name, long value) {
      if (value < 1) {
        throw new IllegalArgumentException(
            Messages.format("%s (%d) must be positive", name, value));
      }
      return value;
    }

    /**
     * Creates the downloader.
     *
     * @return the limits
     */
    public ReadLimits build() {
      return new ReadLimits(this);
    }
  }
}
