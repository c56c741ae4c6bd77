package io.github.emnist.benchmarks.report;

import io.github.emnist.benchmarks.report.Results.Ratio;
import io.github.emnist.benchmarks.report.Results.Row;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** Writes a report as Markdown, its charts, and the tables of the documentation. */
final class Pages {
  static final String JSON = "report.json";
  private static final String RESULTS = "benchmarks/results";
  private static final String LINK = "../" + RESULTS + "/";

  private Pages() {}

  /**
   * A chart of throughput.
   *
   * @param file the file's name without a suffix
   * @param suite the suite whose rows it shows
   * @param rows matches their names; the group is the place on the horizontal axis, 1 without a
   *     group
   * @param perImage whether it shows microseconds per image instead of images per second
   */
  private record Growth(
      String file, String suite, Pattern rows, String title, String across, boolean perImage) {}

  private static final List<Growth> CHARTS =
      List.of(
          new Growth(
              "report-batch",
              "inference",
              Pattern.compile("(\\d+) images a call"),
              "Prediction by batch",
              "images a call",
              false),
          new Growth(
              "report-callers",
              "inference",
              Pattern.compile(Suites.ONE_IMAGE + "|(\\d+) callers"),
              "Prediction by callers with one image each",
              "threads that call",
              false),
          new Growth(
              "report-training",
              "training",
              Pattern.compile("step, batch (\\d+)"),
              "Training step by batch",
              "images a batch",
              false),
          new Growth(
              "report-reading",
              "growth",
              Pattern.compile("reading (\\d+) images"),
              "Cost of reading an image by size of the data set",
              "images, gzip IDX",
              true));

  /** Writes report.json, report.md and the charts that have rows. */
  static void write(Results results, Path folder) throws IOException {
    Files.createDirectories(folder);
    results.write(folder.resolve(JSON));
    StringBuilder page = new StringBuilder("# Benchmark report\n\n");
    results.about().forEach((name, value) -> page.append("- %s: %s\n".formatted(name, value)));
    page.append(
        "\nA value is the median of processes, each of which is one round; the spread is from the least to the largest, with the median absolute deviation.\n");
    for (Growth growth : CHARTS) {
      if (draw(results, growth, folder)) {
        page.append("\n![%s](%s.svg)\n".formatted(growth.title(), growth.file()));
      }
    }
    for (String suite : results.rows().stream().map(Row::suite).distinct().toList()) {
      page.append("\n## ").append(suite).append("\n\n").append(table(results, suite));
    }
    page.append("\n## Contenders\n\n");
    results.engines().forEach((who, what) -> page.append("- %s: %s\n".formatted(who, what)));
    page.append("\n## Left out, failed or invalid\n\n");
    page.append(results.warnings().isEmpty() ? "Nothing.\n" : "");
    results.warnings().forEach(warning -> page.append("- ").append(warning).append('\n'));
    Files.writeString(folder.resolve("report.md"), page);
  }

  /**
   * Returns a table with a line for each row; a peer's has its speed relative to this library's
   * fastest row.
   */
  private static String table(Results results, String suite) {
    StringBuilder table =
        new StringBuilder(
            "| | who | median | spread | n | allocated | of its limit | beside ours |\n"
                + "|---|---|---|---|---|---|---|---|\n");
    List<Row> rows = results.rows().stream().filter(r -> r.suite().equals(suite)).toList();
    for (String name : rows.stream().map(Row::name).distinct().toList()) {
      for (Row row : rows.stream().filter(r -> r.name().equals(name)).toList()) {
        table.append(
            row.isUsable()
                ? "| %s | %s | **%s** | %s to %s, %s | %d | %s | %s | %s |\n"
                    .formatted(
                        name,
                        row.who(),
                        value(row.median(), row.unit()),
                        number(row.spread().get(0)),
                        number(row.spread().get(1)),
                        number(row.spread().get(2)),
                        row.n(),
                        row.allocated() == null ? "" : bytes(row.allocated()),
                        row.limit() == null
                            ? ""
                            : "%.0f %% of %s"
                                .formatted(100 * row.limit().share(), row.limit().of()),
                        beside(row, best(rows, name, true)))
                : "| %s | %s | %s | | | | | |\n".formatted(name, row.who(), row.state()));
      }
    }
    return table.toString();
  }

