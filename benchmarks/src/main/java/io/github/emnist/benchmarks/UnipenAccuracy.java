package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.Partition;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.io.Unipen;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import io.github.emnist.data.preprocess.Ink;
import io.github.emnist.model.CharacterClassifier;
import io.github.emnist.model.CharacterSet;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Prediction;
import io.github.emnist.model.PredictionOptions;
import io.github.emnist.train.evaluation.Evaluation.Interval;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Recognises UNIPEN's pen strokes, of the folder that {@code UNIPEN_DATA} names: as {@link Ink},
 * and as pictures of them, black on white, drawn 140 pixels long with round pens of 4, 10 and 20
 * pixels and a margin of 15 %, through the model's preprocessing.
 *
 * <p>The classes are the 47 of EMNIST Balanced. "merged" also counts the other case of the letter
 * and any other character of its group of look-alikes as right: 0/O, 1/I/L, 9/g/q, 2/Z, 5/S.
 * Intervals are Wilson's, 95 %, and treat the characters as independent, though a writer's are not.
 *
 * <p>The validation part is 20 writers of the training file; settings are chosen on it, never on
 * the test partition.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.github.emnist.benchmarks.UnipenAccuracy MODEL|pretrained
 *     [--partition test|validation] [--max N]
 * </pre>
 */
public final class UnipenAccuracy {
  private static final long SEED = 42;
  private static final int VALIDATION_WRITERS = 20;
  private static final int[] PENS = {4, 10, 20};
  private static final double LENGTH = 140;
  private static final double MARGIN = 0.15;
  private static final LabelMap LABELS = EmnistSplit.BALANCED.labelMap();
  private static final List<String> LOOK_ALIKES = List.of("0O", "1IL", "9gq", "2Z", "5S");

  private UnipenAccuracy() {}

