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
 * {@code emnist}: train, evaluate, predict. Exit status 0; 1 where it failed, with one line on
 * stderr that says what to do; 2 where the command was not understood.
 */
@Command(
    name = "emnist",
    description = "Recognises handwritten characters.",
    versionProvider = Versions.class,
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
      description = "Show stack traces and TensorFlow's own log.")
  private boolean verbose;

  private EmnistCommand() {}

  /**
   * Runs a command and exits with its status.
   *
   * @param args the command and its options; {@code --help} lists them
   */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true"); // pictures, but never a window
    System.exit(run(commandLine(), args));
  }

  /** Runs a command; picocli hands exceptions to the handler, but lets errors through. */
  static int run(CommandLine commandLine, String... args) {
    EmnistCommand root = commandLine.getCommand();
    int status;
    try {
      status = commandLine.execute(args);
    } catch (Error e) {
      status = root.report(e, commandLine);
    }
    // Both, since a PrintStream keeps its errors from the writer around it.
    boolean lost = commandLine.getOut().checkError() | System.out.checkError();
    if (lost && status == 0 && !isPiped()) {
      return root.report(new IOException("standard output cannot be written"), commandLine);
    }
    return status;
  }

  static CommandLine commandLine() {
    EmnistCommand root = new EmnistCommand();
    CommandLine commandLine = new CommandLine(root);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExpandAtFiles(false); // a name may begin with @
    commandLine.registerConverter(Path.class, Failures::path);
    commandLine.registerConverter(int.class, Failures::wholeNumber);
    commandLine.registerConverter(Integer.class, Failures::wholeNumber);
    commandLine.setParameterExceptionHandler(EmnistCommand::reportUsage);
    commandLine.setExecutionExceptionHandler((e, command, parsed) -> root.report(e, command));
    return commandLine;
  }

  /** Tells what was not understood, with what may have been meant, and where the help is. */
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

  /**
   * Whether standard output is a pipe, whose reader may end before all is written, as head does.
   */
  private static boolean isPiped() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString().startsWith("pipe:");
    } catch (IOException | UnsupportedOperationException e) {
      return false; // not Linux
    }
  }

  /** Loads TensorFlow, without its banner unless the user wants to see it. */
  void loadTensorFlow(int threads) {
    if (verbose) {
      TensorFlowNative.showLog();
    } else {
      TensorFlowNative.loadQuietly(threads);
    }
  }

  /** Tells a failure in one line, or with its stack trace, and gives the exit status. */
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
