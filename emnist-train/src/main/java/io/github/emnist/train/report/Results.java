package io.github.emnist.train.report;

import io.github.emnist.train.evaluation.BootstrapIntervals;
import io.github.emnist.train.evaluation.CalibratedFigures;
import io.github.emnist.train.evaluation.ClassMetrics;
import io.github.emnist.train.evaluation.Evaluation;
import io.github.emnist.train.evaluation.Evaluation.Confusion;
import io.github.emnist.train.evaluation.Measurement;
import io.github.emnist.train.markup.Markup;
import io.github.emnist.train.plot.SvgPlots;
import io.github.emnist.train.report.Table.Column;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the model was measured to be. */
final class Results {
  private static final int CONFUSIONS = 20;
  private static final int LONG = 16; // rows of a table

  private final Page page;
  private final Measurement measurement;
  private final Evaluation evaluation;

  Results(Page page, Measurement measurement) {
    this.page = page;
    this.measurement = measurement;
    this.evaluation = measurement.evaluation();
  }

  void write() {
    writeFigures();
    writeConfusion();
    writeClasses();
    writeCalibration();
  }

  private void writeFigures() {
    BootstrapIntervals intervals = measurement.bootstrap();
    Markup out = page.section("Results");
    out.leaf(
        "p",
        "Measured on %s images. Intervals are Wilson's (95\u00a0%%); bootstrap intervals are"
                .formatted(Figures.count(evaluation.images()))
            + " percentiles of %s resamples (%s\u00a0%%, seed %s)."
                .formatted(
                    Figures.count(intervals.bootstrap().resamples()),
                    Figures.round(100 * intervals.bootstrap().confidence()),
                    Long.toString(intervals.bootstrap().seed())),
        "class",
        "soft");
    if (!measurement.confusable().groups().isEmpty()) {
      out.leaf("p", "Look-alikes: " + groups() + ".", "class", "soft");
    }
    Table table =
        new Table(
            out,
            Column.text("figure"),
            Column.number("value"),
            Column.number("interval"),
            Column.number("bootstrap interval"));
    table.row(
        "accuracy",
        Figures.figure(evaluation.accuracy()),
        Figures.interval(evaluation.accuracyInterval()),
        Figures.interval(intervals.accuracy()));
    int classes = evaluation.labelMap().size();
    IntStream.of(2, 3, 5)
        .filter(k -> k < classes)
        .forEach(
            k ->
                table.row(
                    "top-" + k + " accuracy",
                    Figures.figure(evaluation.topAccuracy(k)),
                    "",
                    k == 3 ? Figures.interval(intervals.top3Accuracy()) : ""));
    if (!measurement.confusable().groups().isEmpty()) {
      table.row(
          "accuracy, look-alikes merged",
          Figures.figure(measurement.mergedAccuracy()),
          Figures.interval(measurement.mergedAccuracyInterval()),
          "");
    }
    table.row(
        "loss (cross-entropy, nats)",
        Figures.figure(evaluation.loss()),
        "",
        Figures.interval(intervals.loss()));
    table.row("calibration error", Figures.figure(evaluation.expectedCalibrationError()), "", "");
    table.end();
    out.close().line();
  }

  private String groups() {
    return measurement.confusable().groups().stream()
        .map(group -> String.join("/", group))
        .collect(Collectors.joining(", "));
  }

  private void writeConfusion() {
    Markup out = page.section("Confusion matrix");
    out.open("div", "class", "scroll").raw(SvgPlots.confusion(evaluation)).close().line();
    List<Confusion> worst = evaluation.worstConfusions(CONFUSIONS);
    if (!worst.isEmpty()) {
      out.leaf("h3", "Most frequent mistakes");
      inHalves(out, worst, this::writeMistakes);
    }
    out.close().line();
  }

  private void writeMistakes(Markup out, List<Confusion> confusions) {
    int mistakes = evaluation.images() - evaluation.ranks()[0];
    Table table =
        new Table(
            out,
            Column.label("class"),
            Column.label("taken for"),
            Column.number("images"),
            Column.number("of all mistakes"));
    for (Confusion confusion : confusions) {
      table.row(
          confusion.truth(),
          confusion.predicted(),
          Figures.count(confusion.count()),
          Figures.percent((double) confusion.count() / mistakes));
    }
    table.end();
  }

  private void writeClasses() {
    Markup out = page.section("Classes");
    inHalves(out, evaluation.perClass(), Results::writeClasses);
    out.close().line();
  }

  private static void writeClasses(Markup out, List<ClassMetrics> classes) {
    Table table =
        new Table(
            out,
            Column.label("class"),
            Column.number("images"),
            Column.number("precision"),
            Column.number("recall"),
            Column.number("F1"),
            Column.text(""));
    for (ClassMetrics metrics : classes) {
      table.rowWithBar(
          metrics.f1(),
          metrics.label(),
          Figures.count(metrics.support()),
          Figures.short3(metrics.precision()),
          Figures.short3(metrics.recall()),
          Figures.short3(metrics.f1()));
    }
    table.end();
  }

  /** Long tables side by side where there is room, one below the other where there is not. */
  private static <T> void inHalves(
      Markup out, List<T> rows, BiConsumer<Markup, List<T>> writeTable) {
    if (rows.size() < LONG) {
      writeTable.accept(out, rows);
      return;
    }
    int half = (rows.size() + 1) / 2;
    out.open("div", "class", "two").open("div");
    writeTable.accept(out, rows.subList(0, half));
    out.close().open("div");
    writeTable.accept(out, rows.subList(half, rows.size()));
    out.close().close().line();
  }

  private void writeCalibration() {
    Markup out = page.section("Calibration");
    out.leaf("p", calibration(), "class", "soft");
    out.open("div", "class", "charts").line();
    out.raw(SvgPlots.reliability(evaluation.reliability(), "As trained")).line();
    measurement
        .calibrated()
        .map(
            figures ->
                SvgPlots.reliability(
                    figures.reliability(),
                    "With temperature " + Figures.short3(figures.scaling().temperature())))
        .ifPresent(svg -> out.raw(svg).line());
    out.close().close().line();
  }

  private String calibration() {
    String error =
        "The expected calibration error, the mean distance of the bars from the line weighted by"
            + " images, is "
            + Figures.figure(evaluation.expectedCalibrationError());
    if (measurement.calibrated().isEmpty()) {
      return error + ".";
    }
    CalibratedFigures figures = measurement.calibrated().get();
    return "%s as trained and %s with the logits divided by a temperature of %s, which was fitted on"
            .formatted(
                error,
                Figures.figure(figures.reliability().expectedError()),
                Figures.short3(figures.scaling().temperature()))
        + " %s other images. The temperature takes the loss from %s to %s; which class is the most"
            .formatted(
                Figures.count(figures.scaling().images()),
                Figures.figure(evaluation.loss()),
                Figures.figure(figures.loss()))
        + " probable does not change.";
  }
}
