package io.github.emnist.model.internal.plain;

import io.github.emnist.model.architecture.TensorShape;

/**
 * The rows that hold the values of one image between two layers. Rows are arrays of their own, as
 * the vectorised loops need them: either a plane of pixels for each channel, or the channels of
 * each pixel. Features are one pixel.
 *
 * @param height of the plane
 * @param width of the plane
 * @param channels of each pixel
 * @param planes whether a row is a plane rather than a pixel
 */
record Form(int height, int width, int channels, boolean planes) {
  static Form of(TensorShape shape, boolean planes) {
    return shape.isFlat()
        ? new Form(1, 1, shape.channels(), false)
        : new Form(shape.height(), shape.width(), shape.channels(), planes);
  }

  int pixels() {
    return height * width;
  }

  /** How many rows an image has. */
  int rows() {
    return planes ? channels : pixels();
  }

  /** Of a row. */
  int length() {
    return planes ? pixels() : channels;
  }

  int size() {
    return pixels() * channels;
  }

  Form transposed() {
    return new Form(height, width, channels, !planes);
  }
}