  /**
   * Measures and prints the results.
   *
   * @param args a model and options; by default, the whole test partition
   * @throws IOException if the model or the data cannot be read
   * @throws InterruptedException if the program is interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length % 2 == 0) {
      usage();
    }
    String partition = "test";
    int max = Integer.MAX_VALUE;
    for (int i = 1; i < args.length; i += 2) {
      switch (args[i]) {
        case "--partition" -> partition = args[i + 1];
        case "--max" -> max = Integer.parseInt(args[i + 1]);
        default -> usage();
      }
    }
    List<Unipen.Sample> samples = samples(partition, max);
    System.out.println(Machine.describe());
    System.out.printf(
        Locale.ROOT,
        "%s on %,d characters by %d writers of UNIPEN, %s%n",
        args[0],
        samples.size(),
        samples.stream().mapToInt(Unipen.Sample::writer).distinct().count(),
        partition);
    try (EmnistClassifier classifier =
        args[0].equals("pretrained")
            ? EmnistClassifier.pretrained()
            : EmnistClassifier.load(Path.of(args[0]))) {
      measure(classifier, samples, System.out);
    }
  }

  private static void usage() {
    System.err.println(
        "usage: UnipenAccuracy MODEL|pretrained [--partition test|validation] [--max N]");
    System.exit(2);
  }

  /**
   * Reads characters.
   *
   * @param partition {@code test}, or {@code validation}: 20 writers of the training file
   * @param max the maximum number of characters, drawn from all writers
   */
  static List<Unipen.Sample> samples(String partition, int max) throws IOException {
    String folder = System.getenv("UNIPEN_DATA");
    if (folder == null) {
      throw new IllegalStateException("set UNIPEN_DATA to a folder with unipen-*.tsv.gz");
    }
    List<Unipen.Sample> all =
        switch (partition) {
          case "test" -> Unipen.read(Path.of(folder), Partition.TEST).samples();
          case "validation" ->
              Unipen.read(Path.of(folder), Partition.TRAIN)
                  .splitByWriter(VALIDATION_WRITERS, SEED)
                  .validation()
                  .samples();
          default ->
              throw new IllegalArgumentException(
                  "partition (" + partition + ") must be test or validation");
        };
    List<Unipen.Sample> shuffled = new ArrayList<>(all);
    RandomGenerator random = new CounterRandom(SEED, 0, 0);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, random.nextInt(i + 1));
    }
    return shuffled.subList(0, Math.min(max, shuffled.size()));
  }

  /** Prints a line for each way in which the characters reach the model. */
  static void measure(EmnistClassifier classifier, List<Unipen.Sample> samples, PrintStream out) {
    out.printf(
        "%-14s %-24s %-24s %-24s %-24s %s%n",
        "", "exact", "merged", "digits", "upper case", "lower case");
    CharacterPreprocessor preprocessor =
        CharacterPreprocessor.fromId(classifier.metadata().preprocessing());
    print(out, "ink", samples, classifier, Ink::toImage);
    for (int pen : PENS) {
      Function<Ink, GrayImage> image = ink -> preprocessor.process(picture(ink, pen));
      print(out, "picture, " + pen + " px", samples, classifier, image);
    }
    List<Unipen.Sample> digits =
        samples.stream().filter(sample -> Character.isDigit(sample.label().charAt(0))).toList();
    CharacterClassifier digitsOnly =
        classifier.with(PredictionOptions.standard().withOnly(CharacterSet.digits()));
    print(out, "digits, as such", digits, digitsOnly, Ink::toImage);
    CharacterClassifier calibrated = calibrated(classifier);
    out.printf(
        Locale.ROOT,
        "calibration error of ink: %.4f%n",
        calibrationError(
            samples.stream().map(sample -> classOf(sample.label())).toList(),
            calibrated.predictAll(
                samples.stream().map(sample -> sample.ink().toImage()).toList())));
  }

  /**
   * Returns the classifier with calibrated probabilities; unchanged if the model has no
   * calibration.
   */
  static CharacterClassifier calibrated(EmnistClassifier classifier) {
    boolean can = classifier.metadata().calibration().isPresent();
    return classifier.with(PredictionOptions.standard().withCalibrated(can));
  }

  /** Returns the expected calibration error over 15 bins of equal width (Guo et al., ICML 2017). */
  static double calibrationError(List<String> wanted, List<Prediction> answers) {
    double[] surplus = new double[15];
    for (int i = 0; i < answers.size(); i++) {
      float probability = answers.get(i).probability();
      int bin = Math.min(surplus.length - 1, (int) (probability * surplus.length));
      surplus[bin] += probability - (answers.get(i).label().equals(wanted.get(i)) ? 1 : 0);
    }
    return Arrays.stream(surplus).map(Math::abs).sum() / answers.size();
  }

  private static void print(
      PrintStream out,
      String name,
      List<Unipen.Sample> samples,
      CharacterClassifier classifier,
      Function<Ink, GrayImage> image) {
    List<GrayImage> images =
        samples.stream().map(Unipen.Sample::ink).parallel().map(image).toList();
    List<Prediction> answers = classifier.predictAll(images);
    BiPredicate<String, String> exact = String::equals;
    Function<Predicate<String>, String> ofThose = wanted -> share(samples, answers, wanted, exact);
    out.printf(
        "%-14s %-24s %-24s %-24s %-24s %s%n",
        name,
        share(samples, answers, label -> true, exact),
        share(samples, answers, label -> true, UnipenAccuracy::isAlike),
        ofThose.apply(label -> Character.isDigit(label.charAt(0))),
        ofThose.apply(label -> Character.isUpperCase(label.charAt(0))),
        ofThose.apply(label -> Character.isLowerCase(label.charAt(0))));
  }

  private static String share(
      List<Unipen.Sample> samples,
      List<Prediction> answers,
      Predicate<String> counted,
      BiPredicate<String, String> right) {
    int[] those =
        IntStream.range(0, samples.size())
            .filter(i -> counted.test(samples.get(i).label()))
            .toArray();
    if (those.length == 0) {
      return "none";
    }
    double share =
        IntStream.of(those)
                .filter(i -> right.test(classOf(samples.get(i).label()), answers.get(i).label()))
                .count()
            / (double) those.length;
    Interval interval = Interval.wilson(share, those.length);
    return String.format(Locale.ROOT, "%.4f [%.4f, %.4f]", share, interval.low(), interval.high());
  }

  /** Returns the class of a character among the 47. */
  static String classOf(String label) {
    return LABELS.indexOf(label).isPresent() ? label : label.toUpperCase(Locale.ROOT);
  }

  /** Returns whether a prediction is right with case and look-alikes merged. */
  static boolean isAlike(String wanted, String answer) {
    return wanted.equalsIgnoreCase(answer)
        || !answer.isEmpty()
            && LOOK_ALIKES.stream().anyMatch(g -> g.contains(wanted) && g.contains(answer));
  }

  /** Draws ink as a drawing page does. */
  private static BufferedImage picture(Ink ink, int pen) {
    double width = 0;
    double height = 0;
    for (Ink.Stroke stroke : ink.strokes()) {
      for (Ink.Point point : stroke.points()) {
        width = Math.max(width, point.x());
        height = Math.max(height, point.y());
      }
    }
    double scale = (LENGTH - pen) / Math.max(1, Math.max(width, height));
    double border = MARGIN * LENGTH + pen / 2.0;
    int columns = (int) Math.ceil(width * scale + 2 * border);
    int rows = (int) Math.ceil(height * scale + 2 * border);
    BufferedImage picture = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = picture.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, columns, rows);
    g.setColor(Color.BLACK);
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setStroke(new BasicStroke(pen, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    for (Ink.Stroke stroke : ink.strokes()) {
      Path2D path = new Path2D.Double();
      path.moveTo(border + stroke.x(0) * scale, border + stroke.y(0) * scale);
      for (int i = 0; i < stroke.size(); i++) { // a line to its own begin makes a dot
        path.lineTo(border + stroke.x(i) * scale, border + stroke.y(i) * scale);
      }
      g.draw(path);
    }
    g.dispose();
    return picture;
  }
}
