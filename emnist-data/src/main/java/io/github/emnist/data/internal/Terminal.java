package io.github.emnist.data.internal;

import java.io.Console;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Detects whether the standard streams are terminals, and how wide the window is. */
public final class Terminal {
  private static final int DEFAULT_COLUMNS = 80;
  private static final int FEWEST_COLUMNS = 60;
  private static final int MOST_COLUMNS = 200;

  private Terminal() {}

  /** {@return whether standard error is a terminal that can redraw a line} */
  public static boolean onStandardError() {
    return isWatched(hasConsole(), System.getenv(), target(Path.of("/proc/self/fd/2")));
  }

  /** {@return whether standard output is a terminal that can redraw a line} */
  public static boolean onStandardOutput() {
    return isWatched(hasConsole(), System.getenv(), target(Path.of("/proc/self/fd/1")));
  }

  /** {@return the window's width in characters where the shell exports it, else 80} */
  public static int columns() {
    return columns(System.getenv());
  }

  /**
   * Tells whether a person watches the stream. Java reports only on input and output together; on
   * Linux each stream can be checked.
   *
   * @param console whether Java has an interactive console
   * @param target what the stream goes to, if known
   */
  static boolean isWatched(
      boolean console, Map<String, String> environment, Optional<String> target) {
    return !"dumb".equals(environment.get("TERM"))
        && target.map(name -> name.matches("/dev/(pts/|tty|console).*")).orElse(console);
  }

  static int columns(Map<String, String> environment) {
    try {
      int columns = Integer.parseInt(environment.getOrDefault("COLUMNS", ""));
      return Math.max(FEWEST_COLUMNS, Math.min(MOST_COLUMNS, columns));
    } catch (NumberFormatException e) {
      return DEFAULT_COLUMNS;
    }
  }

  /** Returns the target of a symbolic link, or empty if there is no such link. */
  private static Optional<String> target(Path link) {
    try {
      return Optional.of(Files.readSymbolicLink(link).toString());
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns whether Java has an interactive console. Since JDK 22 there is a console even without a
   * terminal, and {@code isTerminal} tells them apart.
   */
  private static boolean hasConsole() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      Method isTerminal = Console.class.getMethod("isTerminal");
      return (boolean) isTerminal.invoke(console);
    } catch (NoSuchMethodException e) {
      return true; // before JDK 22
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
