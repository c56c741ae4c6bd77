package io.github.emnist.benchmarks.report;

import io.github.emnist.benchmarks.report.Contender.Order;
import io.github.emnist.benchmarks.report.Contender.Said;
import io.github.emnist.benchmarks.report.Contender.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A contender as a report plans it.
 *
 * @param suite what it takes part in
 * @param who its name in the tables
 * @param ours whether it is this library, or a limit of the machine
 * @param command the program, which gets a file with an {@link Order} as its last argument; its
 *     class path is this process's
 * @param works what it does; outputs are compared of the first
 * @param tolerance how far its outputs may be from those of the first contender with this work
 * @param times as much time for each of its figures as for others
 * @param wall the name of a figure that is the seconds of the whole process, or nothing
 * @param bound what limits its figures, if that is known
 */
record Entrant(
    String suite,
    String who,
    boolean ours,
    List<String> command,
    List<Work> works,
    double tolerance,
    double times,
    String wall,
    Optional<Bound> bound) {
  private static final long MINUTES = 10;
  private static final int SHOWN = 300;

  Entrant {
    command = List.copyOf(command);
    works = List.copyOf(works);
  }

  /**
   * A limit.
   *
   * @param limit the name of a figure of the suite {@code limits}
   * @param work how much of the limit's unit an image takes
   */
  record Bound(String limit, double work) {}

  /**
   * What a process said, and how long it took from start to end.
   *
   * @param seconds by this process's clock
   */
  record Ended(Said said, double seconds) {}

  static Entrant of(
      String suite, String who, boolean ours, List<String> command, List<Work> works) {
    return new Entrant(suite, who, ours, command, works, 0, 1, "", Optional.empty());
  }

  Entrant by(List<String> program) {
    return new Entrant(suite, who, ours, program, works, tolerance, times, wall, bound);
  }

  Entrant tolerating(double difference) {
    return new Entrant(suite, who, ours, command, works, difference, times, wall, bound);
  }

  Entrant lasting(double longer) {
    return new Entrant(suite, who, ours, command, works, tolerance, longer, wall, bound);
  }

  Entrant timedOutside(String figure) {
    return new Entrant(suite, who, ours, command, works, tolerance, times, figure, bound);
  }

  Entrant boundBy(String limit, double work) {
    return new Entrant(
        suite,
        who,
        ours,
        command,
        works,
        tolerance,
        times,
        wall,
        Optional.of(new Bound(limit, work)));
  }

  /**
   * Runs it to its end.
   *
   * @throws IOException if it fails or does not print its line; says what it printed last
   */
  Ended run(boolean check, double seconds) throws IOException, InterruptedException {
    // ONNX Runtime 1.29 ends with a segmentation fault where the command line is longer than about
    // 4,000 characters: class path and order go other ways.
    Path order = Files.createTempFile("order", ".json");
    Path printed = Files.createTempFile("contender", ".txt");
    try {
      List<Work> asked = check ? works.subList(0, 1) : works;
      Results.JSON.writeValue(order.toFile(), new Order(check, seconds * times, asked));
      List<String> line = new ArrayList<>(command);
      line.add(order.toString());
      ProcessBuilder builder =
          new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(printed.toFile());
      builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
      long begin = System.nanoTime();
      Process process = builder.start();
      boolean ended;
      try {
        ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
      } finally {
        process.destroyForcibly(); // nothing where it has ended
      }
      double passed = (System.nanoTime() - begin) / 1e9;
      String text = new String(Files.readAllBytes(printed), StandardCharsets.UTF_8);
      Optional<String> said =
          text.lines()
              .filter(l -> l.startsWith(Contender.MARK))
              .map(l -> l.substring(Contender.MARK.length()))
              .findFirst();
      if (!ended || process.exitValue() != 0 || said.isEmpty()) {
        throw new IOException(
            (ended
                    ? "exit status " + process.exitValue()
                    : "stopped after %d minutes".formatted(MINUTES))
                + ", "
                + reason(text));
      }
      return new Ended(Results.JSON.readValue(said.get(), Said.class), passed);
    } finally {
      Files.deleteIfExists(order);
      Files.deleteIfExists(printed);
    }
  }

  /** The line that names an exception, else the last one. */
  private static String reason(String text) {
    List<String> lines = text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    String found =
        lines.stream()
            .filter(
                l ->
                    l.matches(
                        "(Caused by: |Exception in thread.*? |)[\\w.]*(Exception|Error)\\b.*"))
            .reduce((first, last) -> last)
            .orElse(lines.isEmpty() ? "nothing printed" : lines.get(lines.size() - 1));
    return found.substring(0, Math.min(SHOWN, found.length()));
  }
}
