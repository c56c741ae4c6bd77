package io.github.emnist.data.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A main class of the tests in a separate JVM, whose output goes to a file. */
public final class Jvm implements AutoCloseable {
  private final Process process;
  private final Path output;

  Jvm(Path output, Class<?> main, String... arguments) throws IOException {
    this(output, Map.of(), List.of(), main, arguments);
  }

  /** With variables, and with options of the JVM. */
  public Jvm(
      Path output,
      Map<String, String> variables,
      List<String> options,
      Class<?> main,
      String... arguments)
      throws IOException {
    this.output = output;
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(options);
    command.add(main.getName());
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(variables);
    process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  /** Kills it as {@code kill -9} does: no shutdown hook runs, no buffer is flushed. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    await();
  }

  public int await() throws InterruptedException {
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("the process still runs after a minute");
    }
    return process.exitValue();
  }

  public String output() throws IOException {
    return Files.readString(output);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
