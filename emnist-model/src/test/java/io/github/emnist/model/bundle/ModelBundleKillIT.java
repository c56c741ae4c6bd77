package io.github.emnist.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.internal.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that saves models, at many moments, and looks at what it left. */
class ModelBundleKillIT {
  private static final int KILLS = 32;

  /** Before the last kill: the first save brings B, the second A back, and a part of the third. */
  private static final double LONGEST_SAVES = 2.5;

  private static final ModelBundle A = SaveLoop.model(0);
  private static final ModelBundle B = SaveLoop.model(1);

  @Test
  @Timeout(180)
  void theOldOrTheNewModelLoadsWhenASaveIsKilled(@TempDir Path dir, @TempDir Path scratch)
      throws Exception {
    CounterRandom random = new CounterRandom(7, 0, 0);
    SaveLoop.save(A, dir);
    Set<ModelBundle> found = new HashSet<>();
    int interrupted = 0;
    Process next = start(scratch, dir);
    for (int kill = 0; kill < KILLS; kill++) {
      Process saver = next;
      try {
        String nanos = saver.inputReader().readLine();
        assertThat(nanos).as("a save's duration, said by the saver").matches("[0-9]+");
        // Every part of the saves gets its turn, however fast the disk is.
        double moment = (kill + random.nextDouble()) / KILLS * LONGEST_SAVES;
        saver.getOutputStream().write('g');
        saver.getOutputStream().flush();
        sleep((long) (moment * Long.parseLong(nanos)));
      } finally {
        saver.destroyForcibly().waitFor();
      }
      next = start(scratch, dir); // warms up meanwhile
      interrupted += checkWhatIsLeft(dir, found) ? 1 : 0;
    }
    next.destroyForcibly().waitFor();
    // Else the kills came at harmless moments and this test showed nothing.
    assertThat(interrupted).isPositive();
    assertThat(found).containsExactlyInAnyOrder(A, B);
  }

  /** Whether parts of an interrupted save were there. They no longer are. */
  private static boolean checkWhatIsLeft(Path dir, Set<ModelBundle> found) throws IOException {
    Path folder = dir.resolve("model");
    Path zip = dir.resolve("model.zip");
    boolean parts = names(dir).size() > 2 || names(folder).size() > 2;
    for (Path path : List.of(folder, zip)) {
      ModelBundle model = ModelBundle.load(path);
      assertThat(model).isIn(A, B);
      found.add(model);
    }
    try (Stream<Path> all = Files.walk(dir)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) { // or they could be in use
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
      }
    }
    SaveLoop.save(A, dir);
    assertThat(ModelBundle.load(folder)).isEqualTo(A);
    assertThat(ModelBundle.load(zip)).isEqualTo(A);
    assertThat(names(dir)).containsExactlyInAnyOrder("model", "model.zip");
    assertThat(names(folder)).hasSize(2).contains("model.json");
    return parts;
  }

  /** To some ten microseconds: on a fast disk a save takes few milliseconds. */
  private static void sleep(long nanos) {
    long begin = System.nanoTime();
    for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - begin)) {
      LockSupport.parkNanos(left);
    }
  }

  private static Process start(Path scratch, Path dir) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            SaveLoop.class.getName(),
            scratch.toString(),
            dir.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
