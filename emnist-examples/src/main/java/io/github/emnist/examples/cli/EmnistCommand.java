package io.github.emnist.examples.cli;

import io.github.emnist.data.io.AmbiguousSplitException;
import io.github.emnist.model.TensorFlowNative;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/**
 * {@code emnist}: train, evaluate, predict. Exit status 0; 1 where it failed, with one line on
 * stderr that says what to do; 2 where the command was not understood.
 */
@Command(
    name = "emnist",
    description = "Recognises handwritten characters.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      InfoCommand.class,
      SummaryCommand.class,
      VersionCommand.class
    })
public final class EmnistCommand implements Runnable {
  static final int FAILED = 1;
  static final int USAGE = 2;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show stack traces and TensorFlow's own log.")
  private boolean verbose;

  private EmnistCommand() {}

  /**
   * Runs a command and exits with its status.
   *
   * @param args the command and its options; {@code --help} lists them
   */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    EmnistCommand root = new EmnistCommand();
    CommandLine commandLine = new CommandLine(root);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(root.failureHandler());
    return commandLine;
  }

  /** Loads TensorFlow, without its banner unless the user wants to see it. */
  void loadTensorFlow(int threads) {
    if (!verbose) {
      TensorFlowNative.loadQuietly(threads);
    }
  }

  private IExecutionExceptionHandler failureHandler() {
    return (exception, commandLine, parsed) -> {
      if (verbose) {
        exception.printStackTrace(commandLine.getErr());
      } else {
        commandLine.getErr().println("emnist: " + Failures.oneLine(exception));
      }
      return exception instanceof AmbiguousSplitException ? USAGE : FAILED;
    };
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
