package io.github.emnist.examples.cli;

import io.github.emnist.data.io.EmnistReader.AmbiguousSplitException;
import io.github.emnist.model.TensorFlowNative;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code emnist} command. Exit status 0 for success, 1 for a failure, with one line on stderr,
 * 2 for a usage error.
 */
@Command(
    name = "emnist",
    description = "Recognises handwritten characters.",
    versionProvider = VersionCommand.class,
    subcommands = {
      TrainCommand.class,
      ResumeCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      ReadCommand.class,
      ServeCommand.class,
      CompareCommand.class,
      ExportCommand.class,
      ReportCommand.class,
      ReproduceCommand.class,
      InfoCommand.class,
      ContactSheetCommand.class,
      AugmentCommand.class,
      DownloadCommand.class,
      ExtractCommand.class,
      SummaryCommand.class,
      VersionCommand.class
    })
public final class EmnistCommand implements Runnable {
  static final int FAILED = 1;
  static final int USAGE = 2;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the versions and exit.")
  private boolean version;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show stack traces and TensorFlow's log.")
  private boolean verbose;

  private EmnistCommand() {}

  /**
   * Runs a command and exits with its status.
   *
   * @param args the command and its options; {@code --help} lists them
   */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true"); // draws pictures, but never opens a window
    System.exit(run(commandLine(), args));
  }

  /** Runs a command; picocli passes exceptions, but not errors, to the handler. */
  static int run(CommandLine commandLine, String... args) {
    EmnistCommand root = commandLine.getCommand();
    int status;
    try {
      status = commandLine.execute(args);
    } catch (Error e) {
      status = root.report(e, commandLine);
    }
    // Both: a PrintStream does not report its errors to the writer around it.
    boolean lost = commandLine.getOut().checkError() | System.out.checkError();
    if (lost && status == 0 && !isPiped()) {
      return root.report(new IOException("standard output cannot be written"), commandLine);
    }
    return status;
  }

  static CommandLine commandLine() {
    EmnistCommand root = new EmnistCommand();
    CommandLine commandLine = new CommandLine(root);
    commandLine.setExpandAtFiles(false); // file names can begin with @
    Choice.register(commandLine);
    commandLine.registerConverter(Path.class, Failures::path);
    commandLine.registerConverter(int.class, Failures::wholeNumber);
    commandLine.registerConverter(Integer.class, Failures::wholeNumber);
    commandLine.setParameterExceptionHandler(EmnistCommand::reportUsage);
    commandLine.setExecutionExceptionHandler((e, command, parsed) -> root.report(e, command));
    return commandLine;
  }

  /** Reports a usage error, with a suggestion and the option for help. */
  private static int reportUsage(ParameterException e, String[] arguments) {
    String message = Failures.oneLine(e);
    if (e instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      boolean command = e.getCommandLine().getParent() == null && !first.startsWith("-");
      List<String> near = unmatched.getSuggestions();
      message =
          "unknown %s '%s'".formatted(command ? "command" : "option or argument", first)
              + (near.isEmpty() ? "" : "; did you mean " + Failures.bare(near.get(0)) + "?");
    }
    PrintWriter err = e.getCommandLine().getErr();
    err.println("emnist: " + message);
    err.println(e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return USAGE;
  }

  /** Returns whether standard output is a pipe, whose reader can end early, as {@code head}. */
  private static boolean isPiped() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString().startsWith("pipe:");
    } catch (IOException | UnsupportedOperationException e) {
      return false; // not Linux
    }
  }

  /** Prints the name of a written file, and returns the exit status. */
  static int wrote(Path file, CommandLine.Model.CommandSpec spec) {
    spec.commandLine().getOut().println("wrote " + file);
    spec.commandLine().getOut().flush();
    return 0;
  }

  /** Loads TensorFlow, without its banner unless {@code --verbose} is set. */
  void loadTensorFlow(int threads) {
    if (verbose) {
      TensorFlowNative.showLog();
    } else {
      TensorFlowNative.loadQuietly(threads);
    }
  }

  /** Loads TensorFlow for recognition, if possible; otherwise the classifier reports the reason. */
  void tryTensorFlow() {
    try {
      loadTensorFlow(0);
    } catch (LinkageError | RuntimeException e) {
      return; // the classifier tries again, prints the reason and uses the Java engine
    }
  }

  /** Reports a failure in one line, or with its stack trace, and returns the exit status. */
  private int report(Throwable failure, CommandLine commandLine) {
    if (verbose) {
      failure.printStackTrace(commandLine.getErr());
    } else {
      commandLine.getErr().println("emnist: " + Failures.oneLine(failure));
    }
    commandLine.getErr().flush();
    return failure instanceof AmbiguousSplitException ? USAGE : FAILED;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
