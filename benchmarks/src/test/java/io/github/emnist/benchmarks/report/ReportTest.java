package io.github.emnist.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.benchmarks.report.Contender.Bound;
import io.github.emnist.benchmarks.report.Results.Ratio;
import io.github.emnist.benchmarks.report.Results.Row;
import io.github.emnist.benchmarks.report.Results.Share;
import io.github.emnist.benchmarks.report.Worker.Figure;
import io.github.emnist.benchmarks.report.Worker.Order;
import io.github.emnist.benchmarks.report.Worker.Reply;
import io.github.emnist.benchmarks.report.Worker.Work;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @TempDir Path folder;

  /** A contender that does what its works say. */
  public static final class FakeContender {
    private FakeContender() {}

    public static void main(String[] args) throws IOException {
      Order order = Worker.order(args);
      Map<String, String> params = order.works().get(0).params();
      System.out.println("not the line that counts");
      if (params.containsKey("crash") && order.check() == params.get("crash").equals("check")) {
        throw new IllegalStateException("as asked");
      }
      double output = Double.parseDouble(params.get("output"));
      double value = Double.parseDouble(params.get("value"));
      List<Figure> figures =
          order.works().stream().map(work -> new Figure(work.name(), value, 8.0)).toList();
      Worker.say(new Reply("stand 1", Map.of("numbers", new double[] {1, output}), figures));
    }
  }

  private static Contender fake(String who, boolean ours, Map<String, String> params) {
    Work work = new Work("work", "images/s", 1, 1, "", params);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return Contender.of(
            "suite", who, ours, List.of(java, FakeContender.class.getName()), List.of(work))
        .tolerating(0.1);
  }

  private static Map<String, String> says(double output, double value) {
    return Map.of("output", "" + output, "value", "" + value);
  }

  private static Report report(ByteArrayOutputStream log, int rounds) {
    return new Report(new PrintStream(log, true, StandardCharsets.UTF_8), rounds, 0.1);
  }

  @Test
  void contendersAreCheckedThenTimedInTurn() throws IOException, InterruptedException {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    Report report = report(log, 2);

    Results results =
        report.run(
            Map.of("JDK", "17"),
            List.of(fake("a", true, says(2, 100)), fake("b", false, says(2.05, 200))),
            folder);

    assertThat(report.foundDifferences()).isFalse();
    assertThat(results.rows()).extracting(Row::who).containsExactly("a", "b");
    assertThat(results.rows().get(1).values()).containsExactly(200.0, 200.0);
    assertThat(results.rows().get(1).allocated()).isEqualTo(8.0);
    assertThat(results.rows().get(1).checks())
        .containsExactly(
            "numbers: differ by 0.050 at most from the first contender's, allowed 0.10");
    assertThat(results.engines()).containsEntry("a", "stand 1");
    assertThat(log.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "suite, b: checked, numbers: differ by 0.050 at most from the first contender's,"
                + " allowed 0.10",
            "suite, round 1, a, work: 100.0 images/s",
            "suite, round 1, b, work: 200.0 images/s",
            "suite, round 2, a, work: 100.0 images/s",
            "suite, round 2, b, work: 200.0 images/s");
  }

  @Test
  void aPeerThatCrashesIsNamedAndTheReportGoesOn() throws IOException, InterruptedException {
    Report report = report(new ByteArrayOutputStream(), 1);

    Results results =
        report.run(
            Map.of(),
            List.of(
                fake("a", true, says(2, 100)),
                fake("checked", false, Map.of("crash", "check", "output", "2", "value", "1")),
                fake("timed", false, Map.of("crash", "time", "output", "2", "value", "1")),
                Contender.of(
                    "suite",
                    "missing",
                    false,
                    List.of(folder.resolve("no-such-program").toString()),
                    List.of(new Work("work", "s", 1, 1, "", Map.of())))),
            folder);

    String reason =
        "exit status 1, Exception in thread \"main\" java.lang.IllegalStateException: as asked";
    assertThat(report.foundDifferences()).isFalse();
    assertThat(results.rows()).extracting(Row::isUsable).containsExactly(true, false, false, false);
    assertThat(results.rows().get(1).state()).isEqualTo("failed: " + reason);
    assertThat(results.rows().get(2).state()).isEqualTo("failed in round 1: " + reason);
    assertThat(results.rows().get(3).state()).startsWith("failed: Cannot run program");
    assertThat(results.warnings()).hasSize(3).contains("suite, checked: failed: " + reason);
  }

  @Test
  void otherOutputsMakeARowInvalid() throws IOException, InterruptedException {
    Report report = report(new ByteArrayOutputStream(), 1);

    Results results =
        report.run(
            Map.of(),
            List.of(
                fake("a", true, says(2, 100)),
                fake("far", false, says(2.2, 100)),
                fake("no number", false, says(Double.NaN, 100))),
            folder);

    assertThat(report.foundDifferences()).isTrue();
    assertThat(results.rows().get(1).state())
        .isEqualTo(
            "invalid: numbers: differ by 0.20 at most from the first contender's, allowed 0.10");
    assertThat(results.rows().get(1).values()).isEmpty();
    assertThat(results.rows().get(2).state()).startsWith("invalid: numbers: differ by NaN");
  }

  @Test
  void aLimitGivesSharesAtAsManyThreadsAsCompute() throws IOException, InterruptedException {
    int all = Math.min(2, Runtime.getRuntime().availableProcessors());
    Contender machine = fake("x", false, says(0, 50));
    List<Work> limits =
        List.of(
            new Work(Suites.limit("product", 1), "GFLOP/s", 1, 1, "", says(0, 50)),
            new Work(Suites.limit("product", all), "GFLOP/s", 1, 1, "", says(0, 50)));
    Contender one = fake("a", true, says(2, 100)).boundBy(new Bound("product", 0.25, 1));
    List<Work> callers = List.of(new Work("2 callers", "images/s", 1, 2, "", says(2, 100)));

    Results results =
        report(new ByteArrayOutputStream(), 1)
            .run(
                Map.of(),
                List.of(
                    Contender.of(Suites.LIMITS, Suites.MACHINE, false, machine.command(), limits),
                    one.timedOutside("whole process"),
                    new Contender("suite", "b", true, one.command(), callers, one.terms())),
                folder);

    List<Row> rows = results.rows().stream().filter(r -> r.suite().equals("suite")).toList();
    assertThat(rows).extracting(Row::name).containsExactly("work", "whole process", "2 callers");
    assertThat(rows.get(0).limit()).isEqualTo(new Share(Suites.limit("product", 1), 0.5));
    assertThat(rows.get(1).median()).isPositive();
    assertThat(rows.get(2).limit().of()).isEqualTo(Suites.limit("product", all));
  }

  @Test
  void whatIsMeasuredIsWrittenAfterEachSuite() throws IOException, InterruptedException {
    Contender first = fake("a", true, says(2, 100));
    Contender second =
        new Contender("next", "b", true, List.of("no-such-program"), first.works(), first.terms());
    PrintStream killed =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            throw new IllegalStateException("killed");
          }
        };

    assertThatThrownBy(
            () -> new Report(killed, 1, 0.1).run(Map.of(), List.of(first, second), folder))
        .hasMessage("killed");
    assertThat(Results.read(folder.resolve("report.json")).rows())
        .extracting(Row::who)
        .containsExactly("a");
  }

  private static Row row(String name, String unit, Double... values) {
    return new Row("s", name, "w", true, unit, List.of(values), null, null, Row.OK, List.of());
  }

  private static Results results(Row... rows) {
    return new Results(Map.of("JDK", "17"), Map.of(), List.of(), List.of(rows));
  }

  @Test
  void medianAndSpread() {
    assertThat(row("a", "us", 9.0, 1.0, 3.0).median()).isEqualTo(3);
    assertThat(row("a", "us", 9.0, 1.0, 3.0, 5.0).median()).isEqualTo(4);
    assertThat(row("a", "us", 9.0, 1.0, 3.0).spread()).containsExactly(1.0, 9.0, 2.0);
    assertThat(row("a", "us").median()).isNaN();
    assertThat(row("a", "us", 2.0).speedBeside(row("b", "us", 3.0))).isEqualTo(1.5);
    assertThat(row("a", "images/s", 2.0).speedBeside(row("b", "images/s", 4.0))).isEqualTo(0.5);
  }

  @Test
  void theIntervalOfARatioHoldsItAndIsWideWhereRoundsVary() {
    Ratio narrow =
        Ratio.of(row("a", "us", 1.0, 1.01, 0.99, 1.0, 1.0), row("a", "us", 1.2, 1.21, 1.19));
    Ratio wide = Ratio.of(row("b", "us", 1.0, 2.0, 1.1), row("b", "us", 1.1, 2.2, 1.2));
    Ratio few = Ratio.of(row("b", "us", 1.0, 1.0), row("b", "us", 2.0, 2.0));

    assertThat(narrow.slowdown()).isBetween(1.199, 1.201);
    assertThat(narrow.low()).isBetween(1.15, 1.2);
    assertThat(narrow.high()).isBetween(1.2, 1.25);
    assertThat(narrow.isSlowerThan(1.05)).isTrue();
    assertThat(narrow.isDecided()).isTrue();
    assertThat(wide.low()).isLessThan(0.6);
    assertThat(wide.isSlowerThan(1.05)).isFalse();
    assertThat(wide.isDecided()).isFalse();
    assertThat(few.low()).isEqualTo(2);
    assertThat(few.isSlowerThan(1.05)).isFalse();
    assertThat(few.isDecided()).isFalse();
  }

  @Test
  void jsonKeepsAReport() throws IOException {
    Results written = results(row("a", "us", 1.5, 2.5).with(new Results.Share("product", 0.25)));
    Path file = folder.resolve("report.json");

    written.write(file);

    assertThat(Results.read(file)).isEqualTo(written);
    assertThat(Files.readString(file))
        .contains("\"median\" : 2.0", "\"n\" : 2", "\"share\" : 0.25");
  }

  @Test
  void diffTellsSlowdownsAndWhatIsNoReport() throws IOException {
    Path before = folder.resolve("before.json");
    Path slower = folder.resolve("slower.json");
    Path other = folder.resolve("other.json");
    results(row("a", "images/s", 100.0, 101.0, 99.0)).write(before);
    results(row("a", "images/s", 80.0, 81.0, 79.0)).write(slower);
    Files.writeString(other, "{}");

    Results elsewhere =
        new Results(
            Map.of("machine", "another"), Map.of(), List.of(), List.of(row("a", "us", 1.0)));
    Path foreign = folder.resolve("foreign.json");
    elsewhere.write(foreign);

    assertThat(diff(before, foreign)).isEqualTo(2);
    assertThatThrownBy(() -> Results.read(before).requireLike(elsewhere.about()))
        .hasMessage(
            "the reports have different values of \"machine\": null and another; only reports of one"
                + " machine and one mode can be compared");
    assertThat(diff(before, before)).isZero();
    assertThat(diff(before, slower)).isEqualTo(1);
    assertThat(diff(slower, before)).isZero();
    assertThat(Report.diff(new String[] {"" + before, "" + slower, "--bound", "1.5"})).isZero();
    assertThat(diff(before, other)).isEqualTo(2);
    assertThat(diff(before, folder.resolve("none.json"))).isEqualTo(2);
    assertThat(Report.diff(new String[] {"" + before})).isEqualTo(2);
    assertThatThrownBy(() -> Results.read(other))
        .hasMessage(other + " is no report: it has no rows");
  }

  @Test
  void onlyRowsOfThisLibraryInBothReportsDecide() {
    Row mine = row("mine", "us", 1.0, 1.0, 1.0);
    Row slow = row("mine", "us", 2.0, 2.0, 2.0);
    Row peer = new Row("s", "p", "P", false, "us", mine.values(), null, null, Row.OK, List.of());
    Row late = new Row("s", "p", "P", false, "us", slow.values(), null, null, Row.OK, List.of());
    Row two = row("two", "us", 1.0, 1.0);
    Row four = row("two", "us", 4.0, 4.0);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    int status =
        Report.diff(
            results(mine, peer, two, row("gone", "us", 1.0)),
            results(mine, late, four, row("new", "us", 1.0)),
            1.05,
            out);

    assertThat(status).isZero();
    assertThat(Report.diff(results(mine), results(slow), 1.05, out)).isEqualTo(1);
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .startsWith(
            "        1.000 (1.000 to 1.000) times the time: s | mine | w",
            "SLOWER  2.000 (2.000 to 2.000) times the time: s | p | P",
            "FEW     4.000 (4.000 to 4.000) times the time: s | two | w",
            "GONE    s | gone | w",
            "NEW     s | new | w",
            "3 figures in both; of this library's, 0 slower by more than 1.05 times; FEW: fewer than"
                + " 3 rounds, no verdict");
  }

  private static int diff(Path before, Path after) {
    return Report.diff(new String[] {before.toString(), after.toString()});
  }

  @Test
  void optionsThatAreNoneAreRefused() throws IOException, InterruptedException {
    assertThat(Report.report(new String[] {"--suites", "flying"})).isEqualTo(2);
    assertThat(Report.report(new String[] {"--rounds", "0"})).isEqualTo(2);
    assertThat(Report.report(new String[] {"--fast"})).isEqualTo(2);
    assertThat(Report.report(new String[] {"report.json"})).isEqualTo(2);
    assertThat(Report.report(new String[] {"--keep", "--out", "" + folder})).isEqualTo(2);
  }

  @Test
  void documentationIsMadeOfFullReportsAlone() throws IOException {
    Path results = Files.createDirectories(folder.resolve("benchmarks/results"));
    new Results(Map.of("mode", "quick"), Map.of(), List.of(), List.of())
        .write(results.resolve("report.json"));

    assertThatThrownBy(() -> Pages.writeDocs(folder))
        .hasMessage(
            results.resolve("report.json")
                + ": found a report of mode quick, expected full; measure without --quick");
  }

  @Test
  void verdictsNeedRoundsAndAnIntervalWithoutOne() {
    String page = "<!-- report: s -->\n<!-- end of report -->";
    Row ours = row("a", "us", 1.0, 1.1, 0.9);
    for (Map.Entry<String, List<Double>> peer :
        Map.of(
                "no difference", List.of(1.05, 0.95, 1.1),
                "this library, 2.00 times", List.of(2.0, 2.0, 2.0),
                "P, 2.00 times", List.of(0.5, 0.5, 0.5),
                "too few rounds", List.of(3.0))
            .entrySet()) {
      Row other =
          new Row("s", "a", "P", false, "us", peer.getValue(), null, null, Row.OK, List.of());
      assertThat(Pages.filled(page, results(ours, other))).contains("| " + peer.getKey() + " |");
    }
  }

  @Test
  void pagesAndChartsAreWritten() throws IOException {
    Row peer =
        new Row(
            "inference",
            "8 images a call",
            "P",
            false,
            "images/s",
            List.of(300.0),
            null,
            null,
            Row.OK,
            List.of());
    Row failed =
        new Row(
            "inference",
            "8 images a call",
            "Q",
            false,
            "images/s",
            List.of(),
            null,
            null,
            "failed: gone",
            List.of());
    Row ours =
        new Row(
            "inference",
            "8 images a call",
            "this library, Java",
            true,
            "images/s",
            List.of(200.0),
            16.0,
            null,
            Row.OK,
            List.of());
    Row more =
        new Row(
            "inference",
            "32 images a call",
            "this library, Java",
            true,
            "images/s",
            List.of(250.0),
            null,
            null,
            Row.OK,
            List.of());

    Pages.write(results(ours, peer, failed, more), folder);

    assertThat(Files.readString(folder.resolve("report.md")))
        .contains(
            "| 8 images a call | this library, Java | **200 images/s** | 200 to 200, 0.0000 | 1 |"
                + " 16.0 B |  |  |",
            "| 8 images a call | P | **300 images/s** | 300 to 300, 0.0000 | 1 |  |  | 1.50, too"
                + " few rounds |",
            "| 8 images a call | Q | failed: gone | | | | | |",
            "![Prediction by batch](report-batch.svg)");
    assertThat(folder.resolve("report-batch.png")).exists();
    assertThat(Files.readString(folder.resolve("report-batch.svg"))).contains("<svg");
    assertThat(folder.resolve("report-reading.svg")).doesNotExist();
  }

  @Test
  void defaultSettingsHaveTheirOwnLine() {
    Results results =
        results(
            oneImage(Suites.OURS + ", Java", true, 700),
            oneImage("P", false, 350),
            oneImage(Suites.DEFAULTS, true, 500));

    assertThat(Pages.filled("<!-- report: inference -->\n<!-- end of report -->", results))
        .contains(
            "| one image a call | Java **700 us** | 700 to 700 |  | P 350 | P, 2.00 times |\n"
                + "| one image a call, default settings | **500 us** | 500 to 500 |  |  | P, 1.43"
                + " times |\n");
    assertThat(Pages.filled("<!-- report: figures -->\n<!-- end of report -->", results))
        .contains("| one image, `EmnistClassifier.pretrained()` as it is | **500 us**; P 350 us |");
  }

  private static Row oneImage(String who, boolean ours, double us) {
    List<Double> rounds = List.of(us, us, us);
    String name = Suites.ONE_IMAGE;
    return new Row("inference", name, who, ours, "us", rounds, null, null, Row.OK, List.of());
  }

  @Test
  void theDocumentationIsTheCommittedReports() throws IOException {
    Results committed = Results.read(ROOT.resolve("benchmarks/results/report.json"));
    for (String page : List.of("README.md", "docs/benchmarks.md")) {
      String text = Files.readString(ROOT.resolve(page));
      assertThat(text).as(page).contains("<!-- report: ");
      assertThat(Pages.filled(text, committed))
          .as("%s: java -jar benchmarks/target/benchmarks.jar report --docs rewrites it", page)
          .isEqualTo(text);
    }
  }
}
