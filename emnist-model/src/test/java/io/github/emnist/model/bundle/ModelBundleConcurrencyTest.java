package io.github.emnist.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelBundleConcurrencyTest {
  private static final ModelBundle A = TinyModels.tiny(1);
  private static final ModelBundle B = TinyModels.tiny(2);
  private static final int SAVES = 60;

  @ParameterizedTest
  @ValueSource(strings = {"model", "model.zip"})
  void whoLoadsDuringSavesGetsAWholeModel(String name, @TempDir Path dir) throws Exception {
    Path path = dir.resolve(name);
    A.save(path);
    Set<ModelBundle> found = new HashSet<>();
    ExecutorService saver = Executors.newSingleThreadExecutor();
    try {
      Future<?> saves = saver.submit(() -> save(path, SAVES));
      while (!saves.isDone()) {
        found.add(ModelBundle.load(path));
      }
      saves.get();
    } finally {
      saver.shutdownNow();
    }
    assertThat(found).containsExactlyInAnyOrder(A, B);
  }

  @Test
  void threadsThatSaveToOnePathLeaveOneModel(@TempDir Path dir) throws Exception {
    Path path = dir.resolve("model");
    ExecutorService savers = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> saves = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        saves.add(savers.submit(() -> save(path, SAVES / 4)));
      }
      for (Future<?> save : saves) {
        save.get();
      }
    } finally {
      savers.shutdownNow();
    }
    assertThat(ModelBundle.load(path)).isIn(A, B);
    assertThat(path.toFile().list()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"model", "model.zip"})
  @Timeout(180)
  void processesThatSaveToOnePathLeaveOneModel(String name, @TempDir Path dir) throws Exception {
    Path path = dir.resolve(name);
    A.save(path);
    List<Process> savers = new ArrayList<>();
    Set<ModelBundle> found = new HashSet<>();
    try {
      for (int i = 0; i < 2; i++) {
        savers.add(startSaver(path));
      }
      while (savers.stream().anyMatch(Process::isAlive)) {
        found.add(ModelBundle.load(path));
      }
      for (Process saver : savers) {
        assertThat(saver.waitFor()).isZero();
      }
    } finally {
      savers.forEach(Process::destroyForcibly);
    }
    assertThat(found).containsExactlyInAnyOrder(A, B);
    assertThat(ModelBundle.load(path)).isIn(A, B);
    A.save(path);
    assertThat(ModelBundle.load(path)).isEqualTo(A);
    if (name.equals("model")) {
      assertThat(path.toFile().list()).hasSizeBetween(2, 4); // what was lost in the same moment
    } else {
      assertThat(dir.toFile().list()).hasSize(1);
    }
  }

  private static Process startSaver(Path path) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            ModelBundleConcurrencyTest.class.getName(),
            path.toString())
        .inheritIO()
        .start();
  }

  /**
   * Saves 150 times, as one of two processes.
   *
   * @param args where to
   */
  public static void main(String[] args) throws IOException {
    save(Path.of(args[0]), 150);
  }

  private static Void save(Path path, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      (i % 2 == 0 ? B : A).save(path);
    }
    return null;
  }
}
