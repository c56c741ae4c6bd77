package io.github.emnist.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.model.internal.SafeTensors;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainedTest {
  @TempDir private Path dir;

  private URL resource(byte[] content) throws IOException {
    return Files.write(dir.resolve("pretrained.zip"), content).toUri().toURL();
  }

  @Test
  void aResourceIsAModel() throws IOException {
    ModelBundle model = TinyModels.tiny(4);
    model.save(dir.resolve("model.zip"));
    byte[] zip = Files.readAllBytes(dir.resolve("model.zip"));
    URL resource = resource(zip);
    assertThat(Pretrained.load(resource)).isEqualTo(model);

    int end = zip.length - SafeTensors.encode(model.weights()).length / 2;
    assertThatThrownBy(() -> Pretrained.load(resource(Arrays.copyOf(zip, end))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("the jar of emnist-model is damaged: pretrained.zip!")
        .hasCauseInstanceOf(ModelFormatException.class);
  }

  @Test
  void aJarWithoutItIsDamaged() {
    assertThatThrownBy(() -> Pretrained.load(null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the jar of emnist-model is damaged: it has no pretrained.zip");
  }
}
