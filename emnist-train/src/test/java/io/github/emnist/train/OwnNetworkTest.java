package io.github.emnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.train.evaluation.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Summarises, trains, saves, loads and uses a custom residual network. */
class OwnNetworkTest {
  private static final int PER_CLASS = 20;

  private static final EmnistDataset DIGITS =
      SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(PER_CLASS, 4).train();

  private static final CnnArchitecture OWN =
      CnnArchitecture.builder()
          .name("own")
          .input(28, 28, 1)
          .conv2d(8, 3, 2, Padding.SAME)
          .batchNormalization()
          .leakyRelu(0.1)
          .residual(
              body ->
                  body.conv2d(16, 3, 2, Padding.SAME)
                      .batchNormalization()
                      .gelu()
                      .spatialDropout(0.05)
                      .conv2d(16, 3, Padding.SAME)
                      .batchNormalization(),
              shortcut -> shortcut.averagePool(2).conv2d(16, 1))
          .relu()
          .residual(body -> body.conv2d(16, 3, Padding.SAME).batchNormalization().relu())
          .globalAveragePool()
          .dense(10)
          .softmax()
          .build();

  @Test
  void isSummarisedTrainedSavedLoadedAndUsed(@TempDir Path dir) throws IOException {
    assertThat(OWN.summary())
        .contains("shortcut/average_pooling2d (AveragePooling2D)", "residual_1 (Residual)")
        .contains("Total params: %,d".formatted(OWN.parameterCount()));
    TrainingResult result =
        Trainer.of(OWN)
            .precision(Precision.FLOAT32)
            .batchSize(20)
            .samplesPerClass(PER_CLASS)
            .epochs(10)
            .seed(7)
            .fit(DIGITS);
    assertThat(result.history().last().orElseThrow().trainLoss())
        .isLessThan(result.history().epochs().get(0).trainLoss());
    Evaluation trained = result.evaluate(DIGITS);
    assertThat(trained.accuracy()).isGreaterThan(0.6);

    result.saveTo(dir.resolve("model"));
    ModelBundle loaded = ModelBundle.load(dir.resolve("model"));
    assertThat(loaded.architecture()).isEqualTo(OWN);
    assertThat(loaded.weights()).isEqualTo(result.bundle().weights());
    try (EmnistClassifier classifier =
        EmnistClassifier.load(
            dir.resolve("model"), ClassifierOptions.defaults().withPrecision(Precision.FLOAT32))) {
      int correct = 0;
      for (int i = 0; i < DIGITS.size(); i++) {
        String label = classifier.predict(DIGITS.image(i)).label();
        correct += label.equals(DIGITS.labelMap().label(DIGITS.label(i))) ? 1 : 0;
      }
      assertThat(correct / (double) DIGITS.size())
          .isCloseTo(Evaluation.of(classifier, DIGITS).accuracy(), within(1e-9));
    }
  }

  @Test
  void aSeedFixesEveryBitOfARunWithBranches() {
    Trainer trainer =
        Trainer.of(OWN).deterministic(true).batchSize(20).samplesPerClass(4).epochs(2).seed(3);
    assertThat(trainer.fit(DIGITS).bundle().weights())
        .isEqualTo(trainer.fit(DIGITS).bundle().weights());
  }
}
