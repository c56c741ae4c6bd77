package io.github.emnist.examples.cli;

import java.io.PrintWriter;

/** A status line on standard error, redrawn in place; drawn only on a terminal. */
final class StatusLine implements AutoCloseable {
  private final PrintWriter err;
  private final boolean drawn;
  private String shown = "";

  StatusLine(PrintWriter err, boolean drawn) {
    this.err = err;
    this.drawn = drawn;
  }

  /** Replaces the line. */
  void show(String text) {
    if (drawn && !text.equals(shown)) {
      String rest = " ".repeat(Math.max(0, shown.length() - text.length()));
      err.print("\r" + text + rest + (text.isEmpty() ? "\r" : ""));
      err.flush();
      shown = text;
    }
  }

  /** Replaces the status line with a permanent line. */
  void say(String line) {
    show("");
    err.println(line);
    err.flush();
  }

  /** Erases the line. */
  @Override
  public void close() {
    show("");
  }
}
