package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.picture.ContactSheet;
import io.github.emnist.model.CharacterClassifier;
import io.github.emnist.model.CharacterSet;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Prediction;
import io.github.emnist.model.PredictionOptions;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Measures what a model predicts for pictures without a single character, how reliable its
 * probabilities are, and how accurate any model could become on these images.
 *
 * <ol>
 *   <li>Characters: of the images of {@code EMNIST_DATA}, the share predicted with at least a given
 *       probability, and the share of right ones among these predictions.
 *   <li>Not characters: blank and torn paper, scribbles, several characters, punctuation, drawn
 *       here, through the model's preprocessing.
 *   <li>Labels: confident learning (Northcutt, Jiang and Chuang, JAIR 70, 2021). An image counts as
 *       one of another class than its label's if its probability for that class is at least the
 *       mean one of the images with that label. {@code --sheet} writes the most frequent pairs as
 *       pictures, which have to be checked by eye, since a model's own confusions count too.
 * </ol>
 *
 * <p>All probabilities are calibrated if the model has a calibration.
 *
 * <pre>
 * EMNIST_DATA=/path/to/folder java -cp benchmarks/target/benchmarks.jar
 *     io.github.emnist.benchmarks.ModelLimits MODEL|pretrained [--partition test|validation] [--sheet FILE.png]
 * </pre>
 */
public final class ModelLimits {
  private static final int OF_A_KIND = 400;
  private static final double[] THRESHOLDS = {0.5, 0.7, 0.8, 0.9, 0.95, 0.98};
  private static final int PAIRS = 24;
  private static final int OF_A_PAIR = 16;
  private static final int SIDE = 160;
  private static final long SEED = 42;

  private ModelLimits() {}

