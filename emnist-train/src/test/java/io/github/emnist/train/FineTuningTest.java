package io.github.emnist.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.LearningRateSchedule;
import io.github.emnist.train.evaluation.Evaluation;
import io.github.emnist.train.evaluation.Measurement.TemperatureScaling;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Fine-tunes a model of digits to new classes with few images of each. */
class FineTuningTest {
  private static final LabelMap WORDS = LabelMap.of(List.of("alpha", "bravo", "charlie", "delta"));

  private static final CnnArchitecture NETWORK =
      CnnArchitecture.builder()
          .name("small-test")
          .input(28, 28, 1)
          .conv2d(8, 5)
          .relu()
          .batchNormalization()
          .maxPool(2)
          .conv2d(16, 3)
          .relu()
          .batchNormalization()
          .maxPool(2)
          .flatten()
          .dense(10)
          .softmax()
          .build();

  private static ModelBundle digits;

  @BeforeAll
  static void learnDigits() {
    EmnistDataset images =
        SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(100, 1).train();
    digits =
        Trainer.of(NETWORK)
            .precision(Precision.FLOAT32)
            .batchSize(20)
            .samplesPerClass(100)
            .validationFraction(0)
            .epochs(4)
            .seed(7)
            .fit(images)
            .bundle();
  }

  /** The letters A to D by other names. */
  private static EmnistDataset words(EmnistDataset letters) {
    int[] places = IntStream.range(0, letters.labelMap().size()).toArray();
    return letters.filterClasses("A", "B", "C", "D").relabel(WORDS, places);
  }

  private static double accuracy(ModelBundle model, EmnistDataset images) {
    try (EmnistClassifier classifier = EmnistClassifier.of(model)) {
      return Evaluation.of(classifier, images).accuracy();
    }
  }

  @Test
  void learnsNewClassesInAFewSteps() {
    SyntheticEmnist letters = SyntheticEmnist.of(EmnistSplit.LETTERS).withImagesPerClass(25, 50);
    ModelBundle start = digits.withNewHead(WORDS, 3);
    double guessed = accuracy(start, words(letters.test()));
    TrainingResult result =
        Trainer.from(start)
            .frozenLayers(NETWORK.bodyLayerNames())
            .precision(Precision.FLOAT32)
            .augmentation(Augmentation.none())
            .schedule(LearningRateSchedule.constant(1e-2))
            .batchSize(20)
            .samplesPerClass(0)
            .validationFraction(0)
            .epochs(20)
            .seed(7)
            .fit(words(letters.train()));

    assertThat(result.history().last().orElseThrow().step()).isEqualTo(100);
    double learnt = accuracy(result.bundle(), words(letters.test()));
    assertThat(learnt).isGreaterThan(0.8).isGreaterThan(guessed + 0.3);
    assertThat(result.bundle().metadata().labelMap()).isEqualTo(WORDS);
    Weights weights = result.bundle().weights();
    for (String name : weights.names()) {
      if (name.startsWith("dense/")) {
        assertThat(weights.values(name)).isNotEqualTo(start.weights().values(name));
      } else {
        assertThat(weights.values(name)).isEqualTo(digits.weights().values(name));
      }
    }
  }

  @Test
  void aTemperatureDoesNotOutliveItsHead() {
    ModelBundle calibrated = new TemperatureScaling(1.5, 100).addTo(digits);

    assertThat(TemperatureScaling.of(calibrated.metadata())).isPresent();
    assertThat(TemperatureScaling.of(calibrated.withNewHead(WORDS, 3).metadata())).isEmpty();
  }
}
