package io.github.emnist.benchmarks.report;

import io.github.emnist.benchmarks.report.Contender.Bound;
import io.github.emnist.benchmarks.report.Contender.Run;
import io.github.emnist.benchmarks.report.Results.Ratio;
import io.github.emnist.benchmarks.report.Results.Row;
import io.github.emnist.benchmarks.report.Results.Share;
import io.github.emnist.benchmarks.report.Worker.Figure;
import io.github.emnist.benchmarks.report.Worker.Work;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import joptsimple.OptionException;
import joptsimple.OptionParser;
import joptsimple.OptionSet;
import joptsimple.OptionSpec;

/**
 * Measures this library beside others: every contender in a process of its own, in turn, round by
 * round, after comparing their outputs.
 *
 * <pre>
 * mvn -Ppeers -DskipTests -pl benchmarks -am package
 * EMNIST_DATA=FOLDER java -jar benchmarks/target/benchmarks.jar report
 * java -jar benchmarks/target/benchmarks.jar diff before.json after.json
 * </pre>
 */
public final class Report {
  private static final int UNREADABLE = 2;
  private static final Path REPOSITORY = Path.of("");
  private static final double QUICK = 0.2;
  private static final int ROUNDS = 5;

  private final PrintStream log;
  private final int rounds;
  private final double scale;
  private final long begin = System.nanoTime();
  private final Map<String, String> engines = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<Row> kept = new ArrayList<>();
  private final Map<String, double[]> expected = new LinkedHashMap<>();
  private boolean different;

  /**
   * Creates a report.
   *
   * @param log receives a line for each figure
   * @param rounds the number of timed processes of each contender
   * @param scale multiplies the times of {@link Suites#pace}
   */
  Report(PrintStream log, int rounds, double scale) {
    this.log = log;
    this.rounds = rounds;
    this.scale = scale;
  }

