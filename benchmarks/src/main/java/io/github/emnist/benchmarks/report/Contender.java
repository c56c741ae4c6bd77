package io.github.emnist.benchmarks.report;

import io.github.emnist.benchmarks.report.Worker.Order;
import io.github.emnist.benchmarks.report.Worker.Pace;
import io.github.emnist.benchmarks.report.Worker.Reply;
import io.github.emnist.benchmarks.report.Worker.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program that a report measures, once per round, each time in a new process.
 *
 * @param suite the suite that it takes part in
 * @param who its name in the tables
 * @param ours whether it is this library
 * @param command the program, which gets a file with an {@link Order} as its last argument; its
 *     class path is this process's
 * @param works its measurements; the outputs of the first are compared
 * @param terms the terms by which it is judged
 */
record Contender(
    String suite, String who, boolean ours, List<String> command, List<Work> works, Terms terms) {
  private static final long MINUTES = 10;
  private static final int SHOWN = 300;

  Contender {
    command = List.copyOf(command);
    works = List.copyOf(works);
  }

  /**
   * The terms by which a contender is judged.
   *
   * @param tolerance the largest difference of its outputs from those of the first contender with
   *     this work
   * @param wall the name of the figure that is the seconds of the whole process; empty for none
   * @param bound the limit of its figures, if it is known
   */
  record Terms(double tolerance, String wall, Optional<Bound> bound) {}

  /**
   * The limit of a contender's figures.
   *
   * @param limit the name of a figure of the suite {@code limits}; for a product, without its
   *     threads
   * @param work the amount of the limit's unit that an image takes
   * @param threads the engine's; the limit is the one at as many threads as compute at once. 0 if
   *     the limit has no threads
   */
  record Bound(String limit, double work, int threads) {}

  /**
   * The reply of a process, and its time from start to end.
   *
   * @param seconds by this process's clock
   */
  record Run(Reply reply, double seconds) {}

  static Contender of(
      String suite, String who, boolean ours, List<String> command, List<Work> works) {
    return new Contender(suite, who, ours, command, works, new Terms(0, "", Optional.empty()));
  }

  Contender by(List<String> program) {
    return new Contender(suite, who, ours, program, works, terms);
  }

  private Contender with(Terms other) {
    return new Contender(suite, who, ours, command, works, other);
  }

  Contender tolerating(double difference) {
    return with(new Terms(difference, terms.wall, terms.bound));
  }

  Contender timedOutside(String figure) {
    return with(new Terms(terms.tolerance, figure, terms.bound));
  }

  Contender boundBy(Bound bound) {
    return with(new Terms(terms.tolerance, terms.wall, Optional.of(bound)));
  }

  /**
   * Runs the program to its end.
   *
   * @throws IOException if it fails or does not print its line; the message has what it printed
   *     last
   */
  Run run(boolean check, Pace pace) throws IOException, InterruptedException {
    // ONNX Runtime 1.29 ends with a segmentation fault if the command line is longer than about
    // 4,000 characters, so class path and order are passed in other ways.
    Path order = Files.createTempFile("order", ".json");
    Path printed = Files.createTempFile("contender", ".txt");
    try {
      List<Work> asked = check ? works.subList(0, 1) : works;
      Results.JSON.writeValue(order.toFile(), new Order(check, pace, asked));
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
        process.destroyForcibly(); // does nothing if it has ended
      }
      double passed = (System.nanoTime() - begin) / 1e9;
      String text = new String(Files.readAllBytes(printed), StandardCharsets.UTF_8);
      Optional<String> reply =
          text.lines()
              .filter(l -> l.startsWith(Worker.MARK))
              .map(l -> l.substring(Worker.MARK.length()))
              .findFirst();
      if (!ended || process.exitValue() != 0 || reply.isEmpty()) {
        throw new IOException(
            (ended
                    ? "exit status " + process.exitValue()
                    : "stopped after %d minutes".formatted(MINUTES))
                + ", "
                + reason(text));
      }
      return new Run(Results.JSON.readValue(reply.get(), Reply.class), passed);
    } finally {
      Files.deleteIfExists(order);
      Files.deleteIfExists(printed);
    }
  }

  /** Returns the line that names an exception, else the last one. */
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
