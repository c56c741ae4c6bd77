package io.github.emnist.examples.cli;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.Partition;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.train.evaluation.Measurement;
import io.github.emnist.train.evaluation.Measurement.TemperatureScaling;
import io.github.emnist.train.evaluation.Scores;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "evaluate", description = "Measures a model on labelled images.")
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private EmnistCommand root;
  @Mixin private EngineOption engine;
  @Mixin private DataOptions data;

  @Option(
      names = "--partition",
      defaultValue = "test",
      description = "train or test (default ${DEFAULT-VALUE}).")
  private Partition partition;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (EmnistClassifier classifier = engine.load(root, Long.MAX_VALUE)) {
      EmnistDataset images =
          data.read(partition, classifier.labelMap(), spec.commandLine().getErr());
      Measurement measurement =
          Measurement.of(
              Scores.of(classifier, images), TemperatureScaling.of(classifier.metadata()));
      if (json) {
        out.println(measurement.toJson());
      } else {
        EvaluationText.print(out, measurement);
      }
      out.flush();
      return 0;
    }
  }
}
