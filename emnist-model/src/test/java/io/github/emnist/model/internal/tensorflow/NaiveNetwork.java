package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Layer.Residual;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.architecture.TensorShape;
import io.github.emnist.model.weights.Weights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tests' oracle: every layer by its definition, in double, with plain loops over one batch. In
 * training mode batch normalization uses the batch's statistics and dropout a given mask.
 */
public final class NaiveNetwork {
  private final CnnArchitecture architecture;
  private final boolean training;
  private final double[][] dropoutMask;
  final Map<String, double[]> weights = new HashMap<>();

  /** Mean, then unbiased variance, of each batch normalization's last batch, by layer name. */
  final Map<String, double[][]> batchStatistics = new HashMap<>();

  public NaiveNetwork(
      CnnArchitecture architecture, Weights weights, boolean training, double[][] dropoutMask) {
    this.architecture = architecture;
    this.training = training;
    this.dropoutMask = dropoutMask;
    for (String name : weights.names()) {
      float[] values = weights.values(name);
      double[] copy = new double[values.length];
      for (int i = 0; i < copy.length; i++) {
        copy[i] = values[i];
      }
      this.weights.put(name, copy);
    }
  }

  /** The logits of each image, from uint8 pixels. */
  public double[][] logits(byte[] images) {
    int pixels = architecture.input().size();
    double[][] batch = new double[images.length / pixels][pixels];
    for (int i = 0; i < images.length; i++) {
      batch[i / pixels][i % pixels] = (images[i] & 0xFF) / 255.0;
    }
    List<PlacedLayer> layers = architecture.layers();
    return apply(layers.subList(0, layers.size() - 1), batch);
  }

  private double[][] apply(List<PlacedLayer> layers, double[][] batch) {
    double[][] result = batch;
    for (PlacedLayer placed : layers) {
      result = apply(placed, result);
    }
    return result;
  }

  /** Mean cross-entropy of the softmax. */
  double loss(byte[] images, int[] labels) {
    double[][] logits = logits(images);
    double sum = 0;
    for (int n = 0; n < logits.length; n++) {
      double total = 0;
      for (double logit : logits[n]) {
        total += Math.exp(logit);
      }
      sum += Math.log(total) - logits[n][labels[n]];
    }
    return sum / logits.length;
  }

  public static double[] softmax(double[] logits) {
    double[] result = new double[logits.length];
    double total = 0;
    double largest = Arrays.stream(logits).max().orElseThrow();
    for (int i = 0; i < result.length; i++) {
      result[i] = Math.exp(logits[i] - largest);
      total += result[i];
    }
    for (int i = 0; i < result.length; i++) {
      result[i] /= total;
    }
    return result;
  }

  private double[][] apply(PlacedLayer placed, double[][] batch) {
    Layer layer = placed.layer();
    if (layer instanceof Layer.BatchNormalization normalization) {
      return normalize(placed, normalization.epsilon(), batch);
    } else if (layer instanceof Residual) {
      return sum(apply(placed.branches().get(0), batch), apply(placed.branches().get(1), batch));
    }
    double[][] result = new double[batch.length][];
    for (int n = 0; n < batch.length; n++) {
      double[] x = batch[n];
      if (layer instanceof Layer.Conv2D convolution) {
        result[n] = convolve(placed, convolution, x);
      } else if (layer instanceof Layer.Dense) {
        result[n] = dense(placed, x);
      } else if (layer instanceof Layer.MaxPool2D pool) {
        result[n] = pool(placed, pool.pool(), pool.stride(), pool.padding(), true, x);
      } else if (layer instanceof Layer.AveragePool2D pool) {
        result[n] = pool(placed, pool.pool(), pool.stride(), pool.padding(), false, x);
      } else if (layer instanceof Layer.GlobalAveragePool) {
        result[n] = averagePool(placed, x);
      } else if (layer instanceof Layer.Activation || layer instanceof Layer.LeakyRelu) {
        result[n] = Arrays.stream(x).map(v -> NaiveActivation.of(layer, v)).toArray();
      } else if (layer instanceof Layer.Dropout && training) {
        result[n] = x.clone();
        for (int i = 0; i < x.length; i++) {
          result[n][i] *= dropoutMask[n][i];
        }
      } else if (layer instanceof Layer.SpatialDropout2D && training) {
        result[n] = x.clone();
        for (int i = 0; i < x.length; i++) {
          result[n][i] *= dropoutMask[n][i % placed.input().channels()];
        }
      } else {
        result[n] = x;
      }
    }
    return result;
  }

  private double[] of(PlacedLayer placed, String role) {
    return weights.get(placed.parameter(role).name());
  }

  /** The first input row of output row 0; below 0 within the padding (TensorFlow's rule). */
  private static int before(Padding padding, int input, int output, int window, int stride) {
    return padding == Padding.VALID ? 0 : Math.max((output - 1) * stride + window - input, 0) / 2;
  }

