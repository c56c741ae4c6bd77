package io.github.emnist.benchmarks.report;

import io.github.emnist.benchmarks.report.Contender.Figure;
import io.github.emnist.benchmarks.report.Contender.Work;
import io.github.emnist.benchmarks.report.Entrant.Ended;
import io.github.emnist.benchmarks.report.Results.Change;
import io.github.emnist.benchmarks.report.Results.Row;
import io.github.emnist.benchmarks.report.Results.Share;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import joptsimple.OptionException;
import joptsimple.OptionParser;
import joptsimple.OptionSet;
import joptsimple.OptionSpec;

/**
 * Measures this library beside others: every contender in a process of its own, in turn, round by
 * round, after their outputs were compared.
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

  private final PrintStream log;
  private final int rounds;
  private final double seconds;
  private final Map<String, String> engines = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, double[]> expected = new LinkedHashMap<>();
  private boolean different;

  Report(PrintStream log, int rounds, double seconds) {
    this.log = log;
    this.rounds = rounds;
    this.seconds = seconds;
  }

  /**
   * Measures, and writes report.json, report.md and the charts.
   *
   * @param args options, which {@code --help} lists
   * @return the exit status: 0, 1 if outputs differ, 2 for options that are none
   * @throws IOException if an input cannot be read or a file cannot be written
   * @throws InterruptedException if interrupted
   */
  public static int report(String[] args) throws IOException, InterruptedException {
    OptionParser parser = new OptionParser();
    OptionSpec<Void> quick =
        parser.accepts(
            "quick", "two short rounds, in less than 10 minutes; for a look, not for claims");
    OptionSpec<Void> check =
        parser.accepts("check", "compares the outputs of all contenders and times none");
    OptionSpec<String> suites =
        parser
            .accepts("suites", "which, of " + String.join(",", Suites.NAMES) + "; all without")
            .withRequiredArg()
            .withValuesSeparatedBy(',');
    OptionSpec<Integer> rounds =
        parser
            .accepts("rounds", "processes of each contender")
            .withRequiredArg()
            .ofType(Integer.class);
    OptionSpec<String> out =
        parser.accepts("out", "folder for the report").withRequiredArg().defaultsTo("report");
    OptionSpec<String> model =
        parser.accepts("model", "a model; the one in the jar without").withRequiredArg();
    OptionSpec<String> data =
        parser
            .accepts(
                "data",
                "folder of EMNIST Balanced's gzip IDX files; EMNIST_DATA without, else drawn images")
            .withRequiredArg();
    OptionSpec<String> python =
        parser
            .accepts(
                "python",
                "the interpreter; the first of python3 and /usr/bin/python3 that has the packages without")
            .withRequiredArg();
    OptionSpec<Void> docs =
        parser.accepts(
            "docs",
            "measures nothing: writes the tables of docs/benchmarks.md and README.md from"
                + " benchmarks/results/report.json; in the repository's folder");
    OptionSpec<Void> help = parser.accepts("help", "prints this");
    OptionSet given;
    try {
      given = parser.parse(args);
      if (!given.nonOptionArguments().isEmpty()) {
        throw new IllegalArgumentException("no option: " + given.nonOptionArguments());
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
      Pages.writeDocs(REPOSITORY);
      return 0;
    }
    boolean isQuick = given.has(quick);
    Report report =
        new Report(
            System.out,
            given.has(check) ? 0 : given.has(rounds) ? given.valueOf(rounds) : isQuick ? 2 : 5,
            isQuick ? 0.25 : 0.8);
    long begin = System.nanoTime();
    Instant date = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    List<String> wanted = given.has(suites) ? given.valuesOf(suites) : Suites.NAMES;
    Results results;
    try (Suites plan =
        Suites.prepare(
            isQuick,
            Optional.ofNullable(given.valueOf(model)).map(Path::of),
            Optional.ofNullable(
                    given.has(data) ? given.valueOf(data) : System.getenv("EMNIST_DATA"))
                .map(Path::of),
            Optional.ofNullable(given.valueOf(python)))) {
      List<Entrant> entrants = plan.entrants(wanted, report.warnings);
      Map<String, String> about = new LinkedHashMap<>(plan.about());
      about.put("date", date.toString());
      about.put("mode", (isQuick ? "quick, " : "full, ") + report.rounds + " rounds");
      results = report.run(about, entrants);
      about.put("minutes", String.format(Locale.ROOT, "%.0f", (System.nanoTime() - begin) / 6e10));
    }
    Path folder = Path.of(given.valueOf(out));
    Pages.write(results, folder);
    results.warnings().forEach(warning -> System.out.println("warning: " + warning));
    System.out.println("written: " + folder.resolve("report.md"));
    return report.different ? 1 : 0;
  }

  /**
   * Compares two reports.
   *
   * @param args the files, and {@code --bound} for the slowdown that is allowed
   * @return the exit status: 0; 1 if a row is slower beyond the bound with its whole interval; 2 if
   *     a file is no report
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
      List<Change> changes =
          Results.read(Path.of(names.get(0))).changesTo(Results.read(Path.of(names.get(1))));
      double allowed = given.valueOf(bound);
      changes.forEach(
          change ->
              System.out.println((change.isSlowerThan(allowed) ? "SLOWER " : "       ") + change));
      long slower = changes.stream().filter(change -> change.isSlowerThan(allowed)).count();
      System.out.printf(
          Locale.ROOT,
          "%d figures in both, %d slower by more than %.2f times%n",
          changes.size(),
          slower,
          allowed);
      return slower > 0 ? 1 : 0;
    } catch (IOException | OptionException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return UNREADABLE;
    }
  }

  /** Whether outputs differed. */
  boolean foundDifferences() {
    return different;
  }

  /** Checks all contenders of a suite, then times them in turn, suite after suite. */
  Results run(Map<String, String> about, List<Entrant> entrants) throws InterruptedException {
    Map<Entrant, List<Draft>> drafts = new LinkedHashMap<>();
    for (String suite : entrants.stream().map(Entrant::suite).distinct().toList()) {
      List<Entrant> fit = new ArrayList<>();
      for (Entrant entrant : entrants.stream().filter(e -> e.suite().equals(suite)).toList()) {
        List<Draft> own = new ArrayList<>(entrant.works().stream().map(Draft::new).toList());
        if (!entrant.wall().isEmpty()) {
          own.add(new Draft(new Work(entrant.wall(), "s", 1, 1, "", Map.of())));
        }
        drafts.put(entrant, own);
        if (check(entrant, own)) {
          fit.add(entrant);
        }
      }
      for (int round = 1; round <= rounds; round++) {
        for (Entrant entrant : fit) {
          time(entrant, drafts.get(entrant), round);
        }
      }
    }
    List<Row> rows = new ArrayList<>();
    drafts.forEach((entrant, own) -> own.forEach(draft -> rows.add(draft.row(entrant))));
    Results measured = new Results(about, engines, warnings, List.copyOf(rows));
    rows.clear();
    drafts.forEach(
        (entrant, own) ->
            own.stream()
                .map(draft -> draft.row(entrant))
                .map(row -> share(row, entrant, measured).map(row::with).orElse(row))
                .forEach(rows::add));
    return new Results(about, engines, warnings, rows);
  }

  /** A row while it is measured. */
  private static final class Draft {
    private final Work work;
    private final List<Double> values = new ArrayList<>();
    private final List<Double> allocated = new ArrayList<>();
    private final List<String> checks = new ArrayList<>();
    private String state = Row.OK;

    Draft(Work work) {
      this.work = work;
    }

    Row row(Entrant entrant) {
      return new Row(
          entrant.suite(),
          work.name(),
          entrant.who(),
          entrant.ours(),
          work.unit(),
          values,
          allocated.isEmpty() ? null : Results.median(allocated),
          null,
          state,
          checks);
    }
  }

  private void fail(Entrant entrant, List<Draft> own, String what) {
    own.forEach(draft -> draft.state = what);
    warnings.add(entrant.suite() + ", " + entrant.who() + ": " + what);
    log.println(entrant.suite() + ", " + entrant.who() + ": " + what);
  }

  /** Whether it may be timed. */
  private boolean check(Entrant entrant, List<Draft> own) throws InterruptedException {
    Ended ended;
    try {
      ended = entrant.run(true, seconds);
    } catch (IOException e) {
      fail(entrant, own, "failed: " + e.getMessage());
      return false;
    }
    if (!ended.said().engine().isEmpty()) {
      engines.put(entrant.who(), ended.said().engine());
    }
    for (Map.Entry<String, double[]> output : ended.said().outputs().entrySet()) {
      String what = entrant.suite() + "/" + own.get(0).work.name() + "/" + output.getKey();
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
              entrant.tolerance());
      if (!(difference <= entrant.tolerance())) {
        different = true;
        fail(entrant, own, "invalid: " + text);
        return false;
      }
      own.forEach(draft -> draft.checks.add(text));
      log.println(entrant.suite() + ", " + entrant.who() + ": checked, " + text);
    }
    return true;
  }

  /** The largest difference; infinite where they are not as many. */
  private static double distance(double[] a, double[] b) {
    if (a.length != b.length) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i])); // not a number stays
    }
    return largest;
  }

  private void time(Entrant entrant, List<Draft> own, int round) throws InterruptedException {
    if (!own.get(0).state.equals(Row.OK)) {
      return;
    }
    try {
      Ended ended = entrant.run(false, seconds);
      for (Draft draft : own) {
        Figure figure =
            draft.work.name().equals(entrant.wall())
                ? new Figure(entrant.wall(), ended.seconds(), null)
                : ended.said().figures().stream()
                    .filter(f -> f.name().equals(draft.work.name()))
                    .findFirst()
                    .orElseThrow(() -> new IOException("said nothing of " + draft.work.name()));
        draft.values.add(figure.value());
        if (figure.allocated() != null) {
          draft.allocated.add(figure.allocated());
        }
        log.printf(
            Locale.ROOT,
            "%s, round %d, %s, %s: %.4g %s%n",
            entrant.suite(),
            round,
            entrant.who(),
            figure.name(),
            figure.value(),
            draft.work.unit());
      }
    } catch (IOException e) {
      fail(entrant, own, "failed in round " + round + ": " + e.getMessage());
    }
  }

  private static Optional<Share> share(Row row, Entrant entrant, Results results) {
    if (entrant.bound().isEmpty() || !row.isUsable()) {
      return Optional.empty();
    }
    String limit = entrant.bound().get().limit();
    double perSecond =
        switch (row.unit()) {
          case "us" -> 1e6 / row.median();
          case "ms" -> 1e3 / row.median();
          case "s" -> 1 / row.median();
          default -> row.median();
        };
    return results
        .row(Suites.LIMITS, limit, Suites.MACHINE)
        .map(of -> new Share(limit, perSecond * entrant.bound().get().work() / of.median()));
  }
}
