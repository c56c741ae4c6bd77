package io.github.emnist.train.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.train.evaluation.Evaluation;
import io.github.emnist.train.evaluation.Measurement;
import io.github.emnist.train.history.EpochRecord;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.markup.Markup;
import java.util.Optional;

/** The page's head: what the model is, and the figures that matter most. */
final class Overview {
  private final Markup out;
  private final ModelBundle model;
  private final JsonNode training;
  private final TrainingHistory history;
  private final Optional<Measurement> measurement;

  Overview(
      Page page,
      ModelBundle model,
      JsonNode training,
      TrainingHistory history,
      Optional<Measurement> measurement) {
    this.out = page.head();
    this.model = model;
    this.training = training;
    this.history = history;
    this.measurement = measurement;
  }

  void write() {
    out.leaf("p", "Training report", "class", "kicker");
    out.leaf("h1", model.architecture().name());
    out.leaf("p", description(), "class", "soft");
    out.open("div", "class", "tiles").line();
    measurement.ifPresent(this::writeMeasurement);
    history.last().ifPresent(this::writeTraining);
    out.close().line();
  }

  private String description() {
    String text =
        Figures.count(model.architecture().classes())
            + " classes, "
            + Figures.count(model.architecture().parameterCount())
            + " parameters";
    JsonNode data = training.path("train");
    if (data.path("images").isIntegralNumber()) {
      text += ", trained on " + Figures.count(data.path("images").asLong()) + " images";
      text += data.has("split") ? " of " + data.path("split").asText() : "";
    }
    return text + ".";
  }

  private void writeMeasurement(Measurement measured) {
    Evaluation evaluation = measured.evaluation();
    tile(
        Figures.figure(evaluation.accuracy()),
        "accuracy on " + Figures.count(evaluation.images()) + " images",
        Figures.interval(evaluation.accuracyInterval()));
    tile(Figures.figure(evaluation.top3Accuracy()), "top-3 accuracy", "");
    if (!measured.confusable().groups().isEmpty()) {
      tile(Figures.figure(measured.mergedAccuracy()), "accuracy, look-alikes merged", "");
    }
    tile(
        Figures.figure(evaluation.expectedCalibrationError()),
        "calibration error",
        measured
            .calibrated()
            .map(c -> Figures.figure(c.reliability().expectedError()) + " with temperature")
            .orElse(""));
  }

  private void writeTraining(EpochRecord last) {
    if (!Double.isNaN(last.validationAccuracy())) {
      EpochRecord kept =
          history.epochs().stream()
              .filter(epoch -> epoch.epoch() == history.bestEpoch().orElse(last.epoch()))
              .findFirst()
              .orElse(last);
      tile(
          Figures.figure(kept.validationAccuracy()),
          "validation accuracy",
          "after epoch " + kept.epoch());
    }
    tile(
        Figures.duration(last.seconds()),
        "training",
        Figures.count(history.epochs().size())
            + (history.epochs().size() == 1 ? " epoch, " : " epochs, ")
            + Figures.count(last.step())
            + " steps");
  }

  private void tile(String figure, String name, String remark) {
    out.open("div", "class", "tile").leaf("b", figure).leaf("span", name);
    if (!remark.isEmpty()) {
      out.leaf("span", remark);
    }
    out.close().line();
  }
}
