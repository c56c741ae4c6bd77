package io.github.emnist.model;

import io.github.emnist.augment.ImageTransform;
import io.github.emnist.augment.RandomTransform;
import io.github.emnist.data.internal.Checks;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Options of predictions. Immutable.
 *
 * <pre>{@code
 * PredictionOptions postCode =
 *     PredictionOptions.standard()
 *         .withOnly(CharacterSet.digits())
 *         .withCalibrated(true);
 * Prediction p = classifier.with(postCode).predict(picture);
 * }</pre>
 *
 * <p>They apply in this order: the picture is preprocessed; each variant is recognised and, with
 * {@code calibrated}, its probabilities calibrated; the mean of the variants is multiplied by the
 * prior; excluded classes become 0, and the rest is divided by its sum.
 *
 * @param preprocessing replaces the model's own preprocessing; empty to keep it
 * @param only the characters to choose from; empty for all. A picture of another character is not
 *     detected
 * @param calibrated whether probabilities are calibrated with the model's temperature
 * @param prior the prior of the classes
 * @param augmentation test-time augmentation
 * @param context whether {@link EmnistClassifier#readLine} uses neighbours to decide between
 *     look-alikes
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

  /** Creates options, none of them null. */
  public PredictionOptions {
    Objects.requireNonNull(preprocessing, "preprocessing");
    Objects.requireNonNull(only, "only");
    Objects.requireNonNull(prior, "prior");
    Objects.requireNonNull(augmentation, "augmentation");
  }

  /**
   * {@return the defaults: the model's own preprocessing, all characters, not calibrated, balanced,
   * no augmentation, lines read in context}
   */
  public static PredictionOptions standard() {
    return STANDARD;
  }

  /**
   * {@return a copy with other preprocessing}
   *
   * @param preprocessor for pictures; other inputs are not preprocessed
   */
  public PredictionOptions withPreprocessing(CharacterPreprocessor preprocessor) {
    return new PredictionOptions(
        Optional.of(preprocessor), only, calibrated, prior, augmentation, context);
  }

  /**
   * {@return a copy restricted to some characters}
   *
   * @param characters to choose from
   */
  public PredictionOptions withOnly(CharacterSet characters) {
    return new PredictionOptions(
        preprocessing, Optional.of(characters), calibrated, prior, augmentation, context);
  }

  /**
   * {@return a copy with or without calibrated probabilities}
   *
   * @param newCalibrated true needs a model with a {@link
   *     io.github.emnist.model.bundle.ModelMetadata.Calibration}
   */
  public PredictionOptions withCalibrated(boolean newCalibrated) {
    return new PredictionOptions(preprocessing, only, newCalibrated, prior, augmentation, context);
  }

  /**
   * {@return a copy with another class prior}
   *
   * @param newPrior the prior
   */
  public PredictionOptions withPrior(ClassPrior newPrior) {
    return new PredictionOptions(preprocessing, only, calibrated, newPrior, augmentation, context);
  }

  /**
   * {@return a copy with another test-time augmentation}
   *
   * @param newAugmentation the augmentation
   */
  public PredictionOptions withAugmentation(TestTimeAugmentation newAugmentation) {
    return new PredictionOptions(preprocessing, only, calibrated, prior, newAugmentation, context);
  }

  /**
   * {@return a copy with or without the context of a line} Without it, {@link
   * EmnistClassifier#readLine} reads each character by itself: for serial numbers and passwords
   * without a pattern.
   *
   * @param newContext true, the default, to use neighbours
   */
  public PredictionOptions withContext(boolean newContext) {
    return new PredictionOptions(preprocessing, only, calibrated, prior, augmentation, newContext);
  }

  /**
   * Test-time augmentation: an image is recognised several times, unchanged and slightly changed,
   * and the probabilities are averaged. The time grows with the number of variants. The changes
   * follow from the seed and are the same for all images.
   *
   * @param variants including the image itself, in [1, 256]; 1 for no augmentation
   * @param transform makes the other variants
   * @param seed of the transform
   */
  public record TestTimeAugmentation(int variants, RandomTransform transform, long seed) {
    private static final int MAX_VARIANTS = 256;

    private static final RandomTransform SLIGHT =
        RandomTransform.affine().rotation(5).shift(1).zoom(0.95, 1.05).build();

    private static final TestTimeAugmentation NONE = new TestTimeAugmentation(1, SLIGHT, 0);

    /** Throws {@link IllegalArgumentException} if {@code variants} is out of its range. */
    public TestTimeAugmentation {
      Checks.between("variants", variants, 1, MAX_VARIANTS);
      Objects.requireNonNull(transform, "transform");
    }

    /** {@return one variant, the image itself} */
    public static TestTimeAugmentation none() {
      return NONE;
    }

    /**
     * {@return an augmentation with slight changes: rotations up to 5 degrees, shifts up to a
     * pixel, zooms by up to 5 %, with seed 0}
     *
     * @param variants including the image itself, in [1, 256]
     * @throws IllegalArgumentException if {@code variants} is out of its range
     */
    public static TestTimeAugmentation of(int variants) {
      return new TestTimeAugmentation(variants, SLIGHT, 0);
    }

    /** Returns the transforms of all variants but the image itself. */
    List<ImageTransform> changes() {
      List<ImageTransform> changes = new ArrayList<>();
      for (int variant = 1; variant < variants; variant++) {
        changes.add(transform.sample(new CounterRandom(seed, 0, variant)));
      }
      return changes;
    }
  }
}
