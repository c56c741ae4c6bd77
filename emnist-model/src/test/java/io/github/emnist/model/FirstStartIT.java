package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several processes that start at once where TensorFlow was never unpacked, as the workers of a
 * service do on a new machine: JavaCPP locks its folder, so that one of them unpacks and the others
 * wait.
 */
class FirstStartIT {
  private static final int PROCESSES = 4;

  @Test
  @Timeout(300)
  void processesThatUnpackAtOnceAllPredict(@TempDir Path scratch) throws Exception {
    Path cache = scratch.resolve("javacpp");
    List<Process> processes = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(start(cache, scratch.resolve("errors-" + i)));
      }
      List<String> answers = new ArrayList<>();
      for (int i = 0; i < PROCESSES; i++) {
        byte[] printed = processes.get(i).getInputStream().readAllBytes();
        assertThat(processes.get(i).waitFor()).as(() -> errors(scratch)).isZero();
        answers.add(new String(printed, StandardCharsets.UTF_8).strip());
      }
      assertThat(answers.get(0)).startsWith("[0.").endsWith("]");
      assertThat(answers).containsOnly(answers.get(0));
      assertThat(unpacked(cache)).as("copies of the library").isEqualTo(1);
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
  }

  private static Process start(Path cache, Path errors) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dorg.bytedeco.javacpp.cachedir=" + cache,
            "-cp",
            System.getProperty("java.class.path"),
            PredictOnce.class.getName())
        .redirectError(errors.toFile())
        .start();
  }

  private static String errors(Path scratch) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < PROCESSES; i++) {
      try {
        all.append(Files.readString(scratch.resolve("errors-" + i)));
      } catch (IOException e) {
        all.append(e);
      }
    }
    return all.toString();
  }

  /** TensorFlow's own library, by the names that it has on the systems. */
  private static long unpacked(Path cache) throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .filter(file -> file.getFileName().toString().matches("(lib)?tensorflow_cc\\..*"))
          .count();
    }
  }
}