  /**
   * Prints the three tables.
   *
   * @param args a model and options; by default, the validation part
   * @throws IOException if a file cannot be read or written
   * @throws InterruptedException if interrupted while it determines the commit
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length % 2 != 1) {
      throw new IllegalArgumentException(
          "usage: ModelLimits MODEL|pretrained [--partition test|validation] [--sheet FILE.png]");
    }
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 1; i < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    String partition = options.getOrDefault("--partition", "validation");
    EmnistDataset images = RealData.partition(partition);
    System.out.println(Machine.describe());
    System.out.printf(
        Locale.ROOT,
        "%s on the %s partition's %,d images (SHA-256 %s)%n%n",
        args[0],
        partition,
        images.size(),
        images.contentSha256());
    try (EmnistClassifier classifier =
        args[0].equals("pretrained")
            ? EmnistClassifier.pretrained()
            : EmnistClassifier.load(Path.of(args[0]))) {
      CharacterClassifier calibrated = UnipenAccuracy.calibrated(classifier);
      List<Prediction> answers =
          calibrated.predictAll(IntStream.range(0, images.size()).mapToObj(images::image).toList());
      printTrust(classifier, images, answers);
      printOthers(calibrated, images);
      printLabels(images, answers, options.get("--sheet"));
    }
  }

  private static void printTrust(
      EmnistClassifier classifier, EmnistDataset images, List<Prediction> answers) {
    List<String> labels =
        IntStream.range(0, images.size())
            .mapToObj(i -> images.labelMap().label(images.label(i)))
            .toList();
    System.out.printf(
        Locale.ROOT,
        "accuracy %.4f, with case and look-alikes merged %.4f, calibration error %.4f%n",
        rate(labels, answers, String::equals),
        rate(labels, answers, UnipenAccuracy::isAlike),
        UnipenAccuracy.calibrationError(labels, answers));
    int[] digits =
        IntStream.range(0, images.size())
            .filter(i -> Character.isDigit(labels.get(i).charAt(0)))
            .toArray();
    List<Prediction> asDigits =
        classifier
            .with(PredictionOptions.standard().withOnly(CharacterSet.digits()))
            .predictAll(IntStream.of(digits).mapToObj(images::image).toList());
    System.out.printf(
        Locale.ROOT,
        "%,d digits, asked for digits only: %.4f%n%n",
        digits.length,
        rate(IntStream.of(digits).mapToObj(labels::get).toList(), asDigits, String::equals));
    System.out.println("probability  answered   right of these");
    for (double threshold : THRESHOLDS) {
      int[] sure =
          IntStream.range(0, images.size())
              .filter(i -> answers.get(i).isConfident(threshold))
              .toArray();
      long right =
          IntStream.of(sure).filter(i -> answers.get(i).classIndex() == images.label(i)).count();
      System.out.printf(
          Locale.ROOT,
          "%-11.2f  %.4f     %.4f%n",
          threshold,
          sure.length / (double) images.size(),
          right / (double) sure.length);
    }
    System.out.println();
  }

  private static double rate(
      List<String> labels, List<Prediction> answers, BiPredicate<String, String> right) {
    return IntStream.range(0, answers.size())
            .filter(i -> right.test(labels.get(i), answers.get(i).label()))
            .count()
        / (double) answers.size();
  }

  private static void printOthers(CharacterClassifier classifier, EmnistDataset images) {
    Map<String, Function<Random, BufferedImage>> kinds = new LinkedHashMap<>();
    kinds.put("a character", random -> characters(images, 1, random));
    kinds.put("white paper", random -> paper(SIDE));
    kinds.put("noisy paper", ModelLimits::noise);
    kinds.put("scribble", ModelLimits::scribble);
    kinds.put("two characters", random -> characters(images, 2, random));
    kinds.put("three characters", random -> characters(images, 3, random));
    kinds.put("punctuation", ModelLimits::punctuation);
    kinds.put("straight lines", ModelLimits::lines);
    System.out.println(
        "kind              blank  several  probability: median  90 %   0.9 or more  entropy, bits");
    kinds.forEach(
        (name, draw) -> {
          List<Prediction> answers =
              classifier.predictPictures(
                  IntStream.range(0, OF_A_KIND)
                      .mapToObj(i -> draw.apply(new Random(SEED * 1_000_003 + i)))
                      .toList());
          List<Prediction> single =
              answers.stream().filter(p -> !p.blank() && !p.severalCharacters()).toList();
          double[] sure = single.stream().mapToDouble(Prediction::probability).sorted().toArray();
          double[] entropy = single.stream().mapToDouble(Prediction::entropy).sorted().toArray();
          System.out.printf(
              Locale.ROOT,
              "%-16s  %.3f  %.3f    %.3f                %.3f  %.3f        %.2f%n",
              name,
              share(answers.stream().filter(Prediction::blank).count()),
              share(answers.stream().filter(Prediction::severalCharacters).count()),
              quantile(sure, 0.5),
              quantile(sure, 0.9),
              share(Arrays.stream(sure).filter(p -> p >= 0.9).count()),
              quantile(entropy, 0.5));
        });
    System.out.printf(
        Locale.ROOT,
        "of %d pictures a kind; probabilities and entropy of those that are neither blank nor"
            + " several, the share with 0.9 or more of all%n%n",
        OF_A_KIND);
  }

  private static double share(long count) {
    return count / (double) OF_A_KIND;
  }

  private static double quantile(double[] sorted, double q) {
    return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(q * (sorted.length - 1))];
  }

  private static void printLabels(EmnistDataset images, List<Prediction> answers, String sheet)
      throws IOException {
    LabelMap labels = images.labelMap();
    int classes = labels.size();
    double[] threshold = new double[classes];
    int[] counts = images.classCounts();
    for (int i = 0; i < images.size(); i++) {
      threshold[images.label(i)] += answers.get(i).probability(images.label(i));
    }
    for (int c = 0; c < classes; c++) {
      threshold[c] /= Math.max(1, counts[c]);
    }
    Map<Integer, List<Integer>> pairs = new LinkedHashMap<>();
    int counted = 0;
    int other = 0;
    for (int i = 0; i < images.size(); i++) {
      float[] probabilities = answers.get(i).probabilities();
      int best = -1;
      for (int c = 0; c < classes; c++) {
        if (probabilities[c] >= threshold[c]
            && (best < 0 || probabilities[c] > probabilities[best])) {
          best = c;
        }
      }
      if (best >= 0) {
        counted++;
        if (best != images.label(i)) {
          other++;
          pairs.computeIfAbsent(images.label(i) * classes + best, key -> new ArrayList<>()).add(i);
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "confidently of another class than labelled: %,d of %,d counted (%.4f), of %,d in all%n",
        other,
        counted,
        other / (double) counted,
        images.size());
    List<Map.Entry<Integer, List<Integer>>> most =
        pairs.entrySet().stream()
            .sorted(Comparator.comparingInt(pair -> -pair.getValue().size()))
            .limit(PAIRS)
            .toList();
    List<String> names = new ArrayList<>();
    for (Map.Entry<Integer, List<Integer>> pair : most) {
      String name =
          labels.label(pair.getKey() / classes) + " as " + labels.label(pair.getKey() % classes);
      names.add(name);
      System.out.printf(Locale.ROOT, "%s %d%n", name, pair.getValue().size());
    }
    if (sheet != null) {
      EmnistDataset.Builder shown =
          EmnistDataset.builder(LabelMap.of(names), images.width(), images.height());
      for (int row = 0; row < most.size(); row++) {
        for (int i : most.get(row).getValue().stream().limit(OF_A_PAIR).toList()) {
          shown.add(images.image(i), row);
        }
      }
      ContactSheet.of(shown.build()).perClass(OF_A_PAIR).writeTo(Path.of(sheet));
    }
  }

  private static BufferedImage paper(int width) {
    BufferedImage paper = new BufferedImage(width, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = paper.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, SIDE);
    g.dispose();
    return paper;
  }

  private static BufferedImage noise(Random random) {
    BufferedImage paper = paper(SIDE);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int grey = (int) Math.round(225 + 8 * random.nextGaussian());
        paper.getRaster().setSample(x, y, 0, Math.max(0, Math.min(255, grey)));
      }
    }
    return paper;
  }

  private static Graphics2D pen(BufferedImage paper, Random random) {
    Graphics2D g = paper.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.BLACK);
    float width = 5 + 8 * random.nextFloat();
    g.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    return g;
  }

  /** Draws a pen line that goes back and forth 8 to 20 times. */
  private static BufferedImage scribble(Random random) {
    BufferedImage paper = paper(SIDE);
    Graphics2D g = pen(paper, random);
    Path2D path = new Path2D.Double();
    path.moveTo(at(random), at(random));
    int turns = 8 + random.nextInt(13);
    for (int i = 0; i < turns; i++) {
      path.curveTo(at(random), at(random), at(random), at(random), at(random), at(random));
    }
    g.draw(path);
    g.dispose();
    return paper;
  }

