package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.train.Trainer;
import io.github.emnist.train.TrainingResult;
import io.github.emnist.train.config.TrainingConfig;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/**
 * Seconds from data in memory to final weights, and the accuracy they reach, of a recipe with
 * several seeds. The clock covers the split, building the graph, training with its validations and
 * the last copy of the weights; the first seed also pays for loading TensorFlow. Data: the training
 * files of {@code EMNIST_DATA}.
 *
 * <p>{@code validation} holds a part out, which differs from seed to seed, and scores that; {@code
 * open-test} is for the figure that is published, once a recipe is chosen, and scores the test
 * files.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.github.emnist.benchmarks.FastRecipe RECIPE validation|open-test SEED...
 * </pre>
 *
 * <p>{@code RECIPE:DRAWS} draws each class that often in an epoch, to try the program in a moment.
 */
public final class FastRecipe {
  private static final double HELD_OUT = 0.05;

  private FastRecipe() {}

  /**
   * Measures and prints.
   *
   * @param args the recipe's name, what to score, and the seeds
   * @throws IOException if the files cannot be read
   * @throws InterruptedException never
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length < 3 || !args[1].equals("validation") && !args[1].equals("open-test")) {
      System.err.println("usage: FastRecipe RECIPE validation|open-test SEED...");
      System.exit(2);
    }
    Recipe recipe = Recipe.named(args[0]);
    boolean openTest = args[1].equals("open-test");
    long[] seeds = Arrays.stream(args).skip(2).mapToLong(Long::parseLong).toArray();
    EmnistSource source = EmnistReader.open(RealData.folder());
    EmnistDataset pool = source.train();
    System.out.println(Machine.describe());
    System.out.printf(
        Locale.ROOT,
        "%s: %s, %,d parameters; %,d images in memory%n%s%n",
        args[0],
        recipe.architecture().name(),
        recipe.architecture().parameterCount(),
        pool.size(),
        recipe.config());

    DescriptiveStatistics seconds = new DescriptiveStatistics();
    DescriptiveStatistics accuracies = new DescriptiveStatistics();
    for (long seed : seeds) {
      Trained trained = openTest ? recipe.trainOnAll(pool, seed) : recipe.train(pool, seed);
      EmnistDataset scored = openTest ? source.test() : trained.heldOut();
      double accuracy = trained.result().evaluate(scored).accuracy();
      seconds.addValue(trained.seconds());
      accuracies.addValue(accuracy);
      System.out.printf(
          Locale.ROOT,
          "seed %d: %.1f s, accuracy %.4f on %,d images of the %s%n",
          seed,
          trained.seconds(),
          accuracy,
          scored.size(),
          openTest ? "open test" : "validation part");
    }
    System.out.printf(
        Locale.ROOT,
        "%d seeds: accuracy mean %.4f, standard deviation %.4f, median %.4f;"
            + " seconds mean %.1f, standard deviation %.1f, median %.1f%n",
        seeds.length,
        accuracies.getMean(),
        accuracies.getStandardDeviation(),
        accuracies.getPercentile(50),
        seconds.getMean(),
        seconds.getStandardDeviation(),
        seconds.getPercentile(50));
  }

  /**
   * One training.
   *
   * @param result the model
   * @param heldOut what it has not seen of the pool; empty where it was given all
   * @param seconds from data in memory to final weights
   */
  private record Trained(TrainingResult result, EmnistDataset heldOut, double seconds) {}

  /**
   * A network and how to train it.
   *
   * @param architecture the network
   * @param config all settings but the seed
   */
  private record Recipe(CnnArchitecture architecture, TrainingConfig config) {
    static Recipe named(String argument) {
      String[] parts = argument.split(":", 2);
      Recipe recipe =
          switch (parts[0]) {
            case "standard" -> new Recipe(CnnArchitecture.emnistCnn(), TrainingConfig.standard());
            case "fast" -> new Recipe(CnnArchitecture.fast(), TrainingConfig.fast());
            default ->
                throw new IllegalArgumentException(
                    "found recipe %s, expected standard or fast".formatted(parts[0]));
          };
      if (parts.length == 1) {
        return recipe;
      }
      int draws = Integer.parseInt(parts[1]);
      return new Recipe(
          recipe.architecture, recipe.config.toBuilder().samplesPerClass(draws).build());
    }

    /** As a user trains: the recipe itself decides what part of the pool validates. */
    Trained trainOnAll(EmnistDataset pool, long seed) {
      long begin = System.nanoTime();
      TrainingResult result = trainer(seed).fit(pool);
      return new Trained(result, pool.take(0), seconds(begin));
    }

    /** The same; where the recipe validates on nothing, a part is held out nevertheless. */
    Trained train(EmnistDataset pool, long seed) {
      long begin = System.nanoTime();
      boolean validates = config.validationFraction() > 0;
      EmnistDataset.TrainValidation split =
          pool.stratifiedSplit(validates ? config.validationFraction() : HELD_OUT, seed);
      TrainingResult result =
          validates
              ? trainer(seed).fit(split.train(), split.validation())
              : trainer(seed).fit(split.train());
      return new Trained(result, split.validation(), seconds(begin));
    }

    private Trainer trainer(long seed) {
      return Trainer.of(architecture).settings(config).seed(seed);
    }

    private static double seconds(long begin) {
      return (System.nanoTime() - begin) / 1e9;
    }
  }
}