  /**
   * Measures, and writes report.json, report.md and the charts after each suite.
   *
   * @param args options, which {@code --help} lists
   * @return the exit status: 0, 1 if outputs differ, 2 for options that do not exist or do not fit
   * @throws IOException if an input cannot be read or a file cannot be written
   * @throws InterruptedException if interrupted
   */
  public static int report(String[] args) throws IOException, InterruptedException {
    OptionParser parser = new OptionParser();
    OptionSpec<Void> quick =
        parser.accepts(
            "quick",
            "one short round and smaller inputs, less than 10 minutes on two quiet processors; for a"
                + " first impression, not for claims");
    OptionSpec<Void> check =
        parser.accepts("check", "compare the outputs of all contenders and time none");
    OptionSpec<String> suites =
        parser
            .accepts(
                "suites",
                "the suites to run, some of "
                    + String.join(",", Suites.NAMES)
                    + "; the default is all of them, which takes about 54 minutes on two quiet"
                    + " processors")
            .withRequiredArg()
            .withValuesSeparatedBy(',');
    OptionSpec<Integer> rounds =
        parser
            .accepts(
                "rounds",
                "timed processes of each contender; the default is "
                    + ROUNDS
                    + ", with --quick 1; fewer than "
                    + Ratio.ROUNDS
                    + " give no verdict")
            .withRequiredArg()
            .ofType(Integer.class);
    OptionSpec<String> out =
        parser
            .accepts("out", "the folder for report.json, report.md and the charts")
            .withRequiredArg()
            .defaultsTo("report");
    OptionSpec<Void> keep =
        parser.accepts(
            "keep",
            "keep the other suites of the report that is in the folder of --out already, made on"
                + " the same machine in the same mode");
    OptionSpec<String> model =
        parser
            .accepts("model", "a model bundle; the default is the model in the jar")
            .withRequiredArg();
    OptionSpec<String> data =
        parser
            .accepts(
                "data",
                "folder of EMNIST Balanced's gzip IDX files; the default is what EMNIST_DATA names,"
                    + " or else drawn images")
            .withRequiredArg();
    OptionSpec<String> python =
        parser
            .accepts(
                "python",
                "the Python interpreter; the default is the first of python3 and /usr/bin/python3"
                    + " that has the packages")
            .withRequiredArg();
    OptionSpec<Void> docs =
        parser.accepts(
            "docs",
            "measure nothing; write the tables of docs/benchmarks.md and README.md from"
                + " benchmarks/results/report.json, a report of the full mode; to be run in the"
                + " repository's folder");
    OptionSpec<Void> help = parser.accepts("help", "print this");
    OptionSet given;
    try {
      given = parser.parse(args);
      if (!given.nonOptionArguments().isEmpty()) {
        throw new IllegalArgumentException("expected options, found " + given.nonOptionArguments());
      }
      for (String suite : given.valuesOf(suites)) {
        if (!Suites.NAMES.contains(suite)) {
          throw new IllegalArgumentException(
              "--suites: found " + suite + ", expected some of " + Suites.NAMES);
        }
      }
      if (given.has(rounds) && given.valueOf(rounds) < 1) {
        throw new IllegalArgumentException(
            "--rounds: found " + given.valueOf(rounds) + ", expected 1 or more");
      }
    } catch (OptionException | IllegalArgumentException e) {
      System.err.println(e.getMessage() + "; report --help lists the options");
      return UNREADABLE;
    }
    if (given.has(help)) {
      parser.printHelpOn(System.out);
      return 0;
    }
    if (given.has(docs)) {
      try {
        Pages.writeDocs(REPOSITORY);
        return 0;
      } catch (IOException | IllegalArgumentException e) {
        System.err.println(e.getMessage());
        return UNREADABLE;
      }
    }
    boolean isQuick = given.has(quick);
    int rounded = given.has(rounds) ? given.valueOf(rounds) : isQuick ? 1 : ROUNDS;
    Report report = new Report(System.out, given.has(check) ? 0 : rounded, isQuick ? QUICK : 1);
    String date = Instant.now().truncatedTo(ChronoUnit.MINUTES).toString();
    List<String> wanted = given.has(suites) ? given.valuesOf(suites) : Suites.NAMES;
    Path folder = Path.of(given.valueOf(out));
    Results results;
    try (Suites plan =
        Suites.prepare(
            isQuick,
            Optional.ofNullable(given.valueOf(model)).map(Path::of),
            Optional.ofNullable(
                    given.has(data) ? given.valueOf(data) : System.getenv("EMNIST_DATA"))
                .map(Path::of),
            Optional.ofNullable(given.valueOf(python)))) {
      Map<String, String> about = new LinkedHashMap<>(plan.about());
      about.put("date", date);
      about.put("mode", given.has(check) ? "check" : isQuick ? "quick" : "full");
      about.put("rounds", "" + report.rounds);
      if (given.has(keep)) {
        try {
          report.keep(Results.read(folder.resolve(Pages.JSON)), about, wanted);
        } catch (IOException | IllegalArgumentException e) {
          System.err.println("--keep: " + e.getMessage());
          return UNREADABLE;
        }
      }
      results = report.run(about, plan.contenders(wanted, report.warnings), folder);
    }
    results.warnings().forEach(warning -> System.out.println("warning: " + warning));
    System.out.println("written: " + folder.resolve("report.md"));
    return report.different ? 1 : 0;
  }

  /** Keeps the results of an earlier report for the suites that are not measured again. */
  private void keep(Results earlier, Map<String, String> about, List<String> wanted) {
    earlier.requireLike(about);
    earlier.rows().stream().filter(row -> !wanted.contains(row.suite())).forEach(kept::add);
    engines.putAll(earlier.engines());
    earlier.warnings().stream()
        .filter(warning -> !wanted.contains(warning.substring(0, warning.indexOf(','))))
        .forEach(warnings::add);
    about.put(
        "kept",
        kept.stream().map(Row::suite).distinct().collect(Collectors.joining(", "))
            + " of commit "
            + earlier.about().get("commit")
            + ", "
            + earlier.about().get("date")
            + (earlier.about().containsKey("kept")
                ? ", which kept " + earlier.about().get("kept")
                : ""));
  }