  /** Draws one to three straight strokes, as with a ruler. */
  private static BufferedImage lines(Random random) {
    BufferedImage paper = paper(SIDE);
    Graphics2D g = pen(paper, random);
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      g.drawLine((int) at(random), (int) at(random), (int) at(random), (int) at(random));
    }
    g.dispose();
    return paper;
  }

  private static double at(Random random) {
    return 20 + (SIDE - 40) * random.nextDouble();
  }

  private static BufferedImage punctuation(Random random) {
    String marks = ".,;:!?-+=*/()[]{}<>&%#@$_~\"'";
    BufferedImage paper = paper(SIDE);
    Graphics2D g = pen(paper, random);
    g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 60 + random.nextInt(60)));
    g.drawString(String.valueOf(marks.charAt(random.nextInt(marks.length()))), 50, 110);
    g.dispose();
    return paper;
  }

  /** Draws images beside each other, four times as large, black on white. */
  private static BufferedImage characters(EmnistDataset images, int count, Random random) {
    int scale = 4;
    BufferedImage paper = paper(40 + count * images.width() * scale);
    Graphics2D g = paper.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    for (int i = 0; i < count; i++) {
      GrayImage image = images.image(random.nextInt(images.size()));
      BufferedImage black = image.toBufferedImage();
      for (int y = 0; y < image.height(); y++) {
        for (int x = 0; x < image.width(); x++) {
          black.getRaster().setSample(x, y, 0, 255 - image.pixel(x, y));
        }
      }
      int side = images.width() * scale;
      g.drawImage(black, 20 + i * side, 20, side, side, null);
    }
    g.dispose();
    return paper;
  }
}
