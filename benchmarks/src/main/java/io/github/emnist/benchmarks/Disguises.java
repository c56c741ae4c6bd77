package io.github.emnist.benchmarks;

import io.github.emnist.benchmarks.disguise.Disguise;
import io.github.emnist.benchmarks.disguise.DisguiseSheet;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.preprocess.PictureReader;
import io.github.emnist.model.EmnistClassifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * What a model loses when its images come as users' pictures: the accuracy on images of {@code
 * EMNIST_DATA} as they are, and on each {@link Disguise} of them, read from its file's bytes and
 * put through the model's preprocessing. The same image is disguised in the same way in every run.
 *
 * <p>Whoever tunes the preprocessing measures on the validation part, never on the test partition.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.github.emnist.benchmarks.Disguises MODEL
 *     [--partition test|validation] [--max N] [--samples DIR]
 * </pre>
 */
public final class Disguises {
  private static final long SEED = 7;
  private static final int THREADS = 2;
  private static final int SHEET_ROWS = 6;

  /** The standard recipe's, so that the part is the one that models of the data were chosen on. */
  private static final long VALIDATION_SEED = 42;

  private static final double VALIDATION_FRACTION = 0.05;

  private Disguises() {}

  /**
   * Measures and prints.
   *
   * @param args a model, and how much of which images; the test partition whole if nothing is said
   * @throws IOException if the model or the data cannot be read, or the samples not written
   * @throws InterruptedException never
   * @throws ExecutionException if a disguise cannot be recognised
   */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    if (args.length % 2 == 0) {
      usage();
    }
    String partition = "test";
    int max = Integer.MAX_VALUE;
    Path samples = null;
    for (int i = 1; i < args.length; i += 2) {
      switch (args[i]) {
        case "--partition" -> partition = args[i + 1];
        case "--max" -> max = Integer.parseInt(args[i + 1]);
        case "--samples" -> samples = Path.of(args[i + 1]);
        default -> usage();
      }
    }
    EmnistDataset whole = read(partition);
    // Shuffled in any case, so that an image's disguises do not depend on how many are asked for.
    EmnistDataset data = whole.shuffle(SEED).take(Math.min(max, whole.size()));
    System.out.println(Machine.describe());
    System.out.printf(
        Locale.ROOT,
        "%s on %,d of the %s partition's %,d images (SHA-256 %s), seed %d%n",
        args[0],
        data.size(),
        partition,
        whole.size(),
        whole.contentSha256(),
        SEED);
    if (samples != null) {
      writeSamples(data, samples);
    }
    try (EmnistClassifier classifier = EmnistClassifier.load(Path.of(args[0]))) {
      measure(classifier, data);
    }
  }

  private static void usage() {
    System.err.println(
        "usage: Disguises MODEL [--partition test|validation] [--max N] [--samples DIR]");
    System.exit(2);
  }

  private static EmnistDataset read(String partition) throws IOException {
    EmnistSource source = EmnistReader.open(RealData.folder());
    return switch (partition) {
      case "test" -> source.test();
      case "validation" ->
          source.train().stratifiedSplit(VALIDATION_FRACTION, VALIDATION_SEED).part();
      default ->
          throw new IllegalArgumentException(
              "partition (" + partition + ") must be test or validation");
    };
  }

  private static void measure(EmnistClassifier classifier, EmnistDataset data)
      throws InterruptedException, ExecutionException {
    int[] clean = answers(data.size(), i -> classifier.predict(data.image(i)).classIndex());
    System.out.printf(
        Locale.ROOT, "%-16s %s%n", "clean", new Score(data, clean, clean).accuracyText());
    for (Disguise disguise : Disguise.values()) {
      long start = System.nanoTime();
      int[] disguised =
          answers(
              data.size(),
              i -> {
                byte[] file = disguise.apply(data.image(i), SEED, i);
                return classifier
                    .predict(PictureReader.standard().read(new ByteArrayInputStream(file)))
                    .classIndex();
              });
      System.out.printf(
          Locale.ROOT,
          "%-16s %s (%.0f s)%n",
          disguise.name().toLowerCase(Locale.ROOT),
          new Score(data, clean, disguised),
          (System.nanoTime() - start) / 1e9);
    }
  }

  /** Answers the question of one image. */
  private interface Answerer {
    int answer(int index) throws IOException;
  }

  private static int[] answers(int count, Answerer answerer)
      throws InterruptedException, ExecutionException {
    int[] answers = new int[count];
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> shares = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int first = thread;
        shares.add(
            executor.submit(
                () -> {
                  for (int i = first; i < count; i += THREADS) {
                    answers[i] = answerer.answer(i);
                  }
                  return null;
                }));
      }
      for (Future<?> share : shares) {
        share.get();
      }
    } finally {
      executor.shutdownNow();
    }
    return answers;
  }

  /**
   * Answers beside those to the same images as they are.
   *
   * @param images how many
   * @param right how many of the answers are right
   * @param lost how many are wrong where the clean image's is right
   * @param won how many are right where the clean image's is wrong
   * @param same how many are the clean image's
   */
  private record Score(int images, int right, int lost, int won, int same) {
    Score(EmnistDataset data, int[] clean, int[] answers) {
      this(
          data.size(),
          count(answers, i -> answers[i] == data.label(i)),
          count(answers, i -> answers[i] != data.label(i) && clean[i] == data.label(i)),
          count(answers, i -> answers[i] == data.label(i) && clean[i] != data.label(i)),
          count(answers, i -> answers[i] == clean[i]));
    }

    private static int count(int[] answers, IntPredicate counts) {
      return (int) IntStream.range(0, answers.length).filter(counts).count();
    }

    String accuracyText() {
      return String.format(Locale.ROOT, "%.4f", (double) right / images);
    }

    /** The interval is the normal one of a mean of paired differences, each -1, 0 or 1. */
    @Override
    public String toString() {
      double difference = (double) (won - lost) / images;
      double variance = (double) (won + lost) / images - difference * difference;
      return String.format(
          Locale.ROOT,
          "%s, %+.2f points (95 %% interval: %.2f to either side), same answer %.1f %%",
          accuracyText(),
          100 * difference,
          100 * 1.96 * Math.sqrt(variance / images),
          100.0 * same / images);
    }
  }

  private static void writeSamples(EmnistDataset data, Path folder) throws IOException {
    int[] indices = IntStream.range(0, Math.min(SHEET_ROWS, data.size())).toArray();
    List<GrayImage> images = IntStream.of(indices).mapToObj(data::image).toList();
    Path file = Files.createDirectories(folder).resolve("disguises.png");
    ImageIO.write(DisguiseSheet.draw(images, indices, SEED), "png", file.toFile());
    System.out.println("samples in " + file);
  }
}
