package io.github.emnist.benchmarks;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.Sampler;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.train.Trainer;
import io.github.emnist.train.TrainingResult;
import io.github.emnist.train.config.LearningRateSchedule;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * What drawn characters teach about real ones. First the reference network learns from 1,000 drawn
 * images a class; then ten real images a class are learnt, from random weights and from that
 * network's. Everything is scored on the validation part of the training files in DATA; the test
 * files are not read. The first network is saved in OUT, and taken from there if it is there.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.github.emnist.benchmarks.SyntheticTransfer DATA OUT
 * </pre>
 */
public final class SyntheticTransfer {
  private static final int DRAWN_PER_CLASS = 1_000;
  private static final int REAL_PER_CLASS = 10;
  private static final int DRAWS = 120;
  private static final int EPOCHS = 5;
  private static final double[] LEARNING_RATES = {5e-3, 2e-3, 1e-3};
  private static final long[] SEEDS = {1, 2, 3};

  /** The standard recipe's, so that the part is the one that models of DATA were chosen on. */
  private static final long VALIDATION_SEED = 42;

  private static final double VALIDATION_FRACTION = 0.05;

  private SyntheticTransfer() {}

  /**
   * Measures and prints.
   *
   * @param args a folder with EMNIST Balanced training files, and a folder for the model
   * @throws IOException if the files cannot be read or the model cannot be written
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("usage: SyntheticTransfer DATA OUT");
      System.exit(2);
    }
    EmnistDataset.TrainValidation real =
        EmnistReader.open(Path.of(args[0]))
            .train()
            .stratifiedSplit(VALIDATION_FRACTION, VALIDATION_SEED);
    System.out.printf(
        Locale.ROOT,
        "validation: %,d real images, SHA-256 %s%n",
        real.validation().size(),
        real.validation().contentSha256());
    ModelBundle drawn = learnFromDrawn(real.validation(), Path.of(args[1]));
    double alone = bestOfRates("ten a class alone", null, real);
    double after = bestOfRates("ten a class after the drawn", drawn, real);
    System.out.printf(
        Locale.ROOT,
        "ten real images a class: %.4f alone, %.4f after the drawn, %+.1f points%n",
        alone,
        after,
        100 * (after - alone));
  }

  private static ModelBundle learnFromDrawn(EmnistDataset validation, Path out) throws IOException {
    if (Files.exists(out)) {
      System.out.println("taken from " + out);
      return ModelBundle.load(out);
    }
    SyntheticEmnist source = SyntheticEmnist.balanced().withImagesPerClass(DRAWN_PER_CLASS, 1);
    System.out.println(source.identity());
    TrainingResult result =
        Trainer.of(CnnArchitecture.emnistCnn())
            .settings(TrainingConfig.standard())
            .progress(Progress.console())
            .fit(source.train(), validation);
    result.saveTo(out);
    System.out.printf(
        Locale.ROOT,
        "drawn alone: %.4f of the real validation images%n",
        result.evaluate(validation).accuracy());
    return result.bundle();
  }

  /** The best mean over the learning rates, each the mean over the draws of ten. */
  private static double bestOfRates(
      String name, ModelBundle start, EmnistDataset.TrainValidation real) {
    double best = 0;
    for (double learningRate : LEARNING_RATES) {
      double[] accuracies = new double[SEEDS.length];
      for (int i = 0; i < SEEDS.length; i++) {
        accuracies[i] = learnFew(start, learningRate, SEEDS[i], real);
      }
      double mean = Arrays.stream(accuracies).average().orElseThrow();
      System.out.printf(
          Locale.ROOT,
          "%s, peak learning rate %.0e: %s, mean %.4f%n",
          name,
          learningRate,
          Arrays.toString(accuracies),
          mean);
      best = Math.max(best, mean);
    }
    return best;
  }

  private static double learnFew(
      ModelBundle start, double learningRate, long seed, EmnistDataset.TrainValidation real) {
    int[] few = Sampler.classBalanced(real.train(), REAL_PER_CLASS).epoch(seed, 0);
    Trainer trainer = start == null ? Trainer.of(CnnArchitecture.emnistCnn()) : Trainer.from(start);
    return trainer
        .augmentation(Augmentation.standard())
        .schedule(LearningRateSchedule.warmupCosine(learningRate, 0.05))
        .samplesPerClass(DRAWS)
        .epochs(EPOCHS)
        .validationFraction(0)
        .seed(seed)
        .fit(real.train().subset(few))
        .evaluate(real.validation())
        .accuracy();
  }
}
