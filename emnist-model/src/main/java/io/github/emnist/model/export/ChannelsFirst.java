package io.github.emnist.model.export;

import io.github.emnist.model.architecture.TensorShape;
import java.util.List;

/** Weights that are stored channels last, for a format whose pictures are channels first. */
final class ChannelsFirst {
  private ChannelsFirst() {}

  /** A convolution's kernel from (height, width, in, out) to (out, in, height, width). */
  static float[] convolution(List<Integer> shape, float[] kernel) {
    int area = shape.get(0) * shape.get(1);
    int in = shape.get(2);
    int out = shape.get(3);
    float[] result = new float[kernel.length];
    for (int pixel = 0, from = 0; pixel < area; pixel++) {
      for (int i = 0; i < in; i++) {
        for (int o = 0; o < out; o++) {
          result[(o * in + i) * area + pixel] = kernel[from++];
        }
      }
    }
    return result;
  }

  /**
   * A dense layer's kernel (in, out), whose inputs are the elements of a picture, with them in the
   * order channel, row, column.
   */
  static float[] dense(TensorShape picture, float[] kernel) {
    int pixels = picture.height() * picture.width();
    int channels = picture.channels();
    int out = kernel.length / (pixels * channels);
    float[] result = new float[kernel.length];
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int c = 0; c < channels; c++) {
        System.arraycopy(
            kernel, (pixel * channels + c) * out, result, (c * pixels + pixel) * out, out);
      }
    }
    return result;
  }
}