  private double[] convolve(PlacedLayer placed, Layer.Conv2D layer, double[] x) {
    TensorShape in = placed.input();
    TensorShape out = placed.output();
    double[] kernel = of(placed, "kernel");
    double[] bias = of(placed, "bias");
    int top =
        before(layer.padding(), in.height(), out.height(), layer.kernelHeight(), layer.stride());
    int left =
        before(layer.padding(), in.width(), out.width(), layer.kernelWidth(), layer.stride());
    double[] y = new double[out.size()];
    for (int i = 0; i < y.length; i++) {
      int o = i % out.channels();
      int column = i / out.channels() % out.width();
      int row = i / out.channels() / out.width();
      double sum = bias[o];
      for (int ky = 0; ky < layer.kernelHeight(); ky++) {
        for (int kx = 0; kx < layer.kernelWidth(); kx++) {
          int r = row * layer.stride() + ky - top;
          int c = column * layer.stride() + kx - left;
          if (r < 0 || c < 0 || r >= in.height() || c >= in.width()) {
            continue;
          }
          for (int k = 0; k < in.channels(); k++) {
            double weight =
                kernel[((ky * layer.kernelWidth() + kx) * in.channels() + k) * out.channels() + o];
            sum += weight * x[(r * in.width() + c) * in.channels() + k];
          }
        }
      }
      y[i] = sum;
    }
    return y;
  }

  private double[] dense(PlacedLayer placed, double[] x) {
    double[] kernel = of(placed, "kernel");
    double[] y = of(placed, "bias").clone();
    for (int i = 0; i < x.length; i++) {
      for (int o = 0; o < y.length; o++) {
        y[o] += x[i] * kernel[i * y.length + o];
      }
    }
    return y;
  }

  private static double[] pool(
      PlacedLayer placed, int pool, int stride, Padding padding, boolean largest, double[] x) {
    TensorShape in = placed.input();
    TensorShape out = placed.output();
    int top = before(padding, in.height(), out.height(), pool, stride);
    int left = before(padding, in.width(), out.width(), pool, stride);
    double[] y = new double[out.size()];
    for (int i = 0; i < y.length; i++) {
      int channel = i % out.channels();
      int column = i / out.channels() % out.width();
      int row = i / out.channels() / out.width();
      double most = Double.NEGATIVE_INFINITY;
      double sum = 0;
      int pixels = 0;
      for (int py = 0; py < pool; py++) {
        for (int px = 0; px < pool; px++) {
          int r = row * stride + py - top;
          int c = column * stride + px - left;
          if (r >= 0 && c >= 0 && r < in.height() && c < in.width()) {
            double value = x[(r * in.width() + c) * in.channels() + channel];
            most = Math.max(most, value);
            sum += value;
            pixels++;
          }
        }
      }
      y[i] = largest ? most : sum / pixels;
    }
    return y;
  }

  private static double[][] sum(double[][] a, double[][] b) {
    double[][] sum = new double[a.length][a[0].length];
    for (int n = 0; n < a.length; n++) {
      for (int i = 0; i < sum[n].length; i++) {
        sum[n][i] = a[n][i] + b[n][i];
      }
    }
    return sum;
  }

  private static double[] averagePool(PlacedLayer placed, double[] x) {
    int channels = placed.input().channels();
    double[] y = new double[channels];
    for (int i = 0; i < x.length; i++) {
      y[i % channels] += x[i] * channels / x.length;
    }
    return y;
  }

  private double[][] normalize(PlacedLayer placed, double epsilon, double[][] batch) {
    double[] mean = of(placed, "moving_mean");
    double[] variance = of(placed, "moving_variance");
    int channels = placed.input().channels();
    if (training) {
      int count = batch.length * batch[0].length / channels;
      mean = new double[channels];
      variance = new double[channels];
      for (double[] x : batch) {
        for (int i = 0; i < x.length; i++) {
          mean[i % channels] += x[i] / count;
        }
      }
      for (double[] x : batch) {
        for (int i = 0; i < x.length; i++) {
          double d = x[i] - mean[i % channels];
          variance[i % channels] += d * d / count;
        }
      }
      double[] unbiased = new double[channels];
      for (int c = 0; c < channels; c++) {
        unbiased[c] = variance[c] * count / (count - 1);
      }
      batchStatistics.put(placed.name(), new double[][] {mean, unbiased});
    }
    double[] gamma = of(placed, "gamma");
    double[] beta = of(placed, "beta");
    double[][] result = new double[batch.length][batch[0].length];
    for (int n = 0; n < batch.length; n++) {
      for (int i = 0; i < result[n].length; i++) {
        int c = i % channels;
        result[n][i] =
            (batch[n][i] - mean[c]) / Math.sqrt(variance[c] + epsilon) * gamma[c] + beta[c];
      }
    }
    return result;
  }
}
