package io.github.emnist.examples.cli;

import io.github.emnist.data.EmnistSplit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "summary", description = "Prints the layers of a network, in Keras' format.")
final class SummaryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--architecture",
      defaultValue = "emnist-cnn",
      description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private Architecture architecture;

  @Override
  public Integer call() {
    spec.commandLine()
        .getOut()
        .print(architecture.network(EmnistSplit.BALANCED.labelMap().size()).summary());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
