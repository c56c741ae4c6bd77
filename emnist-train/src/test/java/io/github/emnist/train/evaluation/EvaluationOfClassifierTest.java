package io.github.emnist.train.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Prediction;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.weights.Weights;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationOfClassifierTest {
  private static final LabelMap ABC = LabelMap.ofCharacters("ABC");
  private static final int SIDE = 4;

  private static EmnistClassifier classifier() {
    CnnArchitecture architecture =
        CnnArchitecture.builder().input(SIDE, SIDE, 1).flatten().dense(3).softmax().build();
    return EmnistClassifier.of(
        new ModelBundle(ModelMetadata.of(architecture, ABC), Weights.initialize(architecture, 7)));
  }

  private static EmnistDataset noise(LabelMap labelMap, int count) {
    CounterRandom random = new CounterRandom(3, 1, 4);
    EmnistDataset.Builder builder = EmnistDataset.builder(labelMap, SIDE, SIDE);
    byte[] image = new byte[SIDE * SIDE];
    for (int i = 0; i < count; i++) {
      for (int p = 0; p < image.length; p++) {
        image[p] = (byte) random.nextInt(256);
      }
      builder.add(image, 0, random.nextInt(labelMap.size()));
    }
    return builder.build();
  }

  /** More images than are predicted at once. */
  @Test
  void comparesEachImageWithItsOwnLabel() {
    EmnistDataset dataset = noise(ABC, 700);
    try (EmnistClassifier classifier = classifier()) {
      List<Prediction> predictions =
          classifier.predictAll(IntStream.range(0, 700).mapToObj(dataset::image).toList());
      int[] labels = IntStream.range(0, 700).map(dataset::label).toArray();
      float[][] probabilities =
          predictions.stream().map(Prediction::probabilities).toArray(float[][]::new);
      long right =
          IntStream.range(0, 700).filter(i -> predictions.get(i).classIndex() == labels[i]).count();

      Evaluation evaluation = Evaluation.of(classifier, dataset);

      assertThat(evaluation.images()).isEqualTo(700);
      assertThat(evaluation.accuracy()).isEqualTo(right / 700.0).isBetween(0.1, 0.9);
      assertThat(evaluation.toJson())
          .isEqualTo(Evaluation.of(Scores.of(ABC, probabilities, labels)).toJson());
    }
  }

  @Test
  void refusesAnEmptyDataSet() {
    try (EmnistClassifier classifier = classifier()) {
      assertThatThrownBy(() -> Evaluation.of(classifier, noise(ABC, 0)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the data set is empty");
    }
  }

  @Test
  void refusesOtherClasses() {
    try (EmnistClassifier classifier = classifier()) {
      assertThatThrownBy(() -> Evaluation.of(classifier, noise(LabelMap.ofCharacters("ABD"), 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the data's classes LabelMap[A, B, D] are not the model's LabelMap[A, B, C]");
    }
  }
}
