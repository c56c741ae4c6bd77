package io.github.emnist.data.io;

import io.github.emnist.data.internal.Checks;

/**
 * Limits on files and archives, regardless of their headers: a guard against files made to exhaust
 * memory or time. Immutable and thread-safe.
 *
 * <p>The defaults are several times what the largest EMNIST partition needs (697,932 images of
 * 28x28, 547,178,688 pixels), and what all six splits need together, as images and as tables.
 *
 * @param maxImages the most images in a file, at least 1
 * @param maxSide the largest width and height of an image, in pixels, 1 to 32,767
 * @param maxPixels the most pixels in a file, over all images, at least 1; a pixel takes one byte
 *     of memory
 * @param maxEntries the most members of an archive, and the most files and folders searched below a
 *     folder without EMNIST files of its own, at least 1
 * @param maxUnpackedBytes the most unpacked bytes of an archive, at least 1: in a ZIP, of the
 *     EMNIST files; in a gzipped TAR, of everything, since all of it has to be read
 * @param maxCompressionRatio the largest ratio of unpacked size to size on disk, at least 1. Does
 *     not apply up to 256 MiB: blank images shrink to a thousandth and are harmless in small
 *     numbers. EMNIST itself shrinks to a third or a fifth
 */
public record ReadLimits(
    int maxImages,
    int maxSide,
    long maxPixels,
    int maxEntries,
    long maxUnpackedBytes,
    int maxCompressionRatio) {
  /** The unpacked size up to which the ratio does not matter: 256 MiB. */
  private static final long FREE_OF_RATIO_BYTES = 1L << 28;

  /** The largest side for which a square image fits into an array. */
  private static final int LARGEST_SIDE = 32_767;

  private static final ReadLimits DEFAULTS =
      new ReadLimits(5_000_000, 1_024, 1L << 32, 10_000, 1L << 34, 64);

  /** Throws {@link IllegalArgumentException} if a limit is outside its range. */
  public ReadLimits {
    Checks.positive("maxImages", maxImages);
    Checks.between("maxSide", maxSide, 1, LARGEST_SIDE);
    Checks.positive("maxPixels", maxPixels);
    Checks.positive("maxEntries", maxEntries);
    Checks.positive("maxUnpackedBytes", maxUnpackedBytes);
    Checks.positive("maxCompressionRatio", maxCompressionRatio);
  }

  /**
   * {@return the default limits: 5,000,000 images, sides of 1,024 pixels, 4,294,967,296 pixels;
   * 10,000 entries, 16 GiB unpacked, a ratio of 64}
   */
  public static ReadLimits defaults() {
    return DEFAULTS;
  }

  /**
   * {@return these limits with another number of images}
   *
   * @param maxImages at least 1
   */
  public ReadLimits withMaxImages(int maxImages) {
    return new ReadLimits(
        maxImages, maxSide, maxPixels, maxEntries, maxUnpackedBytes, maxCompressionRatio);
  }

  /**
   * {@return these limits with another side}
   *
   * @param maxSide 1 to 32,767
   */
  public ReadLimits withMaxSide(int maxSide) {
    return new ReadLimits(
        maxImages, maxSide, maxPixels, maxEntries, maxUnpackedBytes, maxCompressionRatio);
  }

  /**
   * {@return these limits with another number of pixels}
   *
   * @param maxPixels at least 1
   */
  public ReadLimits withMaxPixels(long maxPixels) {
    return new ReadLimits(
        maxImages, maxSide, maxPixels, maxEntries, maxUnpackedBytes, maxCompressionRatio);
  }

  /**
   * {@return these limits with another number of entries}
   *
   * @param maxEntries at least 1
   */
  public ReadLimits withMaxEntries(int maxEntries) {
    return new ReadLimits(
        maxImages, maxSide, maxPixels, maxEntries, maxUnpackedBytes, maxCompressionRatio);
  }

  /**
   * {@return these limits with another number of unpacked bytes}
   *
   * @param maxUnpackedBytes at least 1
   */
  public ReadLimits withMaxUnpackedBytes(long maxUnpackedBytes) {
    return new ReadLimits(
        maxImages, maxSide, maxPixels, maxEntries, maxUnpackedBytes, maxCompressionRatio);
  }

  /**
   * {@return these limits with another ratio}
   *
   * @param maxCompressionRatio at least 1
   */
  public ReadLimits withMaxCompressionRatio(int maxCompressionRatio) {
    return new ReadLimits(
        maxImages, maxSide, maxPixels, maxEntries, maxUnpackedBytes, maxCompressionRatio);
  }

  /** Tells whether {@code bytesOnDisk} may unpack to {@code unpackedBytes}. */
  boolean allowsRatio(long unpackedBytes, long bytesOnDisk) {
    return unpackedBytes <= FREE_OF_RATIO_BYTES
        || unpackedBytes / maxCompressionRatio <= bytesOnDisk;
  }
}
