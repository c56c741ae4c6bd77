package io.github.emnist.model;

import java.util.Arrays;

/** A program that recognises one image and prints the probabilities. */
final class PredictOnce {
  private PredictOnce() {}

  /** No arguments. */
  public static void main(String[] args) {
    try (EmnistClassifier classifier = EmnistClassifier.of(TestModels.emnistCnn(1))) {
      Prediction prediction = classifier.predict(TestModels.images(1, 1).get(0));
      System.out.println(Arrays.toString(prediction.probabilities()));
    }
  }
}