  /**
   * Compares two reports.
   *
   * @param args the files, and {@code --bound} for the slowdown that is allowed
   * @return the exit status: 0; 1 if a figure of this library is slower beyond the bound with its
   *     whole interval; 2 if a file is no report, or the reports cannot be compared
   */
  public static int diff(String[] args) {
    try {
      OptionParser parser = new OptionParser();
      OptionSpec<Double> bound =
          parser.accepts("bound").withRequiredArg().ofType(Double.class).defaultsTo(1.05);
      OptionSpec<String> files = parser.nonOptions();
      OptionSet given = parser.parse(args);
      List<String> names = given.valuesOf(files);
      if (names.size() != 2) {
        throw new IllegalArgumentException("usage: diff BEFORE.json AFTER.json [--bound 1.05]");
      }
      Results before = Results.read(Path.of(names.get(0)));
      Results after = Results.read(Path.of(names.get(1)));
      before.requireLike(after.about());
      return diff(before, after, given.valueOf(bound), System.out);
    } catch (IOException | OptionException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return UNREADABLE;
    }
  }

  /**
   * Prints a line for each row of either, and returns 1 if one of this library's is slower, else 0.
   */
  static int diff(Results before, Results after, double bound, PrintStream out) {
    int compared = 0;
    int slower = 0;
    for (Row row : before.rows().stream().filter(Row::isUsable).toList()) {
      Optional<Row> other = after.row(row);
      if (other.isEmpty()) {
        out.printf("GONE    %s%n", row.key());
        continue;
      }
      Ratio ratio = Ratio.of(row, other.get());
      compared++;
      slower += row.ours() && ratio.isSlowerThan(bound) ? 1 : 0;
      out.printf(
          Locale.ROOT,
          "%s %.3f (%.3f to %.3f) times the time: %s%n",
          !ratio.hasRounds() ? "FEW    " : ratio.isSlowerThan(bound) ? "SLOWER " : "       ",
          ratio.slowdown(),
          ratio.low(),
          ratio.high(),
          row.key());
    }
    after.rows().stream()
        .filter(row -> row.isUsable() && before.row(row).isEmpty())
        .forEach(row -> out.printf("NEW     %s%n", row.key()));
    out.printf(
        Locale.ROOT,
        "%d figures in both; of this library's, %d slower by more than %.2f times; FEW: fewer than"
            + " %d rounds, no verdict%n",
        compared,
        slower,
        bound,
        Ratio.ROUNDS);
    return slower > 0 ? 1 : 0;
  }

  /** Returns whether outputs differed. */
  boolean foundDifferences() {
    return different;
  }

  /**
   * Checks all contenders of a suite, then times them in turn, suite after suite; writes the files
   * after each.
   */
  Results run(Map<String, String> about, List<Contender> contenders, Path folder)
      throws IOException, InterruptedException {
    List<Series> measured = new ArrayList<>();
    Results results = results(about, measured);
    for (String suite : contenders.stream().map(Contender::suite).distinct().toList()) {
      Map<Contender, List<Series>> fit = new LinkedHashMap<>();
      for (Contender contender : contenders) {
        if (contender.suite().equals(suite)) {
          List<Series> own = Series.of(contender);
          measured.addAll(own);
          if (check(contender, own)) {
            fit.put(contender, own);
          }
        }
      }
      for (int round = 1; round <= rounds; round++) {
        for (Map.Entry<Contender, List<Series>> one : fit.entrySet()) {
          time(one.getKey(), one.getValue(), round);
        }
      }
      results = results(about, measured);
      Pages.write(results, folder);
    }
    return results;
  }

  /** Returns the results so far, with shares of the known limits. */
  private Results results(Map<String, String> about, List<Series> measured) {
    Map<String, String> now = new LinkedHashMap<>(about);
    now.put("minutes", String.format(Locale.ROOT, "%.0f", (System.nanoTime() - begin) / 6e10));
    List<Row> rows = new ArrayList<>(kept);
    measured.forEach(series -> rows.add(series.row()));
    Results bare = new Results(now, engines, List.copyOf(warnings), rows);
    List<Row> shared = new ArrayList<>(kept);
    measured.forEach(series -> shared.add(series.row().with(series.share(bare))));
    shared.sort(Comparator.comparingInt(row -> Suites.NAMES.indexOf(row.suite())));
    return new Results(now, new LinkedHashMap<>(engines), List.copyOf(warnings), shared);
  }

  /** Collects the values of a row. */
  private static final class Series {
    private final Contender contender;
    private final Work work;
    private final List<Double> values = new ArrayList<>();
    private final List<Double> allocated = new ArrayList<>();
    private final List<String> checks = new ArrayList<>();
    private String state = Row.OK;

    private Series(Contender contender, Work work) {
      this.contender = contender;
      this.work = work;
    }

