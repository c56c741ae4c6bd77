package io.github.emnist.examples.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.Partition;
import io.github.emnist.data.internal.AtomicFiles;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata.ProvenanceSection;
import io.github.emnist.train.Trainer;
import io.github.emnist.train.TrainingResult;
import io.github.emnist.train.evaluation.Evaluation;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.logging.TrainingLog;
import io.github.emnist.train.progress.Progress;
import io.github.emnist.train.report.TrainingPlots;
import io.github.emnist.train.report.TrainingReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** The common part of {@code train} and {@code resume}: trains, evaluates and saves. */
final class TrainedRun {
  private final RunFolder folder;
  private final RunData data;
  private final EmnistDataset train;
  private final EmnistDataset test;
  private final PrintWriter out;
  private final PrintWriter err;

  /** Reads the data before the training, so that problems show early. */
  TrainedRun(RunFolder folder, EmnistSource source, RunData data, CommandSpec spec)
      throws IOException {
    this.folder = folder;
    this.data = data;
    this.train = source.train();
    this.test = source.partitions().contains(Partition.TEST) ? source.test() : null;
    this.out = spec.commandLine().getOut();
    this.err = spec.commandLine().getErr();
  }

  EmnistDataset train() {
    return train;
  }

  /** Trains, evaluates and saves. Returns the exit status. */
  int run(Trainer trainer) throws IOException {
    TrainingResult result;
    try (PauseOnSignal pause = new PauseOnSignal()) {
      result = fit(trainer, pause);
      if (pause.isAsked()) {
        String what = result.paused() ? "paused" : "trained";
        err.printf("%s; continue with: emnist resume %s%n", what, folder.path());
        err.flush();
        return EmnistCommand.FAILED;
      }
    }
    finish(result);
    return 0;
  }

  private TrainingResult fit(Trainer trainer, PauseOnSignal pause) throws IOException {
    try {
      trainer
          .progress(Progress.console())
          .listener(TrainingLog.csv(folder.history()))
          .listener(pause);
      if (Files.isDirectory(folder.tensorBoard())) {
        trainer.listener(TrainingLog.tensorBoard(folder.tensorBoard()));
      }
      return data.fit(trainer, train, err);
    } catch (RuntimeException | Error e) {
      if (pause.isAsked()) { // the process ends before the exception is reported
        err.println("emnist: " + Failures.oneLine(e));
        err.flush();
      }
      throw e;
    }
  }

  private void finish(TrainingResult result) throws IOException {
    ModelBundle model = result.calibrated();
    result.history().last().ifPresent(this::printTraining);
    TrainingPlots plots = result.plots();
    if (test != null) {
      Measured measured = measure(model);
      model = withFigures(model, measured.measurement().evaluation());
      write(folder.metrics(), measured.measurement().toJson());
      write(folder.mistakes(), measured.mistakes().toJson());
      folder.writeSamples(test);
      EvaluationText.print(out, measured.measurement());
      plots = result.plots(measured.measurement().evaluation());
    } else {
      err.println("The source has no test partition, so the model is not evaluated.");
    }
    model.save(folder.model());
    TrainingReport.read(folder.path()).writeTo(folder.report());
    out.printf("model: %s%n", folder.model());
    out.printf("report: %s%n", folder.report());
    out.flush();
    err.flush();
    plots.writeTo(folder.plots()); // last, since it needs fonts
  }

  private static void write(Path file, String json) throws IOException {
    AtomicFiles.write(file, (json + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private Measured measure(ModelBundle model) throws IOException {
    try (EmnistClassifier classifier = EmnistClassifier.of(model)) {
      return Measured.of(classifier, test);
    }
  }

  /** Adds the figures, and the hash of the test images, to the model's provenance. */
  private ModelBundle withFigures(ModelBundle model, Evaluation evaluation) {
    ObjectNode figures = JsonNodeFactory.instance.objectNode();
    figures.put("images", test.size());
    figures.put("contentSha256", test.contentSha256());
    figures.put("accuracy", evaluation.accuracy());
    figures.put("loss", evaluation.loss());
    ProvenanceSection section = new ProvenanceSection(1, figures.toString());
    return new ModelBundle(model.metadata().withProvenance("evaluation", section), model.weights());
  }

  private void printTraining(EpochRecord last) {
    out.printf(
        Locale.ROOT,
        "trained: %d %s, %d steps, %.1f s",
        last.epoch(),
        last.epoch() == 1 ? "epoch" : "epochs",
        last.step(),
        last.seconds());
    if (!Double.isNaN(last.validationAccuracy())) {
      out.printf(Locale.ROOT, ", validation accuracy %.4f", last.validationAccuracy());
    }
    out.println();
  }
}
