package io.github.emnist.data.internal.image;

import java.util.Arrays;

/**
 * A Gaussian blur followed by bicubic sampling, as one set of weights along one axis: sample {@code
 * i} is the weighted sum of {@link #taps()} neighbouring pixels from {@link #first(int)} on. Both
 * steps are linear, so folding them saves the blurred picture. Buffers are kept between calls; not
 * thread-safe.
 */
final class AxisWeights {
  private final int samples;
  private final int[] first;
  private final double[] cubic = new double[BicubicKernel.TAPS];
  private float[] weights = new float[0];
  private int taps;

  AxisWeights(int samples) {
    this.samples = samples;
    this.first = new int[samples];
  }

  /**
   * Computes the weights.
   *
   * @param blur an odd number of weights
   * @param centre the position of the samples' middle, in pixels from the axis' begin
   * @param step the distance between samples, in pixels
   */
  void set(float[] blur, double centre, double step) {
    int reach = blur.length / 2;
    taps = blur.length + BicubicKernel.TAPS - 1;
    if (weights.length < samples * taps) {
      weights = new float[samples * taps];
    }
    Arrays.fill(weights, 0, samples * taps, 0);
    for (int i = 0; i < samples; i++) {
      // A pixel's value stands at its middle: half a pixel from where it begins.
      double position = centre + (i + 0.5 - samples / 2.0) * step - 0.5;
      int floor = (int) Math.floor(position);
      first[i] = floor - 1 - reach;
      BicubicKernel.weights(position - floor, cubic);
      for (int t = 0; t < BicubicKernel.TAPS; t++) {
        float scale = (float) cubic[t];
        int at = i * taps + t;
        for (int k = 0; k < blur.length; k++) {
          weights[at + k] += scale * blur[k];
        }
      }
    }
  }

  int taps() {
    return taps;
  }

  /** The first pixel of a sample; it and those after it may lie outside the picture. */
  int first(int sample) {
    return first[sample];
  }

  /** The first pixel of the picture that any sample reads. */
  int begin() {
    return Math.max(0, first[0]);
  }

  /** The pixel after the last of the picture, which has {@code size}, that any sample reads. */
  int end(int size) {
    return Math.min(size, first[samples - 1] + taps);
  }

  /** The weight of pixel {@code first(sample) + tap}. */
  float weight(int sample, int tap) {
    return weights[sample * taps + tap];
  }
}
