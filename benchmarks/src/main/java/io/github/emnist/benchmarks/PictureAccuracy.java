package io.github.emnist.benchmarks;

import io.github.emnist.benchmarks.disguise.DisguiseSheet;
import io.github.emnist.benchmarks.disguise.PictureKind;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.io.Unipen;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import io.github.emnist.data.preprocess.CharacterPreprocessor.PreprocessingStep;
import io.github.emnist.data.preprocess.PictureReader;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Prediction;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
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
 * Measures the accuracy that a model loses when its images come as users' pictures: the accuracy on
 * images of {@code EMNIST_DATA} as they are, and on each {@link PictureKind} of them, read from the
 * file's bytes and converted by the model's preprocessing. The same image becomes the same picture
 * in every run. Then measures printed characters, pen strokes of {@code UNIPEN_DATA}, and lines
 * composed of the images.
 *
 * <p>Preprocessing is tuned on the validation part, never on the test partition.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.github.emnist.benchmarks.PictureAccuracy MODEL|pretrained
 *     [--partition test|validation] [--max N] [--kinds PART_OF_A_NAME] [--worst FOLDER]
 * </pre>
 *
 * <p>{@code --worst} writes, for each kind, a sheet of the pictures that the model recognised
 * wrongly although it recognised the image, those with the highest probability first, each with
 * every step of its preprocessing.
 */
public final class PictureAccuracy {
  private static final long SEED = 7;
  private static final int THREADS = 2;
  private static final int SHEET_ROWS = 24;

  private PictureAccuracy() {}

