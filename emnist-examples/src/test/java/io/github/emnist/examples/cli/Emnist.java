package io.github.emnist.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Runs the built {@code emnist.jar}, or any main class of it, in a JVM of its own. */
final class Emnist {
  private static final Path JAR = Path.of("target", "emnist.jar").toAbsolutePath();
  private static final long MINUTES = 5;

  /** What a process left behind. */
  record Outcome(int exit, String out, String err) {}

  private Emnist() {}

  /** {@code java -jar emnist.jar ARGUMENTS}. */
  static Outcome run(Path folder, String... arguments) throws IOException {
    return runWith("-Xmx2g", folder, arguments);
  }

  /** The same with an option of the JVM in place of {@code -Xmx2g}. */
  static Outcome runWith(String option, Path folder, String... arguments) throws IOException {
    return java(option, folder, "-jar", JAR.toString(), arguments);
  }

  /** {@code java -cp emnist.jar:test classes MAIN ARGUMENTS}. */
  static Outcome main(Path folder, Class<?> main, String... arguments) throws IOException {
    String classPath =
        JAR
            + System.getProperty("path.separator")
            + Path.of("target", "test-classes").toAbsolutePath();
    List<String> all = new ArrayList<>(List.of(main.getName()));
    all.addAll(Arrays.asList(arguments));
    return java("-Xmx2g", folder, "-cp", classPath, all.toArray(String[]::new));
  }

  /** The same, asked to end (SIGTERM) as soon as the condition holds. */
  static Outcome runUntil(Path folder, BooleanSupplier condition, String... arguments)
      throws IOException {
    return java("-Xmx2g", folder, condition, "-jar", JAR.toString(), arguments);
  }

  private static Outcome java(
      String option, Path folder, String how, String what, String... arguments) throws IOException {
    return java(option, folder, () -> false, how, what, arguments);
  }

  private static Outcome java(
      String option, Path folder, BooleanSupplier end, String how, String what, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-Djava.awt.headless=true",
                how,
                what));
    command.addAll(Arrays.asList(arguments));
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      for (long tenths = 0; !process.waitFor(100, TimeUnit.MILLISECONDS); tenths++) {
        if (end.getAsBoolean()) {
          process.destroy();
        }
        if (tenths > MINUTES * 600) {
          throw new IOException(command + " still runs after " + MINUTES + " minutes");
        }
      }
      return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }
}
