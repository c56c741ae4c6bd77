package io.github.emnist.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** One side of a comparison in a JVM of its own, on this class path. */
final class PeerProcess {
  private PeerProcess() {}

  /**
   * Runs a main class to its end. What it prints beside its line goes no further.
   *
   * @param options of the JVM
   * @param command the class and its arguments
   * @param parse reads the one line that counts
   * @throws IOException if it fails, or prints no such line; says what it printed
   */
  static <T> T run(List<String> options, List<String> command, Function<String, Optional<T>> parse)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(options);
    line.addAll(Arrays.asList("-cp", System.getProperty("java.class.path")));
    line.addAll(command);
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    List<String> printed;
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      printed = reader.lines().toList();
    }
    int status = process.waitFor();
    Optional<T> figures = printed.stream().flatMap(l -> parse.apply(l).stream()).findFirst();
    if (status != 0 || figures.isEmpty()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s ended with %d and printed:%n%s",
              command,
              status,
              String.join("\n", printed)));
    }
    return figures.get();
  }
}
