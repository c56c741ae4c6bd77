package io.github.emnist.benchmarks;

import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.export.ExportFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/**
 * One model in {@code EmnistClassifier} and, exported, in ONNX Runtime: one image a call, 512 a
 * call, and eight threads with one image a call each. Every side runs in a process of its own, in
 * turn, since two OpenMP or oneDNN runtimes in one process disturb each other. Both are given the
 * same uint8 pixels, and each call makes its own tensors. ONNX Runtime computes in float32; {@code
 * auto} is whatever this library takes by default, on processors with VNNI 8-bit integers; {@code
 * java} is the Java engine.
 *
 * <pre>
 * mvn -Ppeers -DskipTests -pl benchmarks -am package
 * java -cp benchmarks/target/benchmarks.jar io.github.emnist.benchmarks.InferencePeers MODEL [ROUNDS [SECONDS]]
 * </pre>
 */
public final class InferencePeers {
  private static final String PACKAGE = InferencePeers.class.getPackageName();
  private static final List<String> JVM = List.of("-Xms1g", "-Xmx1g");
  private static final int ROUNDS = 5;
  private static final String SECONDS = "6";
  private static final List<String> OURS =
      List.of("auto 1", "auto 2", "auto 2 batching", "float32 1", "float32 2", "java 1", "java 2");

  private InferencePeers() {}

  /**
   * Measures and prints.
   *
   * @param args a model bundle, the number of rounds and the seconds for each kind of call
   * @throws IOException if the model cannot be read or a process cannot be started
   * @throws InterruptedException if interrupted while a process runs
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : ROUNDS;
    String seconds = args.length > 2 ? args[2] : SECONDS;
    System.out.println(Machine.describe());
    Path folder = Files.createTempDirectory("inference-peers");
    Path onnx = folder.resolve("model.onnx");
    try {
      ExportFormat.ONNX.write(ModelBundle.load(Path.of(args[0])), onnx);
      Map<String, List<String>> sides = new LinkedHashMap<>();
      for (String side : OURS) {
        List<String> command =
            new ArrayList<>(List.of(PACKAGE + ".ClassifierInference", args[0], seconds));
        command.addAll(List.of(side.split(" ")));
        sides.put(side, command);
      }
      for (String threads : List.of("1", "2")) {
        sides.put(
            "onnx " + threads,
            List.of(PACKAGE + ".OnnxInference", onnx.toString(), seconds, threads));
      }
      compare(sides, rounds);
    } finally {
      Files.deleteIfExists(onnx);
      Files.delete(folder);
    }
  }

  private static void compare(Map<String, List<String>> sides, int rounds)
      throws IOException, InterruptedException {
    List<Map<String, InferenceFigures>> all = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      Map<String, InferenceFigures> figures = new LinkedHashMap<>();
      for (Map.Entry<String, List<String>> side : sides.entrySet()) {
        InferenceFigures found = PeerProcess.run(JVM, side.getValue(), InferenceFigures::parse);
        System.out.printf("round %d, %s: %s%n", round, side.getKey(), found);
        figures.put(side.getKey(), found);
      }
      all.add(figures);
    }
    System.out.println("medians");
    for (String side : sides.keySet()) {
      System.out.printf(
          Locale.ROOT,
          "%s: p50 %.0f us, p99 %.0f us, batches %.0f/s, callers %.0f/s%n",
          side,
          statistics(all, f -> f.get(side).p50()).getPercentile(50),
          statistics(all, f -> f.get(side).p99()).getPercentile(50),
          statistics(all, f -> f.get(side).batchRate()).getPercentile(50),
          statistics(all, f -> f.get(side).callersRate()).getPercentile(50));
    }
    compareAnswers(all);
    for (String ours : List.of("auto", "float32")) {
      for (String threads : List.of(" 1", " 2")) {
        String mine = ours + threads;
        String peer = "onnx" + threads;
        ratio(all, "p50, " + mine + " / " + peer, f -> f.get(mine).p50() / f.get(peer).p50());
      }
      ratio(
          all,
          "batches, %s 2 / the better of onnx 1 and 2".formatted(ours),
          f -> f.get(ours + " 2").batchRate() / batches(f));
    }
    for (String side : List.of("auto 1", "onnx 1", "auto 2", "onnx 2")) {
      ratio(all, "p99 / own p50, " + side, f -> f.get(side).p99() / f.get(side).p50());
    }
    for (String side : List.of("auto 2", "auto 2 batching", "float32 2")) {
      ratio(
          all,
          "callers, %s / the better of onnx 1 and 2".formatted(side),
          f -> f.get(side).callersRate() / callers(f));
    }
  }

  /** In float32 the peers must agree; in 8-bit integers images near the border may not. */
  private static void compareAnswers(List<Map<String, InferenceFigures>> rounds) {
    Set<String> floats = new TreeSet<>();
    Set<String> automatic = new TreeSet<>();
    for (Map<String, InferenceFigures> figures : rounds) {
      figures.forEach(
          (side, found) -> (side.startsWith("auto") ? automatic : floats).add(found.answers()));
    }
    System.out.printf(
        "answers in float32, ours and ONNX Runtime's: %s; auto: %s%n",
        floats.size() == 1 ? "equal" : "DIFFERENT " + floats,
        automatic.equals(floats) ? "the same" : "of their own " + automatic);
  }

  private static double batches(Map<String, InferenceFigures> figures) {
    return Math.max(figures.get("onnx 1").batchRate(), figures.get("onnx 2").batchRate());
  }

  private static double callers(Map<String, InferenceFigures> figures) {
    return Math.max(figures.get("onnx 1").callersRate(), figures.get("onnx 2").callersRate());
  }

  private static void ratio(
      List<Map<String, InferenceFigures>> rounds,
      String name,
      ToDoubleFunction<Map<String, InferenceFigures>> of) {
    DescriptiveStatistics ratios = statistics(rounds, of);
    System.out.printf(
        Locale.ROOT,
        "%s: %.2f (%.2f to %.2f)%n",
        name,
        ratios.getPercentile(50),
        ratios.getMin(),
        ratios.getMax());
  }

  private static DescriptiveStatistics statistics(
      List<Map<String, InferenceFigures>> rounds,
      ToDoubleFunction<Map<String, InferenceFigures>> of) {
    DescriptiveStatistics statistics = new DescriptiveStatistics();
    rounds.forEach(figures -> statistics.addValue(of.applyAsDouble(figures)));
    return statistics;
  }
}
