package io.github.emnist.augment;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.Messages;

/**
 * A view of adjacent images of one size in an array: uint8 {@code [count, height, width]},
 * row-major from the top left. Copies nothing; a view can move to other images, so that a loop
 * needs no new one. Not thread-safe.
 */
public final class Pixels {
  /** Keeps a framed image's size and 32.32 fixed-point coordinates far from overflow. */
  private static final int MAX_SIDE = 32_767;

  private static final byte[] NONE = {};

  private byte[] array = NONE;
  private int offset;
  private int count = 1;
  private int width;
  private int height;

  Pixels() {}

  /**
   * {@return a view of all images of an array}
   *
   * @param array uint8 pixels of whole images
   * @param width in pixels, in [1, 32767]
   * @param height in pixels, in [1, 32767]
   * @throws IllegalArgumentException if the size is out of range or the array does not end with an
   *     image
   */
  public static Pixels of(byte[] array, int width, int height) {
    checkSize(width, height);
    long length = (long) width * height;
    if (array.length % length != 0) {
      throw Messages.illegal(
          "array (%s bytes) must hold whole images of %s x %s", array.length, width, height);
    }
    return of(array, 0, (int) (array.length / length), width, height);
  }

  /**
   * {@return a view of some images of an array}
   *
   * @param array uint8 pixels
   * @param offset where the first image begins
   * @param count of images, at least 0
   * @param width in pixels, in [1, 32767]
   * @param height in pixels, in [1, 32767]
   * @throws IllegalArgumentException if the count or the size is out of range or the array is too
   *     short
   */
  public static Pixels of(byte[] array, int offset, int count, int width, int height) {
    checkSize(width, height);
    if (count < 0) {
      throw Messages.illegal("count (%s) must be at least 0", count);
    }
    Pixels pixels = new Pixels();
    pixels.count = count;
    pixels.set(array, offset, width, height);
    pixels.checkRange();
    return pixels;
  }

  private static void checkSize(int width, int height) {
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
      throw Messages.illegal(
          "image size (%s x %s) must lie in 1 x 1 to %s x %s", width, height, MAX_SIDE, MAX_SIDE);
    }
  }

  private void checkRange() {
    if (offset < 0 || (long) count * width * height > array.length - offset) {
      throw Messages.illegal(
          "array (%s bytes) must hold %s from offset %s", array.length, this, offset);
    }
  }

  /** Returns a view of a copy of an image. */
  static Pixels of(GrayImage image) {
    return of(image.toBytes(), image.width(), image.height());
  }

  /**
   * Moves to other images of the same size and count.
   *
   * @param newArray uint8 pixels
   * @param newOffset where the first image begins
   * @return this
   * @throws IllegalArgumentException if the array is too short
   */
  public Pixels moveTo(byte[] newArray, int newOffset) {
    set(newArray, newOffset, width, height);
    checkRange();
    return this;
  }

  /** Returns a view of images [from, to). */
  Pixels part(int from, int to) {
    return of(array, offset + from * length(), to - from, width, height);
  }

  /** Moves to an image of a view. */
  void moveTo(Pixels images, int index) {
    set(images.array, images.offset + index * images.length(), images.width, images.height);
  }

  private void set(byte[] newArray, int newOffset, int newWidth, int newHeight) {
    array = newArray;
    offset = newOffset;
    width = newWidth;
    height = newHeight;
  }

  /** Releases the array. */
  void release() {
    array = NONE;
  }

  /** Moves to an image of a size in an array of its own, which is reused. */
  Pixels own(int newWidth, int newHeight) {
    int length = newWidth * newHeight;
    set(array.length < length ? new byte[length] : array, 0, newWidth, newHeight);
    return this;
  }

  /** Checks that two views have {@code count} images of one size that do not overlap. */
  static void check(Pixels source, Pixels target, int count) {
    if (source.count != count) {
      throw Messages.illegal("source (%s) must be one image", source);
    }
    if (target.count != count || source.width != target.width || source.height != target.height) {
      throw Messages.illegal("target (%s) must be %s", target, source);
    }
    long length = (long) count * source.length();
    if (source.array == target.array && Math.abs((long) source.offset - target.offset) < length) {
      throw Messages.illegal(
          "source and target overlap: %s bytes from %s and from %s of one array",
          length, source.offset, target.offset);
    }
  }

  /** Copies one image into a view of the same size. */
  void copyTo(Pixels target) {
    System.arraycopy(array, offset, target.array, target.offset, length());
  }

  /** {@return the array itself} */
  public byte[] array() {
    return array;
  }

  /** {@return where the first image begins in {@link #array()}} */
  public int offset() {
    return offset;
  }

  /** {@return the number of images, at least 0} */
  public int count() {
    return count;
  }

  /** {@return the width of each image, in pixels} */
  public int width() {
    return width;
  }

  /** {@return the height of each image, in pixels} */
  public int height() {
    return height;
  }

  /** {@return the number of pixels in an image: width times height} */
  public int length() {
    return width * height;
  }

  @Override
  public String toString() {
    return "%s images of %s x %s".formatted(count, width, height);
  }
}
