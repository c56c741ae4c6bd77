package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.io.EmnistWriter;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Kills trainings ({@code kill -9}) at random moments and resumes them until they end, then
 * compares their weights with those of a run that was left alone:
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.github.emnist.benchmarks.KillAndResume \
 *     emnist-examples/target/emnist.jar KILLS FOLDER
 * </pre>
 *
 * <p>{@code FOLDER} must not be there; it is left for a look. A round is one run; rounds follow
 * until there were enough kills. The exit status is 1 where a run could not go on or ended with
 * other weights.
 */
public final class KillAndResume {
  private static final long SEED = 1;
  private static final double LONGEST_SECONDS = 9;

  private final Path jar;
  private final Path folder;
  private final CounterRandom random = new CounterRandom(SEED, 0, 0);
  private int kills;

  private KillAndResume(Path jar, Path folder) {
    this.jar = jar.toAbsolutePath();
    this.folder = folder;
  }

  /**
   * Runs and prints.
   *
   * @param args the command line's jar, how many kills, a folder that is not there
   * @throws IOException if files cannot be written or a process not be started
   * @throws InterruptedException if this thread is interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 3) {
      System.err.println("usage: KillAndResume EMNIST_JAR KILLS FOLDER");
      System.exit(2);
    }
    KillAndResume script = new KillAndResume(Path.of(args[0]), Path.of(args[2]));
    System.exit(script.run(Integer.parseInt(args[1])) ? 0 : 1);
  }

  private boolean run(int wanted) throws IOException, InterruptedException {
    Files.createDirectory(folder);
    SyntheticEmnist digits = SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(200, 20);
    EmnistWriter.write(digits, folder.resolve("data"));
    Path whole = folder.resolve("whole");
    if (!ended(start("whole", train(whole)), Double.POSITIVE_INFINITY)) {
      return false;
    }
    ModelBundle expected = ModelBundle.load(whole.resolve("model"));
    boolean good = true;
    for (int round = 1; kills < wanted && good; round++) {
      Path run = folder.resolve("round-" + round);
      int before = kills;
      good = trainKilling(run);
      boolean equal =
          good && ModelBundle.load(run.resolve("model")).weights().equals(expected.weights());
      good &= equal;
      System.out.printf(
          Locale.ROOT,
          "round %d: %d kills, then weights %s%n",
          round,
          kills - before,
          equal ? "equal to the bit" : "DIFFERENT OR MISSING");
    }
    System.out.printf(Locale.ROOT, "%d kills in all: %s%n", kills, good ? "good" : "BAD");
    return good;
  }

  private List<String> train(Path run) {
    return List.of(
        "train",
        "--data",
        folder.resolve("data").toString(),
        "--recipe",
        "fast",
        "--deterministic",
        "--checkpoint-steps",
        "2",
        "--out",
        run.toString());
  }

  /** Starts a run and kills it again and again until it ends by itself. */
  private boolean trainKilling(Path run) throws IOException, InterruptedException {
    boolean begun = false;
    while (true) {
      List<String> command = begun ? List.of("resume", run.toString()) : train(run);
      double seconds = random.nextDouble() * LONGEST_SECONDS;
      Process process = start(run.getFileName().toString(), command);
      if (ended(process, seconds)) {
        return process.exitValue() == 0;
      }
      kills++;
      boolean resumable = hasCheckpoint(run);
      if (begun && !resumable) {
        System.out.println("no checkpoint is left");
        return false;
      }
      if (!begun && !resumable) {
        deleteUnbegun(run);
      }
      begun |= resumable;
    }
  }

  /** Waits; kills the process where it takes longer. Returns whether it ended by itself. */
  private static boolean ended(Process process, double seconds) throws InterruptedException {
    long millis = (long) Math.min(600_000, seconds * 1e3);
    if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      if (process.exitValue() != 0) {
        System.out.println("exit status " + process.exitValue());
      }
      return true;
    }
    process.destroyForcibly().waitFor();
    return false;
  }

  private Process start(String name, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-jar", jar.toString()));
    command.addAll(arguments);
    Path log = folder.resolve(name + ".log");
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private static boolean hasCheckpoint(Path run) throws IOException {
    Path checkpoints = run.resolve("checkpoints");
    if (!Files.isDirectory(checkpoints)) {
      return false;
    }
    try (var files = Files.list(checkpoints)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("step-"));
    }
  }

  /** A run that was killed before its first checkpoint has to begin again. */
  private static void deleteUnbegun(Path run) throws IOException {
    if (Files.exists(run)) {
      try (var files = Files.walk(run)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
