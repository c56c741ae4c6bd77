package io.github.emnist.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.benchmarks.report.Results.Change;
import io.github.emnist.benchmarks.report.Results.Row;
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
  public static final class Stand {
    private Stand() {}

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

  private static Contender stand(String who, boolean ours, Map<String, String> params) {
    Work work = new Work("work", "images/s", 1, 1, "", params);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return Contender.of("suite", who, ours, List.of(java, Stand.class.getName()), List.of(work))
        .tolerating(0.1);
  }

  private static Map<String, String> says(double output, double value) {
    return Map.of("output", "" + output, "value", "" + value);
  }

  private static Report report(ByteArrayOutputStream log, int rounds) {
    return new Report(new PrintStream(log, true, StandardCharsets.UTF_8), rounds, 0.1);
  }

  @Test
  void contendersAreCheckedThenTimedInTurn() throws InterruptedException {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    Report report = report(log, 2);

    Results results =
        report.run(
            Map.of("JDK", "17"),
            List.of(stand("a", true, says(2, 100)), stand("b", false, says(2.05, 200))));

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
  void aPeerThatCrashesIsNamedAndTheReportGoesOn() throws InterruptedException {
    Report report = report(new ByteArrayOutputStream(), 1);

    Results results =
        report.run(
            Map.of(),
            List.of(
                stand("a", true, says(2, 100)),
                stand("checked", false, Map.of("crash", "check", "output", "2", "value", "1")),
                stand("timed", false, Map.of("crash", "time", "output", "2", "value", "1")),
                Contender.of(
                    "suite",
                    "missing",
                    false,
                    List.of(folder.resolve("no-such-program").toString()),
                    List.of(new Work("work", "s", 1, 1, "", Map.of())))));

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
  void otherOutputsMakeARowInvalid() throws InterruptedException {
    Report report = report(new ByteArrayOutputStream(), 1);

    Results results =
        report.run(
            Map.of(),
            List.of(
                stand("a", true, says(2, 100)),
                stand("far", false, says(2.2, 100)),
                stand("no number", false, says(Double.NaN, 100))));

    assertThat(report.foundDifferences()).isTrue();
    assertThat(results.rows().get(1).state())
        .isEqualTo(
            "invalid: numbers: differ by 0.20 at most from the first contender's, allowed 0.10");
    assertThat(results.rows().get(1).values()).isEmpty();
    assertThat(results.rows().get(2).state()).startsWith("invalid: numbers: differ by NaN");
  }

  @Test
  void aLimitGivesShares() throws InterruptedException {
    Work limit = new Work("product", "GFLOP/s", 1, 1, "", says(0, 50));
    Contender machine = stand("x", true, says(0, 50));
    Contender bound = stand("a", true, says(2, 100)).boundBy("product", 0.25);

    Results results =
        report(new ByteArrayOutputStream(), 1)
            .run(
                Map.of(),
                List.of(
                    Contender.of(
                        Suites.LIMITS, Suites.MACHINE, true, machine.command(), List.of(limit)),
                    bound.timedOutside("whole process")));

    assertThat(results.rows().get(1).limit().share()).isEqualTo(0.5);
    assertThat(results.rows().get(2).name()).isEqualTo("whole process");
    assertThat(results.rows().get(2).median()).isPositive();
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
    Results before = results(row("a", "us", 1.0, 1.01, 0.99, 1.0, 1.0), row("b", "us", 1.0, 2.0));
    Results after = results(row("a", "us", 1.2, 1.21, 1.19, 1.2, 1.2), row("b", "us", 1.1, 2.2));

    List<Change> changes = before.changesTo(after);

    assertThat(changes.get(0).slowdown()).isBetween(1.199, 1.201);
    assertThat(changes.get(0).low()).isBetween(1.15, 1.2);
    assertThat(changes.get(0).high()).isBetween(1.2, 1.25);
    assertThat(changes.get(0).isSlowerThan(1.05)).isTrue();
    assertThat(changes.get(1).low()).isLessThan(0.6);
    assertThat(changes.get(1).isSlowerThan(1.05)).isFalse();
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

  private static int diff(Path before, Path after) {
    return Report.diff(new String[] {before.toString(), after.toString()});
  }

  @Test
  void optionsThatAreNoneAreRefused() throws IOException, InterruptedException {
    assertThat(Report.report(new String[] {"--suites", "flying"})).isEqualTo(2);
    assertThat(Report.report(new String[] {"--rounds", "0"})).isEqualTo(2);
    assertThat(Report.report(new String[] {"--fast"})).isEqualTo(2);
    assertThat(Report.report(new String[] {"report.json"})).isEqualTo(2);
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
            "| 8 images a call | P | **300 images/s** | 300 to 300, 0.0000 | 1 |  |  | **wins**,"
                + " 1.50 times |",
            "| 8 images a call | Q | failed: gone | | | | | |",
            "![Prediction by batch](report-batch.svg)");
    assertThat(folder.resolve("report-batch.png")).exists();
    assertThat(Files.readString(folder.resolve("report-batch.svg"))).contains("<svg");
    assertThat(folder.resolve("report-reading.svg")).doesNotExist();
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
