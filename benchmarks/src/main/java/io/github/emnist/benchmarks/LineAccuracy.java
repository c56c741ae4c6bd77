package io.github.emnist.benchmarks;

import io.github.emnist.benchmarks.ComposedLines.Kind;
import io.github.emnist.benchmarks.ComposedLines.Layout;
import io.github.emnist.benchmarks.ComposedLines.Line;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.ReadText;
import io.github.emnist.model.ReadText.ReadCharacter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Measures how well lines of handwriting are read, with and without the context of neighbours:
 * lines that {@link ComposedLines} makes of images of {@code EMNIST_DATA}, each read once by {@code
 * readLine}.
 *
 * <p>A character is right if its class, of EMNIST's 47, is right: a class of both cases is right
 * for either, all others only for their own. The share of right characters is 1 minus the edit
 * distance between the classes written and read, without spaces, divided by the number of
 * characters written. A line is right if all its characters and spaces are.
 *
 * <p>Reading is tuned on the validation part, never on the test partition.
 *
 * <pre>
 * EMNIST_DATA=/path/to/folder java -cp benchmarks/target/benchmarks.jar
 *     io.github.emnist.benchmarks.LineAccuracy [MODEL|pretrained] [--partition test|validation]
 *     [--max LINES_OF_A_KIND] [--samples DIR]
 * </pre>
 */
public final class LineAccuracy {
  private static final long SEED = 11;

  /** The number of lines of each kind and layout. */
  static final int LINES = 200;

  private static final int SAMPLES = 3;

  private LineAccuracy() {}

  /**
   * Measures and prints the results.
   *
   * @param args a model and options; by default, the model in the jar and the test partition
   * @throws IOException if the model or the data cannot be read, or the samples cannot be written
   * @throws InterruptedException never
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    String model = "pretrained";
    String partition = "test";
    int max = LINES;
    Path samples = null;
    int first = args.length % 2;
    if (first == 1) {
      model = args[0];
    }
    for (int i = first; i < args.length; i += 2) {
      switch (args[i]) {
        case "--partition" -> partition = args[i + 1];
        case "--max" -> max = Integer.parseInt(args[i + 1]);
        case "--samples" -> samples = Path.of(args[i + 1]);
        default -> {
          System.err.println(
              "usage: LineAccuracy [MODEL|pretrained] [--partition test|validation] [--max N]"
                  + " [--samples DIR]");
          System.exit(2);
        }
      }
    }
    EmnistDataset images = RealData.partition(partition);
    System.out.println(Machine.describe());
    System.out.printf(
        Locale.ROOT,
        "%s on %d lines of each kind and layout, composed of the %s partition's %,d images (SHA-256"
            + " %s), seed %d%n",
        model,
        max,
        partition,
        images.size(),
        images.contentSha256(),
        SEED);
    try (EmnistClassifier classifier =
        model.equals("pretrained")
            ? EmnistClassifier.pretrained()
            : EmnistClassifier.load(Path.of(model))) {
      for (Layout layout : Layout.values()) {
        for (Kind kind : Kind.values()) {
          System.out.println(measure(classifier, images, kind, layout, max));
        }
      }
    }
    if (samples != null) {
      writeSamples(new ComposedLines(images, SEED), samples);
    }
  }

  /**
   * Reads lines of one kind.
   *
   * @param images of EMNIST's 47 balanced classes
   * @param count the number of lines, at least 1
   */
  static Score measure(
      EmnistClassifier classifier, EmnistDataset images, Kind kind, Layout layout, int count) {
    ComposedLines lines = new ComposedLines(images, SEED);
    List<Reading> inContext = new ArrayList<>();
    List<Reading> alone = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Line line = lines.compose(kind, layout, i);
      ReadText text = classifier.readLine(line.picture());
      inContext.add(Reading.of(line.text(), text.text()));
      alone.add(Reading.of(line.text(), alone(text)));
    }
    return new Score(kind, layout, inContext, alone);
  }

  /** Returns the text without context. */
  private static String alone(ReadText text) {
    return new ReadText(
            text.characters().stream()
                .map(c -> new ReadCharacter(c.region(), c.prediction(), c.prediction()))
                .toList())
        .text();
  }

  /**
   * The result of reading one line.
   *
   * @param characters the number of characters written, without spaces
   * @param errors the edit distance to what was read, at most the number of characters
   * @param right whether nothing is wrong, spaces included
   */
  private record Reading(int characters, int errors, boolean right) {
    static Reading of(String written, String read) {
      String characters = written.replace(" ", "");
      int errors = distance(characters, read.replaceAll("\\s", ""));
      return new Reading(
          characters.length(), Math.min(errors, characters.length()), written.equals(read));
    }
  }

  /**
   * Returns the least number of insertions, deletions and replacements that turn one text into the
   * other.
   */
  static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }

  /** The results of reading all lines of a kind. */
  record Score(Kind kind, Layout layout, List<Reading> inContext, List<Reading> alone) {
    private static double share(List<Reading> readings) {
      return 1
          - (double) readings.stream().mapToInt(Reading::errors).sum()
              / readings.stream().mapToInt(Reading::characters).sum();
    }

    /**
     * Returns half the normal 95 % interval; it allows for errors that occur together in a line.
     */
    private static double halfInterval(List<Reading> readings) {
      double wrong = 1 - share(readings);
      int characters = readings.stream().mapToInt(Reading::characters).sum();
      double squares =
          readings.stream()
              .mapToDouble(r -> r.errors() - wrong * r.characters())
              .map(residual -> residual * residual)
              .sum();
      return 1.96 * Math.sqrt(squares) / characters;
    }

    private static String text(List<Reading> readings) {
      double lines = readings.stream().filter(Reading::right).count() / (double) readings.size();
      return String.format(
          Locale.ROOT,
          "characters %.4f +- %.4f, lines %.3f +- %.3f",
          share(readings),
          halfInterval(readings),
          lines,
          1.96 * Math.sqrt(lines * (1 - lines) / readings.size()));
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%-8s %-12s in context: %s; without: %s",
          layout.name().toLowerCase(Locale.ROOT),
          kind.name().toLowerCase(Locale.ROOT),
          text(inContext),
          text(alone));
    }
  }

  private static void writeSamples(ComposedLines lines, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Layout layout : Layout.values()) {
      for (Kind kind : Kind.values()) {
        for (int i = 0; i < SAMPLES; i++) {
          String name = (layout + "-" + kind + "-" + i + ".png").toLowerCase(Locale.ROOT);
          ImageIO.write(
              lines.compose(kind, layout, i).picture(), "png", folder.resolve(name).toFile());
        }
      }
    }
  }
}
