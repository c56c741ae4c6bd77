package io.github.emnist.model;

import io.github.emnist.data.preprocess.CharacterPreprocessor;
import java.util.Objects;
import java.util.Optional;

/**
 * How a classifier answers. Immutable.
 *
 * <pre>{@code
 * PredictionOptions postCode =
 *     PredictionOptions.standard()
 *         .withOnly(CharacterSet.digits())
 *         .withCalibrated(true);
 * Prediction p = classifier.with(postCode).predict(picture);
 * }</pre>
 *
 * <p>The order: the picture is preprocessed; each variant of it is recognised and, if asked for,
 * its probabilities calibrated; the mean of the variants is multiplied by the prior; classes of
 * other characters become 0, and the rest is divided by its sum.
 *
 * @param preprocessing what pictures go through instead of the model's own preprocessing
 * @param only the characters that can be the answer; empty for all. The probabilities say which of
 *     them a picture shows, not whether it shows one of them
 * @param calibrated whether probabilities are calibrated with the temperature that the model
 *     carries
 * @param prior how often each class is expected
 * @param augmentation whether an image is recognised several times
 * @param context whether {@link EmnistClassifier#readLine} lets a character's neighbours decide
 *     between look-alikes; other calls know no neighbours
 */
public record PredictionOptions(
    Optional<CharacterPreprocessor> preprocessing,
    Optional<CharacterSet> only,
    boolean calibrated,
    ClassPrior prior,
    TestTimeAugmentation augmentation,
    boolean context) {
  private static final PredictionOptions STANDARD =
      new PredictionOptions(
          Optional.empty(),
          Optional.empty(),
          false,
          ClassPrior.balanced(),
          TestTimeAugmentation.none(),
          true);

  /**
   * Creates options.
   *
   * @param preprocessing what pictures go through instead of the model's own preprocessing
   * @param only the characters that can be the answer; empty for all
   * @param calibrated whether probabilities are calibrated
   * @param prior how often each class is expected
   * @param augmentation whether an image is recognised several times
   * @param context whether neighbours in a line decide between look-alikes
   */
  public PredictionOptions {
    Objects.requireNonNull(preprocessing, "preprocessing");
    Objects.requireNonNull(only, "only");
    Objects.requireNonNull(prior, "prior");
    Objects.requireNonNull(augmentation, "augmentation");
  }

  /**
   * What a classifier answers by without options: the model's own preprocessing and probabilities.
   *
   * @return all characters, not calibrated, balanced, no augmentation, lines read in context
   */
  public static PredictionOptions standard() {
    return STANDARD;
  }

  /**
   * With other preprocessing. A {@link io.github.emnist.data.GrayImage} and raw pixels still go
   * into the network as they are, and pen strokes as they are drawn.
   *
   * @param preprocessor what pictures go through
   * @return a copy
   */
  public PredictionOptions withPreprocessing(CharacterPreprocessor preprocessor) {
    return new PredictionOptions(
        Optional.of(preprocessor), only, calibrated, prior, augmentation, context);
  }

  /**
   * With only some characters.
   *
   * @param characters that can be the answer
   * @return a copy
   */
  public PredictionOptions withOnly(CharacterSet characters) {
    return new PredictionOptions(
        preprocessing, Optional.of(characters), calibrated, prior, augmentation, context);
  }

  /**
   * With calibrated probabilities, or without.
   *
   * @param newCalibrated true needs a model with a {@link
   *     io.github.emnist.model.bundle.Calibration}
   * @return a copy
   */
  public PredictionOptions withCalibrated(boolean newCalibrated) {
    return new PredictionOptions(preprocessing, only, newCalibrated, prior, augmentation, context);
  }

  /**
   * With another class prior.
   *
   * @param newPrior how often each class is expected
   * @return a copy
   */
  public PredictionOptions withPrior(ClassPrior newPrior) {
    return new PredictionOptions(preprocessing, only, calibrated, newPrior, augmentation, context);
  }

  /**
   * With another test-time augmentation.
   *
   * @param newAugmentation whether an image is recognised several times
   * @return a copy
   */
  public PredictionOptions withAugmentation(TestTimeAugmentation newAugmentation) {
    return new PredictionOptions(preprocessing, only, calibrated, prior, newAugmentation, context);
  }

  /**
   * With or without the context of a line. Without it, {@link EmnistClassifier#readLine} reads each
   * character as if it stood alone: for serial numbers and passwords whose letters and digits
   * follow no pattern.
   *
   * @param newContext true to let neighbours decide between look-alikes, which is the default
   * @return a copy
   */
  public PredictionOptions withContext(boolean newContext) {
    return new PredictionOptions(preprocessing, only, calibrated, prior, augmentation, newContext);
  }
}
