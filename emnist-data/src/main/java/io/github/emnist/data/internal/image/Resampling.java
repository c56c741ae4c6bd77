package io.github.emnist.data.internal.image;

import io.github.emnist.data.GrayImage;
import java.util.Arrays;

/**
 * Resamples bicubically to any size (Keys' cubic convolution with a = -1/2). When shrinking, the
 * kernel widens so that every pixel counts and nothing aliases. Beyond the sides, the edge pixels
 * repeat.
 */
public final class Resampling {
  private static final int KERNEL_REACH = 2;

  private Resampling() {}

  /** Resamples a picture to a size in pixels, rounded to the nearest level. */
  public static GrayImage resize(GrayImage image, int width, int height) {
    return resize(image, new PixelBox(0, 0, image.width(), image.height()), width, height);
  }

  /** Resamples a part of a picture to a size in pixels, rounded to the nearest level. */
  public static GrayImage resize(GrayImage image, PixelBox box, int width, int height) {
    Axis columns = new Axis(box.right() - box.left(), width);
    Axis rows = new Axis(box.bottom() - box.top(), height);
    byte[] pixels = image.toBytes();
    int lines = box.bottom() - box.top();
    float[] narrow = new float[lines * width];
    for (int y = 0; y < lines; y++) {
      int from = (box.top() + y) * image.width() + box.left();
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (int tap = 0; tap < columns.taps; tap++) {
          sum += columns.weight[x][tap] * (pixels[from + columns.pixel[x][tap]] & 0xFF);
        }
        narrow[y * width + x] = sum;
      }
    }
    byte[] result = new byte[width * height];
    float[] line = new float[width];
    for (int y = 0; y < height; y++) {
      Arrays.fill(line, 0.5f);
      for (int tap = 0; tap < rows.taps; tap++) {
        float weight = rows.weight[y][tap];
        int from = rows.pixel[y][tap] * width;
        for (int x = 0; x < width; x++) {
          line[x] += weight * narrow[from + x];
        }
      }
      for (int x = 0; x < width; x++) {
        result[y * width + x] = (byte) (int) Math.max(0, Math.min(255, line[x]));
      }
    }
    return GrayImage.of(width, height, result);
  }

  /** The weights along one side. */
  private static final class Axis {
    final int taps;
    final int[][] pixel;
    final float[][] weight;

    Axis(int from, int to) {
      double step = (double) from / to;
      double width = Math.max(1, step);
      taps = (int) Math.ceil(2 * KERNEL_REACH * width) + 1;
      pixel = new int[to][taps];
      weight = new float[to][taps];
      for (int i = 0; i < to; i++) {
        double centre = (i + 0.5) * step - 0.5;
        int first = (int) Math.floor(centre - KERNEL_REACH * width) + 1;
        double sum = 0;
        double[] exact = new double[taps];
        for (int tap = 0; tap < taps; tap++) {
          exact[tap] = BicubicKernel.at((first + tap - centre) / width);
          sum += exact[tap];
          pixel[i][tap] = Math.max(0, Math.min(from - 1, first + tap));
        }
        for (int tap = 0; tap < taps; tap++) {
          weight[i][tap] = (float) (exact[tap] / sum);
        }
      }
    }
  }

  /**
   * A Gaussian blur followed by bicubic sampling, as one set of weights along one axis: sample
   * {@code i} is the weighted sum of {@link #taps()} pixels from {@link #first(int)} on. Combining
   * the two linear steps saves the blurred picture. Reuses its buffers; not thread-safe.
   */
  static final class AxisWeights {
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
     * @param centre the position of the middle of the samples, in pixels from the axis' begin
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
        // A pixel's value lies at its centre: half a pixel from where it begins.
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

    /** Returns the first pixel of a sample; a sample's pixels may lie outside the picture. */
    int first(int sample) {
      return first[sample];
    }

    /** Returns the first pixel of the picture that any sample reads. */
    int begin() {
      return Math.max(0, first[0]);
    }

    /** Returns the end of the pixels, of {@code size}, that any sample reads. */
    int end(int size) {
      return Math.min(size, first[samples - 1] + taps);
    }

    /** Returns the weight of pixel {@code first(sample) + tap}. */
    float weight(int sample, int tap) {
      return weights[sample * taps + tap];
    }
  }

  /**
   * The weights of bicubic interpolation along one axis: cubic convolution (Keys, "Cubic
   * convolution interpolation for digital image processing", IEEE Transactions on Acoustics, Speech
   * and Signal Processing 29(6), 1981) with a = -1/2, which reproduces quadratic functions exactly.
   */
  static final class BicubicKernel {
    /** The number of pixels that one sample reads. */
    static final int TAPS = 4;

    private static final double A = -0.5;

    private BicubicKernel() {}

    /**
     * Computes the weights of the four pixels around a position, which sum to 1.
     *
     * @param fraction the distance of the position from the second pixel, in [0, 1)
     */
    static void weights(double fraction, double[] weights) {
      weights[0] = outer(1 + fraction);
      weights[1] = inner(fraction);
      weights[2] = inner(1 - fraction);
      weights[3] = outer(2 - fraction);
    }

    /** {@return the kernel at a distance of any sign; 0 from 2 on} */
    static double at(double distance) {
      double d = Math.abs(distance);
      if (d >= 2) {
        return 0;
      }
      return d <= 1 ? inner(d) : outer(d);
    }

    /** Returns the kernel at a distance in [0, 1]. */
    private static double inner(double d) {
      return ((A + 2) * d - (A + 3)) * d * d + 1;
    }

    /** Returns the kernel at a distance in [1, 2]. */
    private static double outer(double d) {
      return ((A * d - 5 * A) * d + 8 * A) * d - 4 * A;
    }
  }
}
