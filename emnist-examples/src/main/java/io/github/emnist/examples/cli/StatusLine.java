package io.github.emnist.examples.cli;

import java.io.PrintWriter;

/** The last line of standard error, redrawn in place where that is a terminal; else not drawn. */
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

  /** Writes a line that stays, in place of this one. */
  void say(String line) {
    show("");
    err.println(line);
    err.flush();
  }

  /** Removes the line. */
  @Override
  public void close() {
    show("");
  }
}
