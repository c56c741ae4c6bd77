package io.github.emnist.train.evaluation;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Checks;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.bundle.ModelMetadata.Calibration;
import io.github.emnist.train.evaluation.Evaluation.ConfusableClasses;
import io.github.emnist.train.evaluation.Evaluation.Interval;
import io.github.emnist.train.evaluation.Evaluation.Reliability;
import io.github.emnist.train.evaluation.Evaluation.Tally;
import io.github.emnist.train.evaluation.Measurement.Bootstrap;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * All measurements of a model on one data set, the content of {@code metrics.json}. Immutable.
 *
 * @param evaluation the figures
 * @param bootstrap their bootstrap intervals
 * @param confusable classes that are merged for {@link #mergedAccuracy()}
 * @param calibrated the figures with the model's temperature, if it has one
 */
public record Measurement(
    Evaluation evaluation,
    BootstrapIntervals bootstrap,
    ConfusableClasses confusable,
    Optional<CalibratedFigures> calibrated) {
  /** Throws {@link IllegalArgumentException} if a label of a group is not one of the classes. */
  public Measurement {
    Objects.requireNonNull(bootstrap, "bootstrap");
    Objects.requireNonNull(calibrated, "calibrated");
    confusable.merged(evaluation.labelMap());
  }

  /**
   * {@return the measurements, with the standard bootstrap and EMNIST's confusable classes}
   *
   * @param scores of all images
   * @param scaling the model's temperature, if it has one
   */
  public static Measurement of(Scores scores, Optional<TemperatureScaling> scaling) {
    return new Measurement(
        Evaluation.of(scores),
        BootstrapIntervals.of(scores, Bootstrap.standard()),
        ConfusableClasses.of(scores.labelMap()),
        scaling.map(s -> CalibratedFigures.of(scores, s)));
  }

  /**
   * {@return the accuracy if every answer within the right class's group of confusable classes
   * counts as right, in [0, 1]}
   */
  public double mergedAccuracy() {
    return evaluation.accuracyMerging(confusable);
  }

  /** {@return the 95 % interval of the merged accuracy by Wilson's score, within [0, 1]} */
  public Interval mergedAccuracyInterval() {
    return Interval.wilson(mergedAccuracy(), evaluation.images());
  }

  /**
   * {@return the fields of {@link Evaluation#toJson()}, then {@code merged} ({@code groups}, {@code
   * accuracy}, {@code accuracyInterval}), {@code bootstrap} ({@code resamples}, {@code confidence},
   * {@code seed}, and the intervals {@code accuracy}, {@code loss}, {@code top3Accuracy}) and, if
   * the model has a temperature, {@code calibrated} ({@code temperature}, {@code fittedOn} images,
   * {@code loss}, {@code ece}, {@code reliability}), one line}
   */
  public String toJson() {
    return MetricsFile.of(this).toJson();
  }

  /**
   * Parses the JSON of {@link #toJson()}. Derived fields are recomputed.
   *
   * @param json the document
   * @param source its name in error messages, usually the file's path
   * @return the measurement
   * @throws MalformedDataException if it is not JSON, or a field is missing or wrong
   */
  public static Measurement fromJson(String json, String source) throws MalformedDataException {
    return MetricsFile.read(json, source);
  }

  /**
   * Computes intervals by the percentile bootstrap (Efron, "Bootstrap methods: another look at the
   * jackknife", 1979): a figure is computed on data sets drawn from the images with replacement,
   * and the interval is the middle part of the results. Equal seeds and sizes draw the same images,
   * so that figures of one data set vary together. Immutable.
   *
   * @param resamples the number of data sets drawn, at least 1
   * @param confidence the share of the results within the interval, in (0, 1)
   * @param seed equal seeds give equal intervals
   */
  public record Bootstrap(int resamples, double confidence, long seed) {
    private static final long STREAM = 0x626F6F7473747261L; // independent of other uses of the seed

    /** Throws {@link IllegalArgumentException} if a number is outside its range. */
    public Bootstrap {
      Checks.atLeast("resamples", resamples, 1);
      Checks.inOpen("confidence", confidence, 0, 1);
    }

    /** {@return 95 % intervals of 1,000 resamples, with seed 1} */
    public static Bootstrap standard() {
      return new Bootstrap(1_000, 0.95, 1);
    }

    /**
     * {@return the interval of any figure}
     *
     * @param scores the input of the metric
     * @param metric computes the figure, once per resample
     */
    public Interval of(Scores scores, ToDoubleFunction<Scores> metric) {
      return interval(scores.images(), images -> metric.applyAsDouble(scores.subset(images)));
    }

    /**
     * {@return the interval of a mean}
     *
     * @param values one per image, at least one
     * @throws IllegalArgumentException if there are no values
     */
    public Interval ofMean(double... values) {
      if (values.length == 0) {
        throw new IllegalArgumentException("there are no values to draw from");
      }
      return interval(
          values.length,
          images -> {
            double sum = 0;
            for (int image : images) {
              sum += values[image];
            }
            return sum / images.length;
          });
    }

    private Interval interval(int images, ToDoubleFunction<int[]> metric) {
      double[] figures = new double[resamples];
      int[] drawn = new int[images];
      for (int r = 0; r < resamples; r++) {
        CounterRandom random = new CounterRandom(seed, STREAM, r);
        for (int i = 0; i < images; i++) {
          drawn[i] = random.nextInt(images);
        }
        figures[r] = metric.applyAsDouble(drawn);
      }
      Arrays.sort(figures);
      return new Interval(
          quantile(figures, (1 - confidence) / 2), quantile(figures, (1 + confidence) / 2));
    }

    /** Interpolates linearly between sorted values (NumPy's default). */
    static double quantile(double[] sorted, double share) {
      double position = share * (sorted.length - 1);
      int below = (int) position;
      int above = Math.min(below + 1, sorted.length - 1);
      return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
  }

  /**
   * The bootstrap intervals of the figures that are means over the images. (There is none of the
   * calibration error, since resampling alone increases it.)
   *
   * @param bootstrap the resampling
   * @param accuracy of {@link Evaluation#accuracy()}
   * @param loss of {@link Evaluation#loss()}
   * @param top3Accuracy of {@link Evaluation#top3Accuracy()}
   */
  public record BootstrapIntervals(
      Bootstrap bootstrap, Interval accuracy, Interval loss, Interval top3Accuracy) {
    static BootstrapIntervals of(Scores scores, Bootstrap bootstrap) {
      return new BootstrapIntervals(
          bootstrap,
          interval(scores, bootstrap, i -> scores.right(i) ? 1 : 0),
          interval(scores, bootstrap, i -> Tally.loss(scores.probability(i, scores.label(i)))),
          interval(
              scores,
              bootstrap,
              i -> Tally.classesAhead(scores.label(i), scores.row(i)) < 3 ? 1 : 0));
    }

    private static Interval interval(
        Scores scores, Bootstrap bootstrap, IntToDoubleFunction valueOfImage) {
      return bootstrap.ofMean(
          IntStream.range(0, scores.images()).mapToDouble(valueOfImage).toArray());
    }
  }

  /**
   * The figures of a model with its temperature, which does not change the accuracy.
   *
   * @param scaling the temperature, fitted on other images
   * @param loss the mean cross-entropy in nats
   * @param reliability the reliability diagram
   */
  public record CalibratedFigures(
      TemperatureScaling scaling, double loss, Reliability reliability) {
    static CalibratedFigures of(Scores scores, TemperatureScaling scaling) {
      Evaluation evaluation = Evaluation.of(scores.atTemperature(scaling.temperature()));
      return new CalibratedFigures(scaling, evaluation.loss(), evaluation.reliability());
    }
  }

  /**
   * A temperature by which a model's logits are divided to calibrate its probabilities (Guo et al.,
   * "On calibration of modern neural networks", 2017). It must be fitted on images that the model
   * was neither trained nor is measured on.
   *
   * @param temperature above 1 for an overconfident model, below 1 for an underconfident one
   * @param images the number of images it was fitted on
   */
  public record TemperatureScaling(double temperature, int images) {
    /** The lowest result of {@link #fit}, as for a model without mistakes. */
    public static final double LOWEST = 0.05;

    /** The highest result of {@link #fit}, as for a model that guesses. */
    public static final double HIGHEST = 20;

    private static final double PRECISION = 1e-9; // of 1 / temperature, relative
    private static final int MOST_STEPS = 100; // bisection alone would need 40

    /** Throws {@link IllegalArgumentException} if a number is outside its range. */
    public TemperatureScaling {
      new Calibration(temperature, images);
    }

    /**
     * {@return the temperature of a model, if it has one}
     *
     * @param metadata of the model
     */
    public static Optional<TemperatureScaling> of(ModelMetadata metadata) {
      return metadata
          .calibration()
          .map(
              calibration ->
                  new TemperatureScaling(calibration.temperature(), calibration.images()));
    }

    /**
     * {@return a copy of a model with this temperature as its calibration} It affects only
     * calibrated predictions.
     *
     * @param model the model
     */
    public ModelBundle addTo(ModelBundle model) {
      ModelMetadata metadata =
          model.metadata().withCalibration(new Calibration(temperature, images));
      return new ModelBundle(metadata, model.weights());
    }

    /**
     * Finds the temperature in [{@link #LOWEST}, {@link #HIGHEST}] with the lowest cross-entropy.
     *
     * <p>As a function of 1 / temperature the cross-entropy is convex; the zero of its slope is
     * found by Newton's method with bisection.
     *
     * @param validation scores of images that the model was not trained on
     * @return the fitted temperature
     */
    public static TemperatureScaling fit(Scores validation) {
      double[][] logits = new double[validation.images()][];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = Calibration.logits(validation.row(i));
      }
      double low = 1 / HIGHEST;
      double high = 1 / LOWEST;
      double inverse = 1;
      for (int step = 0; step < MOST_STEPS && high - low > PRECISION * high; step++) {
        double slope = 0;
        double curvature = 0;
        for (int i = 0; i < logits.length; i++) {
          double mean = 0;
          double square = 0;
          double sum = 0;
          for (double logit : logits[i]) {
            double weight = Math.exp(inverse * logit);
            sum += weight;
            mean += weight * logit;
            square += weight * logit * logit;
          }
          mean /= sum;
          slope += mean - logits[i][validation.label(i)];
          curvature += square / sum - mean * mean;
        }
        if (slope > 0) {
          high = inverse;
        } else {
          low = inverse;
        }
        double newton = inverse - slope / curvature;
        if (Math.abs(newton - inverse) <= PRECISION * inverse) {
          break;
        }
        // NaN, if the curvature is 0, bisects too.
        inverse = newton > low && newton < high ? newton : (low + high) / 2;
      }
      return new TemperatureScaling(1 / inverse, logits.length);
    }
  }
}
