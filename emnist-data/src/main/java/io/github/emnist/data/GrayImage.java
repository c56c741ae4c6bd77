package io.github.emnist.data;

import io.github.emnist.data.internal.Messages;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Objects;

/**
 * An upright grey-scale picture: uint8 pixels, row-major from the top left, 0 black to 255 white.
 * EMNIST has white ink on black. Immutable and thread-safe.
 */
public final class GrayImage {
  private final int width;
  private final int height;
  private final byte[] pixels;

  private GrayImage(int width, int height, byte[] pixels) {
    this.width = width;
    this.height = height;
    this.pixels = pixels;
  }

  /**
   * {@return an image with a copy of the given pixels}
   *
   * @param width in pixels, at least 1
   * @param height in pixels, at least 1
   * @param pixels uint8 {@code [height * width]}, row-major
   * @throws IllegalArgumentException if a side is below 1 or the pixels are not {@code width *
   *     height}
   */
  public static GrayImage of(int width, int height, byte[] pixels) {
    checkSize(width, height);
    if (pixels.length != (long) width * height) {
      throw Messages.illegal(
          "pixels (%d) must be width x height = %d x %d", pixels.length, width, height);
    }
    return new GrayImage(width, height, pixels.clone());
  }

  /**
   * {@return an image with a copy of a range of an array}
   *
   * @param width in pixels, at least 1
   * @param height in pixels, at least 1
   * @param source uint8 pixels, row-major
   * @param offset where the image begins in {@code source}
   * @throws IllegalArgumentException if a side is below 1
   * @throws IndexOutOfBoundsException if the range does not lie within {@code source}
   */
  public static GrayImage of(int width, int height, byte[] source, int offset) {
    checkSize(width, height);
    Objects.checkFromIndexSize(offset, (long) width * height, (long) source.length);
    int end = offset + width * height;
    return new GrayImage(width, height, Arrays.copyOfRange(source, offset, end));
  }

  private static void checkSize(int width, int height) {
    if (width < 1 || height < 1) {
      throw Messages.illegal("image size (%d x %d) must be at least 1 x 1", width, height);
    }
  }

  /** {@return the number of columns, at least 1} */
  public int width() {
    return width;
  }

  /** {@return the number of rows, at least 1} */
  public int height() {
    return height;
  }

  /**
   * {@return a pixel, from 0 (black) to 255 (white)}
   *
   * @param x column, 0 at the left
   * @param y row, 0 at the top
   * @throws IndexOutOfBoundsException if the position is outside the image
   */
  public int pixel(int x, int y) {
    Objects.checkIndex(x, width);
    Objects.checkIndex(y, height);
    return pixels[y * width + x] & 0xFF;
  }

  /** {@return a copy of the pixels, uint8 {@code [height * width]}, row-major} */
  public byte[] toBytes() {
    return pixels.clone();
  }

  /**
   * Copies the pixels into an array.
   *
   * @param target receives uint8 {@code [height * width]}, row-major
   * @param offset where the first pixel goes
   * @throws IndexOutOfBoundsException if they do not fit
   */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(pixels, 0, target, offset, pixels.length);
  }

  /** {@return a copy as an AWT image, of type {@link BufferedImage#TYPE_BYTE_GRAY}} */
  public BufferedImage toBufferedImage() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, width, height, pixels);
    return image;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GrayImage that
        && width == that.width
        && height == that.height
        && Arrays.equals(pixels, that.pixels);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(pixels) + width;
  }

  @Override
  public String toString() {
    return "GrayImage[" + width + "x" + height + "]";
  }
}
