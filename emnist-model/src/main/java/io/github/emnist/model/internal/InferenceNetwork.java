package io.github.emnist.model.internal;

import io.github.emnist.data.internal.Messages;

/**
 * A trained network, for inference only. Thread-safe, except for {@code close()}: the caller makes
 * sure that no call is running and none follows, as {@link CallGate} does.
 */
public interface InferenceNetwork extends AutoCloseable {
  /**
   * Returns the probabilities of each image's classes.
   *
   * @param images uint8 {@code [count, height, width, channels]}, upright; not kept
   * @param count the number of images; 0 gives an empty array
   * @return float32 {@code [count, classes]}, each row in [0, 1] and of sum 1; a new array
   * @throws IllegalArgumentException if {@code images} is not of that length
   */
  float[] probabilities(byte[] images, int count);

  /**
   * Checks that the bytes are as many whole images as the count says.
   *
   * @param pixels the number of pixels of one image
   */
  static void check(byte[] images, int count, int pixels) {
    if (count < 0 || images.length != (long) count * pixels) {
      throw new IllegalArgumentException(
          Messages.format(
              "images: found %,d bytes, expected %,d images x %,d pixels",
              images.length, count, pixels));
    }
  }

  /** Frees all native memory. */
  @Override
  void close();
}