  private static Optional<Row> best(List<Row> rows, String name, boolean ours) {
    return rows.stream()
        .filter(row -> row.name().equals(name) && row.ours() == ours && row.isUsable())
        .filter(row -> !row.who().equals(Suites.DEFAULTS)) // which has a row of its own
        .max(Comparator.comparingDouble(row -> row.moreIsBetter() ? row.median() : -row.median()));
  }

  private static String beside(Row row, Optional<Row> ours) {
    if (row.ours() || ours.isEmpty()) {
      return "";
    }
    Ratio ratio = Ratio.of(row, ours.get());
    String times = number(ratio.slowdown());
    return !ratio.isDecided()
        ? times + (ratio.hasRounds() ? ", no difference" : ", too few rounds")
        : ratio.slowdown() > 1 ? "**wins**, %s times".formatted(times) : times;
  }

  private static String value(double value, String unit) {
    return number(value) + " " + unit;
  }

  private static String bytes(double bytes) {
    return bytes < 1 ? "0" : bytes < 10_000 ? number(bytes) + " B" : number(bytes / 1e6) + " MB";
  }

  /** Formats a number with three digits, or all digits before the point. */
  static String number(double value) {
    double size = Math.abs(value);
    String form = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.095 ? "%.2f" : "%.4f";
    return String.format(Locale.ROOT, form, value);
  }

  /**
   * Returns the values by their place on the horizontal axis, of each contender with at least two.
   */
  private static Map<String, Map<Double, Double>> series(Results results, Growth growth) {
    Map<String, Map<Double, Double>> series = new LinkedHashMap<>();
    for (Row row : results.rows()) {
      Matcher place = growth.rows().matcher(row.name());
      if (row.suite().equals(growth.suite()) && place.matches() && row.isUsable()) {
        series
            .computeIfAbsent(row.who(), who -> new LinkedHashMap<>())
            .put(
                place.group(1) == null ? 1 : Double.valueOf(place.group(1)),
                growth.perImage() || !row.moreIsBetter() ? 1e6 / row.median() : row.median());
      }
    }
    series.values().removeIf(points -> points.size() < 2);
    return series;
  }

  private static boolean draw(Results results, Growth growth, Path folder) throws IOException {
    Map<String, Map<Double, Double>> series = series(results, growth);
    if (series.isEmpty()) {
      return false;
    }
    XYChart chart =
        new XYChartBuilder()
            .width(960)
            .height(540)
            .title(growth.title())
            .xAxisTitle(growth.across())
            .yAxisTitle(growth.perImage() ? "microseconds an image" : "images a second")
            .build();
    chart.getStyler().setXAxisLogarithmic(true).setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setYAxisMin(0.0).setLocale(Locale.ROOT);
    series.forEach(
        (who, points) ->
            chart.addSeries(
                who,
                points.keySet().stream().mapToDouble(v -> v).toArray(),
                points.values().stream().mapToDouble(v -> v).toArray()));
    BufferedImage image = BitmapEncoder.getBufferedImage(chart);
    if (!ImageIO.write(image, "png", folder.resolve(growth.file() + ".png").toFile())) {
      throw new IOException("no writer for PNG");
    }
    try (Writer out = Files.newBufferedWriter(folder.resolve(growth.file() + ".svg"))) {
      SVGGraphics2D svg =
          new SVGGraphics2D(
              DocumentBuilderFactory.newDefaultInstance()
                  .newDocumentBuilder()
                  .getDOMImplementation()
                  .createDocument(SVGGraphics2D.SVG_NAMESPACE_URI, "svg", null));
      svg.setSVGCanvasSize(new java.awt.Dimension(960, 540));
      chart.paint(svg, 960, 540);
      StringWriter text = new StringWriter();
      svg.stream(text, true);
      out.write(text.toString().replace(System.lineSeparator(), "\n"));
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this JDK cannot write XML", e);
    }
    return true;
  }

