package io.github.emnist.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** The folders of real EMNIST files, which are no part of the project. */
public final class RealFolder {
  private RealFolder() {}

  /** The folder that an environment variable names; without it, skips the test and says so. */
  public static Path named(String variable) {
    String folder = System.getenv(variable);
    if (folder == null) {
      System.out.println("Skipped: set " + variable + " to a folder of EMNIST files to run this.");
    }
    assumeTrue(folder != null, variable + " names no folder of EMNIST files");
    return Path.of(folder);
  }
}
