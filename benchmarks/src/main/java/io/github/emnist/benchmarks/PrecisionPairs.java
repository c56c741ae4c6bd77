package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.train.Trainer;
import io.github.emnist.train.TrainingResult;
import io.github.emnist.train.config.TrainingConfig;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/**
 * What bfloat16 costs in accuracy: each seed trains twice, in float32 and in bfloat16, from the
 * same weights on the same batches with the same masks, by the standard recipe but for its length.
 * Both are scored on a tenth of the training files in {@code EMNIST_DATA} (22,596 of 225,930
 * images); the test files are not read. Each model is scored twice: by the session that trained it,
 * in its precision, and by {@code EmnistClassifier} in this machine's own, the same for both.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.github.emnist.benchmarks.PrecisionPairs ARCHITECTURE IMAGES SEED...
 * </pre>
 */
public final class PrecisionPairs {
  private static final double VALIDATION_FRACTION = 0.1;
  private static final long VALIDATION_SEED = 42;

  private PrecisionPairs() {}

  /**
   * Measures and prints.
   *
   * @param args an architecture's name, how many images each training draws, and the seeds
   * @throws IOException if the files cannot be read
   * @throws InterruptedException never
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length < 3) {
      System.err.println("usage: PrecisionPairs ARCHITECTURE IMAGES SEED...");
      System.exit(2);
    }
    CnnArchitecture architecture = Architectures.named(args[0]);
    int perClass = Integer.parseInt(args[1]) / architecture.classes();
    long[] seeds = Arrays.stream(args).skip(2).mapToLong(Long::parseLong).toArray();
    EmnistDataset.TrainValidation data =
        EmnistReader.open(RealData.folder())
            .train()
            .stratifiedSplit(VALIDATION_FRACTION, VALIDATION_SEED);
    System.out.println(Machine.describe());
    System.out.printf(
        Locale.ROOT,
        "%s, %,d images a training; validation: %,d images, SHA-256 %s%n",
        architecture.name(),
        perClass * architecture.classes(),
        data.validation().size(),
        data.validation().contentSha256());

    DescriptiveStatistics own = new DescriptiveStatistics();
    DescriptiveStatistics classifier = new DescriptiveStatistics();
    for (long seed : seeds) {
      TrainingConfig config =
          TrainingConfig.builder().epochs(1).samplesPerClass(perClass).seed(seed).build();
      Scored float32 = train(architecture, config, Precision.FLOAT32, data);
      Scored bfloat16 = train(architecture, config, Precision.BFLOAT16, data);
      own.addValue(100 * (bfloat16.own() - float32.own()));
      classifier.addValue(100 * (bfloat16.classifier() - float32.classifier()));
      System.out.printf(
          Locale.ROOT,
          "seed %d: float32 %s, bfloat16 %s, difference %+.3f and %+.3f points%n",
          seed,
          float32,
          bfloat16,
          own.getElement((int) own.getN() - 1),
          classifier.getElement((int) own.getN() - 1));
    }
    System.out.println("bfloat16 - float32, scored in its own precision: " + interval(own));
    System.out.println("bfloat16 - float32, scored by EmnistClassifier: " + interval(classifier));
  }

  /**
   * Two accuracies of one model.
   *
   * @param own by the session that trained it
   * @param classifier by {@code EmnistClassifier}
   * @param seconds that training took
   */
  private record Scored(double own, double classifier, double seconds) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.5f and %.5f (%.0f s)", own, classifier, seconds);
    }
  }

  private static Scored train(
      CnnArchitecture architecture,
      TrainingConfig config,
      Precision precision,
      EmnistDataset.TrainValidation data) {
    TrainingResult result =
        Trainer.of(architecture)
            .settings(config)
            .precision(precision)
            .fit(data.train(), data.validation());
    return new Scored(
        result.history().last().orElseThrow().validationAccuracy(),
        result.evaluate(data.validation()).accuracy(),
        result.history().last().orElseThrow().seconds());
  }

  /** Student's t interval of the mean difference of pairs. */
  private static String interval(DescriptiveStatistics differences) {
    int n = (int) differences.getN();
    if (n == 1) {
      return String.format(Locale.ROOT, "%+.3f points, one pair", differences.getMean());
    }
    double half =
        new TDistribution(n - 1).inverseCumulativeProbability(0.975)
            * differences.getStandardDeviation()
            / Math.sqrt(n);
    return String.format(
        Locale.ROOT,
        "mean %+.3f points, 95 %% interval %+.3f to %+.3f, %d pairs",
        differences.getMean(),
        differences.getMean() - half,
        differences.getMean() + half,
        n);
  }
}
