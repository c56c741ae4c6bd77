package io.github.emnist.benchmarks;

import io.github.emnist.data.GrayImage;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/**
 * From the start of a JVM to its first prediction, with TensorFlow's natives unpacked already: a
 * process is started, loads a model, recognises an image and prints; the clock is this process's.
 * With the JVM's own settings, with those of a small program, and with an archive of its classes
 * (JEP 350) besides.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.github.emnist.benchmarks.FirstPrediction MODEL [ROUNDS]
 * </pre>
 */
public final class FirstPrediction {
  private static final int ROUNDS = 15;
  private static final String MARK = "first prediction: ";

  private FirstPrediction() {}

  /**
   * Measures and prints.
   *
   * @param args a model bundle and the number of rounds
   * @throws IOException if a process cannot be started
   * @throws InterruptedException if interrupted while a process runs
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length > 1 && args[1].equals("once")) {
      once(Path.of(args[0]));
      return;
    }
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : ROUNDS;
    System.out.println(Machine.describe());
    List<String> command = List.of(FirstPrediction.class.getName(), args[0], "once");
    Path folder = Files.createTempDirectory("first-prediction");
    Path archive = folder.resolve("classes.jsa");
    try {
      // Also brings the files into memory.
      PeerProcess.run(
          List.of("-XX:ArchiveClassesAtExit=" + archive), command, FirstPrediction::parse);
      List<String> plain = List.of();
      List<String> light = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
      List<String> archived = new ArrayList<>(light);
      archived.add("-XX:SharedArchiveFile=" + archive);
      for (List<String> options : List.of(plain, light, archived)) {
        measure(options, command, rounds);
      }
    } finally {
      Files.deleteIfExists(archive);
      Files.delete(folder);
    }
  }

  private static void measure(List<String> options, List<String> command, int rounds)
      throws IOException, InterruptedException {
    DescriptiveStatistics seconds = new DescriptiveStatistics();
    List<String> all = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      long begin = System.nanoTime();
      PeerProcess.run(options, command, FirstPrediction::parse);
      double passed = (System.nanoTime() - begin) / 1e9;
      seconds.addValue(passed);
      all.add(String.format(Locale.ROOT, "%.3f", passed));
    }
    System.out.printf(
        Locale.ROOT,
        "JVM options %s: median %.3f s (%.3f to %.3f), end of the process included: %s%n",
        options,
        seconds.getPercentile(50),
        seconds.getMin(),
        seconds.getMax(),
        String.join(" ", all));
  }

  private static void once(Path model) throws IOException {
    try (EmnistClassifier classifier = EmnistClassifier.load(model)) {
      byte[] pixels = new byte[28 * 28];
      pixels[28 * 14 + 14] = -1;
      Prediction prediction = classifier.predict(GrayImage.of(28, 28, pixels));
      System.out.println(MARK + prediction);
    }
  }

  private static Optional<String> parse(String line) {
    return line.startsWith(MARK) ? Optional.of(line) : Optional.empty();
  }
}
