package io.github.emnist.model;

import io.github.emnist.augment.ImageTransform;
import io.github.emnist.augment.RandomTransform;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import java.util.ArrayList;
import java.util.List;
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

  /** Creates options. */
  public PredictionOptions {
    Objects.requireNonNull(preprocessing, "preprocessing");
    Objects.requireNonNull(only, "only");
    Objects.requireNonNull(prior, "prior");
    Objects.requireNonNull(augmentation, "augmentation");
  }

  /**
   * {@return the options without which a classifier answers: the model's own preprocessing and
   * probabilities, all characters, not calibrated, balanced, no augmentation, lines read in
   * context}
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
   *     io.github.emnist.model.bundle.ModelMetadata.Calibration}
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

  /**
   * Recognising an image several times, as it is and slightly changed, and taking the mean of the
   * probabilities. It costs as many times the computation. Every image meets the same changes,
   * which follow from the seed: an image's answer is the same each time and does not depend on the
   * others.
   *
   * @param variants how often an image is recognised, the image itself included: in [1, 256]; with
   *     1 nothing is changed
   * @param transform how the others are changed
   * @param seed of what it draws
   */
  public record TestTimeAugmentation(int variants, RandomTransform transform, long seed) {
    private static final int MAX_VARIANTS = 256;

    private static final RandomTransform SLIGHT =
        RandomTransform.affine().rotation(5).shift(1).zoom(0.95, 1.05).build();

    private static final TestTimeAugmentation NONE = new TestTimeAugmentation(1, SLIGHT, 0);

    /**
     * Creates an augmentation.
     *
     * @throws IllegalArgumentException if {@code variants} is out of its range
     */
    public TestTimeAugmentation {
      if (variants < 1 || variants > MAX_VARIANTS) {
        throw new IllegalArgumentException(
            Messages.format("variants (%d) must be between 1 and %d", variants, MAX_VARIANTS));
      }
      Objects.requireNonNull(transform, "transform");
    }

    /** {@return one variant, the image itself} */
    public static TestTimeAugmentation none() {
      return NONE;
    }

    /**
     * Slight changes: rotations up to 5 degrees, shifts up to a pixel, zooms by up to 5 %.
     *
     * @param variants how often an image is recognised, the image itself included: in [1, 256]
     * @return with seed 0
     * @throws IllegalArgumentException if {@code variants} is out of its range
     */
    public static TestTimeAugmentation of(int variants) {
      return new TestTimeAugmentation(variants, SLIGHT, 0);
    }

    /** One for each variant but the image itself. */
    List<ImageTransform> changes() {
      List<ImageTransform> changes = new ArrayList<>();
      for (int variant = 1; variant < variants; variant++) {
        changes.add(transform.sample(new CounterRandom(seed, 0, variant)));
      }
      return changes;
    }
  }
}
