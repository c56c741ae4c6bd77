package io.github.emnist.benchmarks;

import io.github.emnist.benchmarks.report.Report;
import java.util.Arrays;

/** The main class of {@code benchmarks.jar}: runs {@code report}, {@code diff}, or JMH. */
public final class Main {
  private Main() {}

  /**
   * Runs the program that the arguments name.
   *
   * @param args {@code report} or {@code diff} and their options, or JMH's
   * @throws Exception if JMH fails
   */
  public static void main(String[] args) throws Exception {
    String first = args.length == 0 ? "" : args[0];
    String[] rest = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
    switch (first) {
      case "report" -> System.exit(Report.report(rest));
      case "diff" -> System.exit(Report.diff(rest));
      default -> org.openjdk.jmh.Main.main(args);
    }
  }
}