    static List<Series> of(Contender contender) {
      List<Work> works = new ArrayList<>(contender.works());
      if (!contender.terms().wall().isEmpty()) {
        works.add(new Work(contender.terms().wall(), "s", 1, 1, "", Map.of()));
      }
      return works.stream().map(work -> new Series(contender, work)).toList();
    }

    Row row() {
      return new Row(
          contender.suite(),
          work.name(),
          contender.who(),
          contender.ours(),
          work.unit(),
          values,
          allocated.isEmpty() ? null : Results.median(allocated),
          null,
          state,
          checks);
    }

    /** Returns the share of the limit at as many threads as compute at once, or null. */
    Share share(Results results) {
      Row row = row();
      if (contender.terms().bound().isEmpty() || !row.isUsable()) {
        return null;
      }
      Bound bound = contender.terms().bound().get();
      String limit =
          bound.threads() == 0
              ? bound.limit()
              : Suites.limit(bound.limit(), Math.max(work.threads(), bound.threads()));
      double perSecond =
          switch (row.unit()) {
            case "us" -> 1e6 / row.median();
            case "ms" -> 1e3 / row.median();
            case "s" -> 1 / row.median();
            default -> row.median();
          };
      return results
          .row(Suites.LIMITS, limit, Suites.MACHINE)
          .map(of -> new Share(limit, perSecond * bound.work() / of.median()))
          .orElse(null);
    }
  }

  private void fail(Contender contender, List<Series> own, String what) {
    own.forEach(series -> series.state = what);
    warnings.add(contender.suite() + ", " + contender.who() + ": " + what);
    log.println(contender.suite() + ", " + contender.who() + ": " + what);
  }

  /** Compares a contender's outputs, and returns whether it may be timed. */
  private boolean check(Contender contender, List<Series> own) throws InterruptedException {
    Run run;
    try {
      run = contender.run(true, Suites.pace(contender.suite()).times(scale));
    } catch (IOException e) {
      fail(contender, own, "failed: " + e.getMessage());
      return false;
    }
    if (!run.reply().engine().isEmpty()) {
      engines.put(contender.who(), run.reply().engine());
    }
    for (Map.Entry<String, double[]> output : run.reply().outputs().entrySet()) {
      String what = contender.suite() + "/" + own.get(0).work.name() + "/" + output.getKey();
      double[] first = expected.putIfAbsent(what, output.getValue());
      if (first == null) {
        continue;
      }
      double difference = distance(first, output.getValue());
      String text =
          String.format(
              Locale.ROOT,
              "%s: differ by %.2g at most from the first contender's, allowed %.2g",
              output.getKey(),
              difference,
              contender.terms().tolerance());
      if (!(difference <= contender.terms().tolerance())) {
        different = true;
        fail(contender, own, "invalid: " + text);
        return false;
      }
      own.forEach(series -> series.checks.add(text));
      log.println(contender.suite() + ", " + contender.who() + ": checked, " + text);
    }
    return true;
  }

  /** Returns the largest difference; infinite if the lengths differ. */
  private static double distance(double[] a, double[] b) {
    if (a.length != b.length) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i])); // NaN stays
    }
    return largest;
  }

  private void time(Contender contender, List<Series> own, int round) throws InterruptedException {
    if (!own.get(0).state.equals(Row.OK)) {
      return;
    }
    try {
      Run run = contender.run(false, Suites.pace(contender.suite()).times(scale));
      for (Series series : own) {
        Figure figure =
            series.work.name().equals(contender.terms().wall())
                ? new Figure(contender.terms().wall(), run.seconds(), null)
                : run.reply().figures().stream()
                    .filter(f -> f.name().equals(series.work.name()))
                    .findFirst()
                    .orElseThrow(
                        () -> new IOException("no figure in the reply: " + series.work.name()));
        series.values.add(figure.value());
        if (figure.allocated() != null) {
          series.allocated.add(figure.allocated());
        }
        log.printf(
            Locale.ROOT,
            "%s, round %d, %s, %s: %.4g %s%n",
            contender.suite(),
            round,
            contender.who(),
            figure.name(),
            figure.value(),
            series.work.unit());
      }
    } catch (IOException e) {
      fail(contender, own, "failed in round " + round + ": " + e.getMessage());
    }
  }
}
