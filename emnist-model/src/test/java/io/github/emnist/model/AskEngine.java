package io.github.emnist.model;

import java.util.List;

/** A program that opens two classifiers with the engine of its argument and asks each once. */
final class AskEngine {
  private AskEngine() {}

  /** One argument, the name of an {@link Engine}. */
  public static void main(String[] args) {
    ClassifierOptions options = ClassifierOptions.defaults().withEngine(Engine.valueOf(args[0]));
    try (EmnistClassifier one = EmnistClassifier.of(TestModels.emnistCnn(1), options);
        EmnistClassifier other = EmnistClassifier.of(TestModels.emnistCnn(2), options)) {
      for (EmnistClassifier classifier : List.of(one, other)) {
        Prediction prediction = classifier.predict(TestModels.images(1, 1).get(0));
        System.out.println(classifier.engine() + " " + prediction.blank());
      }
    } catch (LinkageError e) {
      System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }
}
