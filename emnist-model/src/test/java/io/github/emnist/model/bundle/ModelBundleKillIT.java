package io.github.emnist.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that saves models, at many moments, and looks at what it left. */
class ModelBundleKillIT {
  private static final int KILLS = 40;
  private static final int LONGEST_MILLIS = 40;

  private static final ModelBundle A = SaveLoop.model(0);
  private static final ModelBundle B = SaveLoop.model(1);

  @Test
  @Timeout(180)
  void theOldOrTheNewModelLoadsWhenASaveIsKilled(@TempDir Path dir) throws Exception {
    CounterRandom random = new CounterRandom(40, 0, 0);
    Path folder = dir.resolve("model");
    Path zip = dir.resolve("model.zip");
    Set<ModelBundle> found = new HashSet<>();
    int interrupted = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      killASaver(dir, random.nextInt(LONGEST_MILLIS));
      // Besides model.json, the weights and the ZIP: parts of the save that was under way.
      interrupted += names(dir).size() + names(folder).size() > 4 ? 1 : 0;
      for (Path path : List.of(folder, zip)) {
        ModelBundle model = ModelBundle.load(path);
        assertThat(model).as("after kill %d", kill).isIn(A, B);
        found.add(model);
        A.save(path);
        assertThat(ModelBundle.load(path)).isEqualTo(A);
      }
      assertThat(names(dir)).containsExactlyInAnyOrder("model", "model.zip");
      assertThat(names(folder)).hasSize(2).contains("model.json");
    }
    // Else the kills came at harmless moments and this test showed nothing.
    assertThat(interrupted).isGreaterThan(KILLS / 5);
    assertThat(found).containsExactlyInAnyOrder(A, B);
  }

  private static void killASaver(Path dir, int millis) throws IOException, InterruptedException {
    Process saver =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SaveLoop.class.getName(),
                dir.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(saver.getInputStream().read()).as("the saver's sign").isEqualTo('r');
      Thread.sleep(millis);
    } finally {
      saver.destroyForcibly().waitFor();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
