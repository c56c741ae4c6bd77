package io.github.emnist.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.examples.mixture.MixedSources;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.train.Trainer;
import io.github.emnist.train.TrainingResult;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.internal.TrainingSection;
import io.github.emnist.train.progress.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "reproduce",
    description = {
      "Repeats the training of a model, and compares the results.",
      "The exit status is 1 if a deterministic training gave different weights."
    })
final class ReproduceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private EmnistCommand root;
  @Mixin private DataOptions data;

  @Parameters(paramLabel = "BUNDLE", description = "Model bundle (folder or ZIP).")
  private Path bundle;

  @Option(
      names = "--start",
      paramLabel = "PATH|pretrained",
      description = "The model that the training started from, if any.")
  private Path start;

  @Option(
      names = "--ink",
      paramLabel = "DIR",
      description = "Folder of UNIPEN's pen strokes, if the model was trained on them.")
  private Path ink;

  @Option(
      names = "--out",
      paramLabel = "PATH",
      description = "Save the new model to this folder or ZIP.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    ModelBundle original = ModelBundle.load(bundle);
    TrainingHistory then = TrainingHistory.of(original.metadata());
    Trainer trainer =
        start == null
            ? Trainer.reproducing(original)
            : Trainer.reproducing(original, ModelOption.bundle(start));
    root.loadTensorFlow(trainer.settings().deterministic() ? 1 : 0);
    EmnistDataset train = data.open(spec.commandLine().getErr()).train();
    RunData where = data.toRunData();
    JsonNode sources = TrainingSection.of(original.metadata()).path("train").path("sources");
    if (!sources.isMissingNode()) {
      MixedSources.Weights weights = MixedSources.Weights.of(sources);
      if (ink != null && weights.ink() == 0) {
        throw new ParameterException(
            spec.commandLine(), "--ink: the model was not trained on pen strokes");
      }
      where = where.mixedWith(Optional.ofNullable(ink), weights);
    }
    TrainingResult result =
        where.fit(trainer.progress(Progress.console()), train, spec.commandLine().getErr());
    if (out != null) {
      result.saveTo(out);
    }
    boolean same = result.bundle().weights().equals(original.weights());
    print(then, result.history());
    PrintWriter console = spec.commandLine().getOut();
    console.printf("weights: %s%n", same ? "equal to the bit" : "different");
    console.flush();
    return same || !result.config().deterministic() ? 0 : EmnistCommand.FAILED;
  }

  private void print(TrainingHistory then, TrainingHistory now) {
    PrintWriter console = spec.commandLine().getOut();
    console.printf("%-22s %12s %12s%n", "", "then", "now");
    EpochRecord before = then.last().orElseThrow();
    EpochRecord after = now.last().orElseThrow();
    console.printf(Locale.ROOT, "%-22s %12d %12d%n", "steps", before.step(), after.step());
    console.printf(
        Locale.ROOT, "%-22s %12.1f %12.1f%n", "seconds", before.seconds(), after.seconds());
    row(console, "train loss", before.trainLoss(), after.trainLoss());
    row(console, "validation loss", before.validationLoss(), after.validationLoss());
    row(console, "validation accuracy", before.validationAccuracy(), after.validationAccuracy());
  }

  private static void row(PrintWriter console, String name, double before, double after) {
    console.printf(Locale.ROOT, "%-22s %12.4f %12.4f%n", name, before, after);
  }
}
