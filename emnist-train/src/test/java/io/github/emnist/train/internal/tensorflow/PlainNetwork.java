package io.github.emnist.train.internal.tensorflow;

import io.github.emnist.model.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pixels, a hidden dense layer with a rectifier, a dense layer, softmax: in double. */
final class PlainNetwork {
  private static final String HIDDEN_KERNEL = "dense/kernel";
  private static final String HIDDEN_BIAS = "dense/bias";
  private static final String LAST_KERNEL = "dense_1/kernel";
  private static final String LAST_BIAS = "dense_1/bias";

  final Map<String, double[]> weights = new LinkedHashMap<>();
  private final int hidden;
  private final int classes;

  PlainNetwork(Weights initial) {
    for (String name : initial.names()) {
      float[] values = initial.values(name);
      double[] copy = new double[values.length];
      for (int i = 0; i < copy.length; i++) {
        copy[i] = values[i];
      }
      weights.put(name, copy);
    }
    hidden = weights.get(HIDDEN_BIAS).length;
    classes = weights.get(LAST_BIAS).length;
  }

  /** Of the mean cross-entropy, by name. */
  Map<String, double[]> gradients(byte[] images, byte[] labels) {
    Map<String, double[]> gradients = new LinkedHashMap<>();
    weights.forEach((name, values) -> gradients.put(name, new double[values.length]));
    int pixels = images.length / labels.length;
    for (int n = 0; n < labels.length; n++) {
      double[] x = new double[pixels];
      for (int i = 0; i < pixels; i++) {
        x[i] = (images[n * pixels + i] & 0xFF) / 255.0;
      }
      double[] h = dense(x, HIDDEN_KERNEL, HIDDEN_BIAS);
      for (int j = 0; j < hidden; j++) {
        h[j] = Math.max(0, h[j]);
      }
      double[] error = probabilities(dense(h, LAST_KERNEL, LAST_BIAS));
      error[labels[n]] -= 1;
      double[] back = new double[hidden];
      for (int c = 0; c < classes; c++) {
        error[c] /= labels.length;
        for (int j = 0; j < hidden; j++) {
          back[j] += h[j] > 0 ? error[c] * weights.get(LAST_KERNEL)[j * classes + c] : 0;
        }
      }
      add(gradients, LAST_KERNEL, LAST_BIAS, h, error);
      add(gradients, HIDDEN_KERNEL, HIDDEN_BIAS, x, back);
    }
    return gradients;
  }

  private double[] dense(double[] input, String kernel, String bias) {
    double[] output = weights.get(bias).clone();
    for (int i = 0; i < input.length; i++) {
      for (int j = 0; j < output.length; j++) {
        output[j] += input[i] * weights.get(kernel)[i * output.length + j];
      }
    }
    return output;
  }

  private static double[] probabilities(double[] logits) {
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    double[] probabilities = new double[logits.length];
    for (int c = 0; c < logits.length; c++) {
      probabilities[c] = Math.exp(logits[c]) / sum;
    }
    return probabilities;
  }

  private static void add(
      Map<String, double[]> gradients, String kernel, String bias, double[] input, double[] error) {
    for (int j = 0; j < error.length; j++) {
      gradients.get(bias)[j] += error[j];
      for (int i = 0; i < input.length; i++) {
        gradients.get(kernel)[i * error.length + j] += input[i] * error[j];
      }
    }
  }
}
