package io.github.emnist.train.config;

import java.util.List;
import java.util.Locale;

/**
 * How much an image's loss counts, by its class. Immutable.
 *
 * @param values one for each class, in the order of the labels, each positive; empty where they
 *     follow from the training data
 */
public record ClassWeights(List<Double> values) {
  private static final ClassWeights BALANCED = new ClassWeights(List.of());

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not positive and finite
   */
  public ClassWeights {
    values = List.copyOf(values);
    for (int i = 0; i < values.size(); i++) {
      Checks.positive("class weight " + i, values.get(i));
    }
  }

  /**
   * Weighs each class by {@code images / (classes x images of the class)}, as scikit-learn's {@code
   * class_weight="balanced"}: all classes then count alike. Classes without an image weigh 1.
   *
   * @return the rule
   */
  public static ClassWeights balanced() {
    return BALANCED;
  }

  /**
   * Weighs each class by a number.
   *
   * @param values one for each class, in the order of the labels, each positive
   * @return the weights
   * @throws IllegalArgumentException if there is none, or one is not positive and finite
   */
  public static ClassWeights of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("class weights must be one for each class, found none");
    }
    return new ClassWeights(values);
  }

  /**
   * The weights for a data set.
   *
   * @param histogram training images of each class
   * @return one weight for each class
   * @throws IllegalArgumentException if there are given weights and they are not as many
   */
  public float[] of(int[] histogram) {
    if (!values.isEmpty() && values.size() != histogram.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "class weights (%d) must be as many as the data's classes (%d)",
              values.size(),
              histogram.length));
    }
    long images = 0;
    for (int count : histogram) {
      images += count;
    }
    float[] weights = new float[histogram.length];
    for (int i = 0; i < weights.length; i++) {
      double balanced =
          histogram[i] == 0 ? 1 : (double) images / ((double) histogram.length * histogram[i]);
      weights[i] = (float) (values.isEmpty() ? balanced : values.get(i));
    }
    return weights;
  }

  @Override
  public String toString() {
    return values.isEmpty() ? "balanced" : values.toString();
  }
}
