package io.github.emnist.benchmarks;

import io.github.emnist.data.GrayImage;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Engine;
import io.github.emnist.model.Prediction;
import io.github.emnist.model.architecture.Precision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * This library's side of {@link InferencePeers}: the whole way through {@link EmnistClassifier}.
 */
public final class ClassifierInference {
  private static final int SIDE = 28;
  private static final int BATCHED = 32;
  private static final Duration PATIENCE = Duration.ofNanos(200_000);

  private ClassifierInference() {}

  /**
   * Measures and prints a line.
   *
   * @param args a model bundle, the seconds for each kind of call, a precision or {@code java}, the
   *     threads that a call may use, and {@code batching} for micro-batches
   * @throws Exception if the model cannot be loaded
   */
  public static void main(String[] args) throws Exception {
    boolean java = args[2].equals("java");
    Precision precision =
        java ? Precision.AUTO : Precision.valueOf(args[2].toUpperCase(Locale.ROOT));
    boolean batching = args.length > 4;
    ClassifierOptions options =
        ClassifierOptions.defaults()
            .withEngine(java ? Engine.JAVA : Engine.TENSORFLOW)
            .withPrecision(precision)
            .withThreads(Integer.parseInt(args[3]));
    if (batching) {
      options = options.withMicroBatching(BATCHED, PATIENCE);
    }
    try (EmnistClassifier classifier = EmnistClassifier.load(Path.of(args[0]), options)) {
      classifier.warmUp();
      String description =
          "EmnistClassifier, %s, %s, %s threads%s"
              .formatted(
                  classifier.engine(),
                  classifier.precision(),
                  args[3],
                  batching ? ", micro-batches" : "");
      InferenceClock clock =
          new InferenceClock(images -> answer(classifier, images), Double.parseDouble(args[1]));
      System.out.println(clock.measure(description));
    }
  }

  private static int[] answer(EmnistClassifier classifier, List<byte[]> images) {
    if (images.size() == 1) {
      return new int[] {classifier.predictRaw(images.get(0)).classIndex()};
    }
    List<GrayImage> gray = images.stream().map(pixels -> GrayImage.of(SIDE, SIDE, pixels)).toList();
    return classifier.predictAll(gray).stream().mapToInt(Prediction::classIndex).toArray();
  }
}
