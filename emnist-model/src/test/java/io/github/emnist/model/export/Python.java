package io.github.emnist.model.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Programs outside Java that read what was exported, where this machine has them. */
final class Python {
  /** The system's, whose packages come from its distribution. */
  private static final String PYTHON = "/usr/bin/python3";

  private Python() {}

  /** Skips the test, and says so, unless a module can be imported. */
  static void assumeModule(String module) throws Exception {
    boolean found =
        Files.isExecutable(Path.of(PYTHON))
            && run(List.of(PYTHON, "-c", "import " + module)).status == 0;
    Assumptions.assumeTrue(
        found, "skipped: %s has no module %s (Debian: python3-%2$s)".formatted(PYTHON, module));
  }

  /** What a script prints; it must succeed. */
  static String run(String script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(PYTHON, "-c", script));
    command.addAll(List.of(arguments));
    Output output = run(command);
    assertThat(output.status).as(output.text).isZero();
    return output.text;
  }

  /**
   * What a program printed on both channels.
   *
   * @param status its exit status
   */
  record Output(int status, String text) {}

  static Output run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Output(process.exitValue(), text);
  }
}
