package io.github.emnist.train.evaluation;

import io.github.emnist.data.LabelMap;
import io.github.emnist.data.internal.CounterRandom;

/** Made-up answers of a model. */
final class Answers {
  private Answers() {}

  /** Softmax of normal logits of a scale, with one more on the right class; the labels in turn. */
  static Scores random(LabelMap labelMap, int images, double scale, long seed) {
    CounterRandom random = new CounterRandom(seed, 5, 6);
    float[][] probabilities = new float[images][labelMap.size()];
    int[] labels = new int[images];
    for (int i = 0; i < images; i++) {
      labels[i] = i % labelMap.size();
      double sum = 0;
      double[] exponentials = new double[labelMap.size()];
      for (int c = 0; c < exponentials.length; c++) {
        double logit = random.nextGaussian() + (c == labels[i] ? 1 : 0);
        exponentials[c] = Math.exp(scale * logit);
        sum += exponentials[c];
      }
      for (int c = 0; c < exponentials.length; c++) {
        probabilities[i][c] = (float) (exponentials[c] / sum);
      }
    }
    return Scores.of(labelMap, probabilities, labels);
  }

  /** Answers that are right or wrong of two classes, all of the first. */
  static Scores of(boolean... right) {
    float[][] probabilities = new float[right.length][];
    for (int i = 0; i < right.length; i++) {
      probabilities[i] = right[i] ? new float[] {0.75f, 0.25f} : new float[] {0.25f, 0.75f};
    }
    return Scores.of(LabelMap.ofCharacters("AB"), probabilities, new int[right.length]);
  }
}