  /**
   * Measures and prints the results.
   *
   * @param args a model and options; by default, the whole test partition
   * @throws IOException if the model or the data cannot be read, or the sheets cannot be written
   * @throws InterruptedException never
   * @throws ExecutionException if a picture cannot be recognised
   */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    if (args.length % 2 == 0) {
      usage();
    }
    String partition = "test";
    int max = Integer.MAX_VALUE;
    String kinds = "";
    Path worst = null;
    for (int i = 1; i < args.length; i += 2) {
      switch (args[i]) {
        case "--partition" -> partition = args[i + 1];
        case "--max" -> max = Integer.parseInt(args[i + 1]);
        case "--kinds" -> kinds = args[i + 1];
        case "--worst" -> worst = Files.createDirectories(Path.of(args[i + 1]));
        default -> usage();
      }
    }
    EmnistDataset whole = RealData.partition(partition);
    // Shuffled in any case, so that an image's pictures do not depend on how many are asked for.
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
    try (EmnistClassifier classifier =
        args[0].equals("pretrained")
            ? EmnistClassifier.pretrained()
            : EmnistClassifier.load(Path.of(args[0]))) {
      measure(classifier, data, PictureKind.named(kinds), worst);
      if (kinds.isEmpty()) {
        System.out.println();
        PrintedAccuracy.measure(classifier, System.out);
        measureInk(classifier, partition, max);
        measureLines(classifier, whole);
      }
    }
  }

  private static void measureInk(EmnistClassifier classifier, String partition, int max)
      throws IOException {
    System.out.println();
    if (System.getenv("UNIPEN_DATA") == null) {
      System.out.println("skipped: set UNIPEN_DATA to measure pen strokes");
      return;
    }
    List<Unipen.Sample> samples = UnipenAccuracy.samples(partition, max);
    System.out.printf(Locale.ROOT, "%,d characters of UNIPEN, %s%n", samples.size(), partition);
    UnipenAccuracy.measure(classifier, samples, System.out);
  }

  private static void measureLines(EmnistClassifier classifier, EmnistDataset images) {
    System.out.println();
    for (ComposedLines.Layout layout : ComposedLines.Layout.values()) {
      for (ComposedLines.Kind kind : ComposedLines.Kind.values()) {
        System.out.println(
            LineAccuracy.measure(classifier, images, kind, layout, LineAccuracy.LINES));
      }
    }
  }

  private static void usage() {
    System.err.println(
        "usage: PictureAccuracy MODEL|pretrained [--partition test|validation] [--max N]"
            + " [--kinds PART_OF_A_NAME] [--worst FOLDER]");
    System.exit(2);
  }

  private static void measure(
      EmnistClassifier classifier, EmnistDataset data, List<PictureKind> kinds, Path worst)
      throws IOException, InterruptedException, ExecutionException {
    List<Prediction> clean = predictions(data, i -> classifier.predict(data.image(i)));
    System.out.printf(
        Locale.ROOT, "%-24s %s%n", "as they are", new Score(data, clean, clean).accuracyText());
    for (PictureKind kind : kinds) {
      long start = System.nanoTime();
      List<Prediction> predictions =
          predictions(data, i -> classifier.predict(picture(kind, data.image(i), i)));
      Score score = new Score(data, clean, predictions);
      System.out.printf(
          Locale.ROOT,
          "%-24s %s, goal -%.1f: %s (%.0f s)%n",
          kind.name(),
          score,
          kind.most(),
          score.difference() >= -kind.most() ? "met" : "SHORT",
          (System.nanoTime() - start) / 1e9);
      if (worst != null) {
        writeWorst(kind, classifier, data, clean, predictions, worst);
      }
    }
  }

  private static BufferedImage picture(PictureKind kind, GrayImage image, int index)
      throws IOException {
    return PictureReader.standard().read(new ByteArrayInputStream(kind.apply(image, SEED, index)));
  }

  /** Predicts the image with an index. */
  private interface Predictor {
    Prediction answer(int index) throws IOException;
  }

  private static List<Prediction> predictions(EmnistDataset data, Predictor predictor)
      throws InterruptedException, ExecutionException {
    Prediction[] answers = new Prediction[data.size()];
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> shares = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int first = thread;
        shares.add(
            executor.submit(
                () -> {
                  for (int i = first; i < answers.length; i += THREADS) {
                    answers[i] = predictor.answer(i);
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
    return List.of(answers);
  }

  private static boolean isRight(EmnistDataset data, List<Prediction> predictions, int i) {
    return !predictions.get(i).blank() && predictions.get(i).classIndex() == data.label(i);
  }

  private static boolean isAlike(EmnistDataset data, List<Prediction> predictions, int i) {
    return UnipenAccuracy.isAlike(data.labelMap().label(data.label(i)), predictions.get(i).label());
  }

  /**
   * Writes the pictures that are recognised wrongly although their images are not, those with the
   * highest probability first, each as a row of steps.
   */
  private static void writeWorst(
      PictureKind kind,
      EmnistClassifier classifier,
      EmnistDataset data,
      List<Prediction> clean,
      List<Prediction> predictions,
      Path folder)
      throws IOException {
    List<Integer> lost =
        IntStream.range(0, data.size())
            .filter(i -> isRight(data, clean, i) && !isRight(data, predictions, i))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -predictions.get(i).probability()))
            .limit(SHEET_ROWS)
            .toList();
    CharacterPreprocessor preprocessor =
        CharacterPreprocessor.fromId(classifier.metadata().preprocessing());
    List<List<BufferedImage>> rows = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i : lost) {
      BufferedImage picture = picture(kind, data.image(i), i);
      List<BufferedImage> row = new ArrayList<>(List.of(data.image(i).toBufferedImage(), picture));
      for (PreprocessingStep step : preprocessor.steps(picture)) {
        row.add(step.image().toBufferedImage());
      }
      rows.add(row);
      names.add(data.labelMap().label(data.label(i)) + " as " + predictions.get(i));
    }
    if (!rows.isEmpty()) {
      Path file = folder.resolve(kind.name().replaceAll("\\W+", "-") + ".png");
      ImageIO.write(DisguiseSheet.draw(rows, names), "png", file.toFile());
    }
  }

  /**
   * The predictions for pictures, compared with those for the same images unchanged.
   *
   * @param images the number of images
   * @param right the number of right predictions
   * @param lost the number of wrong predictions where that for the unchanged image is right
   * @param won the number of right predictions where that for the unchanged image is wrong
   * @param alike the number of right predictions minus that for the unchanged images, with case and
   *     look-alikes merged
   * @param blank the number of pictures taken for blank
   */
  private record Score(int images, int right, int lost, int won, int alike, int blank) {
    Score(EmnistDataset data, List<Prediction> clean, List<Prediction> answers) {
      this(
          data.size(),
          count(data, i -> isRight(data, answers, i)),
          count(data, i -> !isRight(data, answers, i) && isRight(data, clean, i)),
          count(data, i -> isRight(data, answers, i) && !isRight(data, clean, i)),
          count(data, i -> isAlike(data, answers, i)) - count(data, i -> isAlike(data, clean, i)),
          count(data, i -> answers.get(i).blank()));
    }

    private static int count(EmnistDataset data, IntPredicate counts) {
      return (int) IntStream.range(0, data.size()).filter(counts).count();
    }

    String accuracyText() {
      return String.format(Locale.ROOT, "%.4f", (double) right / images);
    }

    /** Returns the difference in accuracy, in percentage points. */
    double difference() {
      return 100.0 * (won - lost) / images;
    }

    /**
     * Formats the results; the interval is the normal one of a mean of paired differences, each -1,
     * 0 or 1.
     */
    @Override
    public String toString() {
      double mean = (double) (won - lost) / images;
      double variance = (double) (won + lost) / images - mean * mean;
      return String.format(
          Locale.ROOT,
          "%s, %+.2f points (95 %% interval: %.2f to either side; merged %+.2f), blank %d",
          accuracyText(),
          difference(),
          100 * 1.96 * Math.sqrt(variance / images),
          100.0 * alike / images,
          blank);
    }
  }
}
