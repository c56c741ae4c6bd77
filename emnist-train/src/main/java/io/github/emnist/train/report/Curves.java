package io.github.emnist.train.report;

import io.github.emnist.train.history.EpochRecord;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.markup.Markup;
import io.github.emnist.train.plot.SvgPlots;
import io.github.emnist.train.report.Table.Column;
import java.util.Locale;

/** The training over its epochs. */
final class Curves {
  private final Page page;
  private final TrainingHistory history;

  Curves(Page page, TrainingHistory history) {
    this.page = page;
    this.history = history;
  }

  void write() {
    Markup out = page.section("Training");
    out.leaf(
        "p",
        "Training figures are over augmented images, with dropout on and while the weights changed;"
            + " curves are smoothed over about a twentieth of the run. Validation figures are over the held-out"
            + " images after each epoch, and over up to 1,000 of them within the epochs.",
        "class",
        "soft");
    out.open("div", "class", "charts").line();
    out.raw(SvgPlots.accuracy(history)).line();
    out.raw(SvgPlots.loss(history)).line();
    out.raw(SvgPlots.learningRate(history)).line();
    out.raw(SvgPlots.speed(history)).line().close().line();
    out.open("details").leaf("summary", "All epochs as a table");
    writeTable(out);
    out.close().close().line();
  }

  private void writeTable(Markup out) {
    Table table =
        new Table(
            out,
            Column.number("epoch"),
            Column.number("step"),
            Column.number("images"),
            Column.number("times the data"),
            Column.number("time"),
            Column.number("images/s"),
            Column.number("learning rate"),
            Column.number("loss"),
            Column.number("accuracy"),
            Column.number("validation loss"),
            Column.number("validation accuracy"));
    for (EpochRecord epoch : history.epochs()) {
      table.row(
          Integer.toString(epoch.epoch()),
          Figures.count(epoch.step()),
          epoch.images() == 0 ? "" : Figures.count(epoch.images()),
          epoch.passes() == 0 ? "" : String.format(Locale.ROOT, "%.2f", epoch.passes()),
          Figures.duration(epoch.seconds()),
          Figures.rate(epoch.imagesPerSecond()),
          Figures.small(epoch.learningRate()),
          Figures.figure(epoch.trainLoss()),
          Figures.figure(epoch.trainAccuracy()),
          Figures.figure(epoch.validationLoss()),
          Figures.figure(epoch.validationAccuracy()));
    }
    table.end();
  }
}
