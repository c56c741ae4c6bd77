package io.github.emnist.examples.cli;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.train.Trainer;
import io.github.emnist.train.report.TrainingReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "report", description = "Writes the HTML report of a finished run.")
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private EmnistCommand root;

  @Parameters(paramLabel = "DIR", description = "The folder of train --out.")
  private Path run;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Output file (default report.html in DIR).")
  private Path out;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "Measure the model again on the test partition of these EMNIST files or pictures, as"
              + " evaluate takes them (default: show what train measured).")
  private Path data;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "Needed only if --data holds several splits.")
  private EmnistSplit split;

  @Override
  public Integer call() throws IOException {
    if (split != null && data == null) {
      throw new ParameterException(spec.commandLine(), "--split needs --data");
    }
    RunFolder folder = new RunFolder(run);
    if (!Files.exists(folder.model()) && Trainer.canResume(folder.checkpoints())) {
      throw new IOException(
          "%s: the training has not finished; continue with: emnist resume %s".formatted(run, run));
    }
    TrainingReport report = TrainingReport.read(run);
    if (data != null) {
      root.tryTensorFlow();
      try (EmnistClassifier classifier = EmnistClassifier.load(folder.model())) {
        EmnistDataset test =
            DataOptions.read(
                Optional.of(data),
                Optional.ofNullable(split),
                Partition.TEST,
                classifier.labelMap(),
                spec.commandLine().getErr());
        Measured measured = Measured.of(classifier, test);
        report = report.with(measured.measurement(), measured.mistakes());
      }
    }
    Path file = out == null ? folder.report() : out;
    report.writeTo(file);
    return EmnistCommand.wrote(file, spec);
  }
}
