package io.github.emnist.train.progress;

import java.io.Console;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Finds out whether somebody watches standard error, and how wide the window is. */
final class Terminal {
  private static final int DEFAULT_COLUMNS = 80;
  private static final int FEWEST_COLUMNS = 60;
  private static final int MOST_COLUMNS = 200;
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private Terminal() {}

  static boolean onStandardError() {
    return isWatched(System.console() != null && isTerminal(), System.getenv(), STANDARD_ERROR);
  }

  /** The window's width where the shell exports it, else 80. */
  static int columns() {
    return columns(System.getenv());
  }

  /**
   * Java asks for the terminal of input and output only; on Linux standard error can be asked too.
   *
   * @param console whether Java has an interactive console
   * @param standardError a link to what standard error goes to, where the system has such a link
   */
  static boolean isWatched(boolean console, Map<String, String> environment, Path standardError) {
    return console && !"dumb".equals(environment.get("TERM")) && leadsToDevice(standardError);
  }

  static int columns(Map<String, String> environment) {
    try {
      int columns = Integer.parseInt(environment.getOrDefault("COLUMNS", ""));
      return Math.max(FEWEST_COLUMNS, Math.min(MOST_COLUMNS, columns));
    } catch (NumberFormatException e) {
      return DEFAULT_COLUMNS;
    }
  }

  private static boolean leadsToDevice(Path link) {
    try {
      return !Files.isSymbolicLink(link) || Files.readSymbolicLink(link).startsWith("/dev");
    } catch (IOException e) {
      return false;
    }
  }

  /** From JDK 22 on there is a console even where nobody watches; it then says so itself. */
  private static boolean isTerminal() {
    try {
      Method isTerminal = Console.class.getMethod("isTerminal");
      return (boolean) isTerminal.invoke(System.console());
    } catch (NoSuchMethodException e) {
      return true; // before JDK 22
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
