package io.github.emnist.model;

import io.github.emnist.data.preprocess.CharacterPreprocessor.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Answers many inputs, each for itself: what cannot be read keeps its place among the others. */
record Results(Pictures pictures, Predictions predictions) {
  /**
   * One for each input, in order.
   *
   * @param first position of the first one
   */
  List<PredictionResult> of(List<ClassifierInput> inputs, long first) {
    List<Result> images = new ArrayList<>(inputs.size());
    List<PredictionResult> results = new ArrayList<>(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      try {
        ClassifierInput input = inputs.get(i);
        pictures.pixels().read(() -> Objects.requireNonNull(input, "input"));
        images.add(input.image(pictures));
        results.add(null); // answered below, with the others
      } catch (IOException | RuntimeException e) {
        results.add(new PredictionResult.Failure(first + i, e));
      }
    }
    int answered = 0;
    List<Prediction> answers = predictions.ofPictures(images);
    for (int i = 0; i < inputs.size(); i++) {
      if (results.get(i) == null) {
        results.set(i, new PredictionResult.Success(first + i, answers.get(answered++)));
      }
    }
    return results;
  }
}
