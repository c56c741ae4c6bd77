package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.augment.ImageTransform;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import io.github.emnist.model.PredictionOptions.TestTimeAugmentation;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata.Calibration;
import java.awt.image.BufferedImage;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PredictionOptionsTest {
  private static final Offset<Float> CLOSE = within(1e-6f);
  private static final LabelMap LABELS = LabelMap.ofCharacters("A1bc");
  private static final PredictionOptions STANDARD = PredictionOptions.standard();

  private final PixelNetwork network = new PixelNetwork(4);
  private final EmnistClassifier classifier = network.as(LABELS);

  private float[] answer(PredictionOptions options, int... pixels) {
    return predict(options, pixels).probabilities();
  }

  private Prediction predict(PredictionOptions options, int... pixels) {
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      bytes[i] = (byte) pixels[i];
    }
    return classifier.with(options).predictRaw(bytes);
  }

  @Test
  void standardChangesNothing() {
    assertThat(answer(STANDARD, 10, 20, 30, 40)).containsExactly(0.1f, 0.2f, 0.3f, 0.4f);
    assertThat(classifier.options()).isEqualTo(STANDARD);
  }

  @Test
  void onlySomeCharactersShareTheProbability() {
    PredictionOptions letters = STANDARD.withOnly(CharacterSet.of("Ab"));
    assertThat(answer(letters, 10, 20, 30, 40))
        .containsExactly(new float[] {0.25f, 0, 0.75f, 0}, CLOSE);
    assertThat(predict(letters, 10, 20, 30, 40).label()).isEqualTo("b");
    assertThat(answer(STANDARD.withOnly(CharacterSet.digits()), 10, 20, 30, 40))
        .containsExactly(0, 1, 0, 0);
  }

  /** The network is sure to the last bit that it is none of them. */
  @Test
  void whereNothingIsLeftThePriorIs() {
    PredictionOptions letters = STANDARD.withOnly(CharacterSet.of("Ab"));
    assertThat(answer(letters, 0, 50, 0, 0)).containsExactly(0.5f, 0, 0.5f, 0);
  }

  @Test
  void aPriorIsMultipliedAndNormalised() {
    ClassPrior prior = ClassPrior.of(LABELS, 4, 3, 2, 1);
    // 0.1 * 4 + 0.2 * 3 + 0.3 * 2 + 0.4 * 1 = 2
    assertThat(answer(STANDARD.withPrior(prior), 10, 20, 30, 40))
        .containsExactly(new float[] {0.2f, 0.3f, 0.3f, 0.2f}, CLOSE);
    PredictionOptions both = STANDARD.withPrior(prior).withOnly(CharacterSet.of("A1"));
    assertThat(answer(both, 10, 20, 30, 40)).containsExactly(new float[] {0.4f, 0.6f, 0, 0}, CLOSE);
    assertThat(answer(STANDARD.withPrior(ClassPrior.balanced()), 10, 20, 30, 40))
        .containsExactly(0.1f, 0.2f, 0.3f, 0.4f);
  }

  @Test
  void aPriorAndASetMustHaveAClassInCommon() {
    PredictionOptions options =
        STANDARD.withPrior(ClassPrior.of(LABELS, 1, 0, 1, 1)).withOnly(CharacterSet.digits());
    assertThatThrownBy(() -> classifier.with(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the class prior is 0 for every class of CharacterSet[0123456789]");
  }

  @Test
  void nothingSeenLeavesWhatWasKnownBefore() {
    assertThat(answer(STANDARD, 0, 0, 0, 0)).containsExactly(0.25f, 0.25f, 0.25f, 0.25f);
    PredictionOptions known =
        STANDARD.withPrior(ClassPrior.of(LABELS, 1, 3, 4, 8)).withOnly(CharacterSet.of("1A"));
    Prediction blank = predict(known, 0, 0, 0, 0);
    assertThat(blank.probabilities()).containsExactly(0.25f, 0.75f, 0, 0);
    assertThat(blank.blank()).isTrue();
    assertThat(blank.isConfident(0)).isFalse();
  }

  @Test
  void aModelWithoutCalibrationIsReported() {
    assertThatThrownBy(() -> classifier.with(STANDARD.withCalibrated(true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the model has no calibration; TrainingResult.calibrated() makes a model with one");
  }

  @Test
  void aModelsCalibrationIsUsedOnRequest() {
    ModelBundle plain = TestModels.emnistCnn(3);
    Calibration calibration = new Calibration(0.5, 100);
    ModelBundle model =
        new ModelBundle(plain.metadata().withCalibration(calibration), plain.weights());
    GrayImage image = TestModels.images(1, 3).get(0);
    try (EmnistClassifier loaded = EmnistClassifier.of(model)) {
      float[] before = loaded.predict(image).probabilities();
      float[] after = loaded.with(STANDARD.withCalibrated(true)).predict(image).probabilities();
      double squares = 0;
      for (float probability : before) {
        squares += (double) probability * probability;
      }
      for (int c = 0; c < before.length; c++) {
        assertThat((double) after[c])
            .isCloseTo((double) before[c] * before[c] / squares, within(1e-6));
      }
    }
  }

  /** Shares of 0.1 to 0.4, and of the mirrored image, where they are the other way round. */
  @Test
  void variantsAreAveraged() {
    ImageTransform mirror =
        (source, target) -> {
          for (int x = 0; x < source.width(); x++) {
            target.array()[target.offset() + x] =
                source.array()[source.offset() + source.width() - 1 - x];
          }
        };
    PredictionOptions mirrored =
        STANDARD.withAugmentation(new TestTimeAugmentation(2, random -> mirror, 1));
    assertThat(answer(mirrored, 10, 20, 30, 40))
        .containsExactly(new float[] {0.25f, 0.25f, 0.25f, 0.25f}, CLOSE);
    assertThat(answer(mirrored, 30, 10, 0, 0))
        .containsExactly(new float[] {0.375f, 0.125f, 0.125f, 0.375f}, CLOSE);
    List<GrayImage> two =
        List.of(
            GrayImage.of(4, 1, new byte[] {30, 10, 0, 0}),
            GrayImage.of(4, 1, new byte[] {0, 0, 0, 9}));
    assertThat(classifier.with(mirrored).predictAll(two).get(1).probabilities())
        .containsExactly(0.5f, 0, 0, 0.5f);
  }

  @Test
  void preprocessingIsReplaced() {
    EmnistClassifier view =
        classifier.with(STANDARD.withPreprocessing(CharacterPreprocessor.emnist()));
    assertThat(view.options().preprocessing()).hasValue(CharacterPreprocessor.emnist());
    BufferedImage picture = TestModels.drawing(40, 30);
    for (CharacterPreprocessor preprocessor :
        List.of(CharacterPreprocessor.emnist(), CharacterPreprocessor.raw())) {
      GrayImage image = preprocessor.analyse(picture).scaledTo(4, 1).image();
      assertThat(
              classifier
                  .with(STANDARD.withPreprocessing(preprocessor))
                  .predict(picture)
                  .probabilities())
          .containsExactly(classifier.predict(image).probabilities());
    }
  }

  @Test
  void aViewSharesTheNetwork() {
    EmnistClassifier view = classifier.with(STANDARD.withOnly(CharacterSet.of("A")));
    assertThat(view.labelMap()).isEqualTo(LABELS);
    EmnistClassifier back = view.with(STANDARD);
    assertThat(back.predictRaw(new byte[] {10, 20, 30, 40}).probability(0)).isEqualTo(0.1f);
    view.close();
    assertThat(network.closed()).isTrue();
    assertThatThrownBy(() -> classifier.predictRaw(new byte[4]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the classifier is closed");
  }
}
