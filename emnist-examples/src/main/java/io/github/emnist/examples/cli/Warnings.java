package io.github.emnist.examples.cli;

import io.github.emnist.train.history.TrainingListener;
import java.io.PrintWriter;

/** Tells the user what a run warns of. */
record Warnings(PrintWriter err) implements TrainingListener {
  @Override
  public void warned(String message) {
    err.println("emnist: warning: " + message);
    err.flush();
  }
}
