package io.github.emnist.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.examples.mixture.MixedSources.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDataTest {
  @TempDir private Path folder;

  @Test
  void whatIsReadIsWhatWasWritten() throws IOException {
    Path file = folder.resolve("data.json");
    RunData plain =
        new RunData(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    plain.write(file);
    assertThat(RunData.read(file)).isEqualTo(plain);

    RunData mixed =
        new RunData(
            Optional.of(folder),
            Optional.of(EmnistSplit.BALANCED),
            Optional.of(folder.resolve("ink")),
            Optional.of(new Weights(0.5, 0.25, 0.125, 0.125)));
    mixed.write(file);
    assertThat(RunData.read(file)).isEqualTo(mixed);
  }

  @Test
  void aFileThatIsCutShortIsMalformed() throws IOException {
    for (String json :
        new String[] {"", "{\"path\": \"/da", "[]", "{\"mixture\": 1}", "{\"mixed\": true}"}) {
      Path file = Files.writeString(folder.resolve("data.json"), json);
      assertThatThrownBy(() -> RunData.read(file))
          .as(json)
          .isInstanceOf(IOException.class)
          .hasMessage(file + " is malformed; delete it and pass --data (and --split)");
    }
  }
}
