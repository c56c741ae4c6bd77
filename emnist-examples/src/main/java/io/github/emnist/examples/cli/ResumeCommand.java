package io.github.emnist.examples.cli;

import io.github.emnist.data.EmnistSource;
import io.github.emnist.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "resume",
    description = "Resumes an interrupted training from its newest good checkpoint.")
final class ResumeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private EmnistCommand root;
  @Mixin private DataOptions data;

  @Parameters(paramLabel = "DIR", description = "The folder of train --out.")
  private Path run;

  @Override
  public Integer call() throws IOException {
    RunFolder folder = new RunFolder(run);
    Trainer trainer = Trainer.resume(folder.checkpoints());
    Trainer.Position position = trainer.resumesAt().orElseThrow();
    if (position.ended() && Files.exists(folder.report())) {
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%s: the training has ended (epochs: %,d, steps: %,d); its model is %s%n",
              run,
              position.epochs(),
              position.step(),
              folder.model());
      spec.commandLine().getOut().flush();
      return 0;
    }
    root.loadTensorFlow(trainer.settings().deterministic() ? 1 : 0);
    RunData given = data.toRunData();
    RunData where =
        given.path().isPresent() && !Files.exists(folder.data())
            ? given
            : RunData.read(folder.data()).or(given);
    EmnistSource source = where.open(spec.commandLine().getErr());
    return new TrainedRun(folder, source, where, spec).run(trainer);
  }
}
