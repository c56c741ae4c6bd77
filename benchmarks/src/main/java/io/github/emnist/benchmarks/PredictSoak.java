package io.github.emnist.benchmarks;

import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Tests whether a classifier in service leaks memory or makes errors: eight threads predict single
 * images, batches, pictures and invalid input with one classifier, and compare each prediction with
 * that of the image alone; at intervals one of them opens another classifier, uses it and closes
 * it. The memory of the process is written to {@code memory.csv} in OUT, and at the end as a plot
 * to {@code memory.png}. The heap has a fixed size and is touched beforehand, so that it does not
 * distort the figure. If there are errors, the exit status is 1. Linux only.
 *
 * <pre>
 * java -Xms512m -Xmx512m -XX:+AlwaysPreTouch -cp benchmarks/target/benchmarks.jar io.github.emnist.benchmarks.PredictSoak OUT
 *     [--predictions 5000000] [--model PATH] [--batching IMAGES]
 * </pre>
 */
public final class PredictSoak {
  private static final int THREADS = 8;
  private static final int SAMPLES = 400;

  /** The share of the predictions that count as warm-up. */
  private static final double WARM_UP = 0.1;

  private PredictSoak() {}

  /**
   * Runs the test and prints the result.
   *
   * @param args a folder for the figures, and options
   * @throws IOException if the model cannot be read or the figures cannot be written
   * @throws InterruptedException never
   * @throws ExecutionException if a thread failed because of an error in this program
   */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    if (args.length % 2 == 0) {
      usage();
    }
    long predictions = 5_000_000;
    ModelBundle model = null;
    ClassifierOptions options = ClassifierOptions.defaults();
    for (int i = 1; i < args.length; i += 2) {
      switch (args[i]) {
        case "--predictions" -> predictions = Long.parseLong(args[i + 1]);
        case "--model" -> model = ModelBundle.load(Path.of(args[i + 1]));
        case "--batching" ->
            options =
                options.withMicroBatching(Integer.parseInt(args[i + 1]), Duration.ofNanos(200_000));
        default -> usage();
      }
    }
    Path out = Files.createDirectories(Path.of(args[0]));
    System.out.println(Machine.describe());
    run(model == null ? ModelBundle.pretrained() : model, options, predictions, out);
  }

  private static void usage() {
    System.err.println(
        "usage: PredictSoak OUT [--predictions N] [--model PATH] [--batching IMAGES]");
    System.exit(2);
  }

  private static void run(ModelBundle model, ClassifierOptions options, long total, Path out)
      throws IOException, InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (MemoryLog log = MemoryLog.create(out.resolve("memory.csv"), "predicting", "predictions");
        EmnistClassifier classifier = EmnistClassifier.of(model, options)) {
      SoakTally tally = new SoakTally(log, total, Math.max(1, total / SAMPLES));
      SoakMixture mixture = SoakMixture.of(classifier, model, options);
      long start = System.nanoTime();
      List<Future<?>> callers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        callers.add(threads.submit(() -> mixture.ask(thread, tally)));
      }
      for (Future<?> caller : callers) {
        caller.get();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      log.plot(out.resolve("memory.png"));
      long warmUp = (long) (WARM_UP * total);
      System.out.println(tally);
      System.out.printf(
          Locale.ROOT, "%,.0f predictions/s in %,.0f s%n", tally.predictions() / seconds, seconds);
      System.out.println(log.growth(warmUp));
      System.out.println(log.verdict((int) warmUp));
      if (tally.errors() > 0) {
        System.exit(1);
      }
    } finally {
      threads.shutdown();
    }
  }
}