  /**
   * Rewrites the text between the markers in README.md and docs/benchmarks.md.
   *
   * @throws IllegalArgumentException if the report is not one of the full mode with all rounds
   */
  static void writeDocs(Path repository) throws IOException {
    Path report = repository.resolve(RESULTS).resolve(JSON);
    Results results = Results.read(report);
    String mode = results.about().get("mode");
    if (!"full".equals(mode)) {
      throw new IllegalArgumentException(
          "%s: found a report of mode %s, expected full; measure without --quick"
              .formatted(report, mode));
    }
    for (String page : List.of("README.md", "docs/benchmarks.md")) {
      Path file = repository.resolve(page);
      Files.writeString(file, filled(Files.readString(file), results));
    }
  }

  /**
   * Fills a page: replaces what is between {@code <!-- report: NAME -->} and {@code <!-- end of
   * report -->}.
   *
   * @param page its text
   * @return the text with the report's figures
   */
  static String filled(String page, Results results) {
    return Pattern.compile(
            "(<!-- report: ([\\w ]+) -->\\n)(.*?)(<!-- end of report -->)", Pattern.DOTALL)
        .matcher(page)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1)
                        + section(found.group(2), found.group(3), results)
                        + found.group(4)));
  }

  private static String section(String name, String before, Results results) {
    return switch (name) {
      case "figures" -> figures(before, results);
      case "machine" -> machine(results);
      default -> summary(results, name) + charts(results, name);
    };
  }

  private static String machine(Results results) {
    Map<String, String> about = results.about();
    String failed =
        results.warnings().stream()
            .map(warning -> warning.substring(0, Math.max(0, warning.indexOf(':'))))
            .distinct()
            .collect(Collectors.joining("; "));
    return "%s, JDK %s, load average before the run %s, mode %s, %s rounds, commit %s, %s%s; left out or failed: %s. [Everything, with allocation and checks](%sreport.md), [raw](%sreport.json).\n"
        .formatted(
            about.get("machine"),
            about.get("JDK"),
            String.valueOf(about.get("load before")).replaceAll("^((\\S+ ){2}\\S+).*", "$1"),
            about.get("mode"),
            about.get("rounds"),
            about.get("commit"),
            about.get("date"),
            about.containsKey("kept") ? "; kept " + about.get("kept") : "",
            failed.isEmpty() ? "nothing" : failed,
            LINK,
            LINK);
  }

  private static String charts(Results results, String suite) {
    StringBuilder charts = new StringBuilder();
    for (Growth growth : CHARTS) {
      if (growth.suite().equals(suite) && !series(results, growth).isEmpty()) {
        charts.append("\n![%s](%s%s.svg)\n".formatted(growth.title(), LINK, growth.file()));
      }
    }
    return charts.toString();
  }

  /**
   * Returns a table with a line for each figure: this library's fastest row, its share of the
   * limit, and each peer.
   */
  private static String summary(Results results, String suite) {
    List<Row> rows = results.rows().stream().filter(r -> r.suite().equals(suite)).toList();
    if (rows.isEmpty()) {
      return "Not measured in this report.\n";
    }
    if (suite.equals(Suites.LIMITS)) {
      StringBuilder limits = new StringBuilder("| limit | measured |\n|---|---|\n");
      rows.stream()
          .filter(Row::isUsable)
          .forEach(
              row ->
                  limits.append(
                      "| %s | %s |\n".formatted(row.name(), value(row.median(), row.unit()))));
      return limits.toString();
    }
    StringBuilder table =
        new StringBuilder(
            "| | this library | spread | of its limit | others | who is faster |\n|---|---|---|---|---|---|\n");
    for (String name : rows.stream().map(Row::name).distinct().toList()) {
      best(rows, name, true).ifPresent(ours -> table.append(line(rows, name, ours)));
      rows.stream()
          .filter(row -> row.name().equals(name) && row.who().equals(Suites.DEFAULTS))
          .filter(Row::isUsable)
          .forEach(ours -> table.append(line(rows, name + ", default settings", ours)));
    }
    return table.toString();
  }

  private static String line(List<Row> rows, String title, Row ours) {
    String others =
        rows.stream()
            .filter(r -> r.name().equals(ours.name()) && r.isUsable() && r != ours)
            .filter(r -> !r.who().equals(Suites.DEFAULTS))
            .map(r -> label(r) + " " + number(r.median()))
            .collect(Collectors.joining("; "));
    boolean defaults = ours.who().equals(Suites.DEFAULTS);
    return "| %s | %s**%s** | %s to %s | %s | %s | %s |\n"
        .formatted(
            title,
            defaults || label(ours).isEmpty() ? "" : label(ours) + " ",
            value(ours.median(), ours.unit()),
            number(ours.spread().get(0)),
            number(ours.spread().get(1)),
            ours.limit() == null ? "" : "%.0f %%".formatted(100 * ours.limit().share()),
            defaults ? "" : others,
            best(rows, ours.name(), false).map(peer -> verdict(ours, peer)).orElse(""));
  }

  private static String verdict(Row ours, Row peer) {
    Ratio ratio = Ratio.of(ours, peer);
    if (!ratio.isDecided()) {
      return ratio.hasRounds() ? "no difference" : "too few rounds";
    }
    return ratio.slowdown() > 1
        ? "this library, %s times".formatted(number(ratio.slowdown()))
        : "%s, %s times".formatted(peer.who(), number(1 / ratio.slowdown()));
  }

  /** Returns the name of a contender without this library's name. */
  private static String label(Row row) {
    return row.who().replaceFirst("^" + Suites.OURS + "(, )?", "");
  }

  /** Returns the figures for README; those that no report measures stay unchanged. */
  private static String figures(String before, Results results) {
    StringBuilder table = new StringBuilder("\n| | measured | more |\n|---|---|---|\n");
    before
        .lines()
        .filter(line -> line.startsWith("| accuracy"))
        .forEach(line -> table.append(line).append('\n'));
    figure(
        table,
        results,
        "inference",
        "one image, `EmnistClassifier.pretrained()` as it is",
        "prediction",
        Suites.ONE_IMAGE);
    figure(
        table, results, "training", "training throughput, augmentation on", "training", Suites.FED);
    results.rows().stream()
        .filter(row -> row.suite().equals("reading") && row.name().endsWith("gzip IDX"))
        .findFirst()
        .ifPresent(
            row ->
                figure(table, results, "reading", "reading " + row.name(), "reading", row.name()));
    return table.append("\n").toString();
  }

  private static void figure(
      StringBuilder table,
      Results results,
      String suite,
      String title,
      String anchor,
      String name) {
    List<Row> rows = results.rows().stream().filter(r -> r.suite().equals(suite)).toList();
    Optional<Row> ours = results.row(suite, name, Suites.DEFAULTS).or(() -> best(rows, name, true));
    if (ours.isEmpty()) {
      return;
    }
    Row row = ours.get();
    String peer =
        best(rows, name, false)
            .map(p -> "; %s %s".formatted(p.who(), value(p.median(), p.unit())))
            .orElse("");
    table.append(
        "| %s | **%s**%s%s | [benchmarks](docs/benchmarks.md#%s) |\n"
            .formatted(
                title,
                value(row.median(), row.unit()),
                label(row).isEmpty() || row.who().equals(Suites.DEFAULTS)
                    ? ""
                    : " (" + label(row) + ")",
                peer,
                anchor));
  }
}
