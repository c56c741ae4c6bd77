package io.github.emnist.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** The folders of real EMNIST files, which are not part of the project. */
public final class RealFolder {
  private RealFolder() {}

  /** Returns the folder in an environment variable; without it, skips the test with a message. */
  public static Path named(String variable) {
    String folder = System.getenv(variable);
    if (folder == null) {
      System.out.println("Skipped: set " + variable + " to a folder of EMNIST files to run this.");
    }
    assumeTrue(folder != null, variable + " names no folder of EMNIST files");
    return Path.of(folder);
  }
}
