package io.github.emnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelFormatException;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.Checkpoint.RunPosition;
import io.github.emnist.train.Checkpoint.RunSettings;
import io.github.emnist.train.CheckpointStore.Checksums;
import io.github.emnist.train.config.Checkpoints;
import io.github.emnist.train.config.TrainingConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
  private static final CnnArchitecture NETWORK =
      CnnArchitecture.builder().input(28, 28, 1).flatten().dense(10).softmax().build();

  @TempDir private Path folder;

  private final List<String> warnings = new ArrayList<>();

  private Checkpoint checkpoint(long step, int keep) {
    Weights weights = Weights.initialize(NETWORK, step);
    ModelMetadata metadata = ModelMetadata.of(NETWORK, EmnistSplit.DIGITS.labelMap());
    RunPosition position =
        new RunPosition(step, 0, 0, 0, 0, 0, 0, 1.5, 0.1, List.of(), false, List.of(3L));
    return new Checkpoint(
        null,
        new ModelBundle(metadata, weights),
        RunSettings.of(TrainingConfig.standard()),
        Checkpoints.in(folder).keep(keep),
        position,
        weights,
        Optional.of(weights));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatIsReadIsWhatWasSaved() throws IOException {
    Checkpoint saved = checkpoint(12, 2);
    CheckpointStore.save(saved);
    Checkpoint read = CheckpointStore.newest(folder, warnings::add);
    assertThat(read.position()).isEqualTo(saved.position());
    assertThat(read.state()).isEqualTo(saved.state());
    assertThat(read.best()).isEqualTo(saved.best());
    assertThat(read.settings()).isEqualTo(saved.settings());
    assertThat(read.rule()).isEqualTo(saved.rule());
    assertThat(warnings).isEmpty();
  }

  @Test
  void oneOfTheSameStepStaysUntilTheNextIsWhole() throws IOException {
    assertThat(CheckpointStore.save(checkpoint(12, 1))).hasFileName("step-000000012");
    assertThat(CheckpointStore.save(checkpoint(12, 1))).hasFileName("step-000000012-2");
    assertThat(names()).containsExactly("step-000000012-2");
    CheckpointStore.save(checkpoint(13, 1));
    assertThat(names()).containsExactly("step-000000013");
  }

  @Test
  void whatAKilledProcessLeftIsTakenAway() throws IOException {
    Files.createDirectories(folder.resolve(".step-000000011.tmp/inner"));
    CheckpointStore.save(checkpoint(12, 1));
    assertThat(names()).containsExactly("step-000000012");
  }

  @Test
  void aCheckpointThatCannotBeWrittenLeavesTheEarlierOnes() throws IOException {
    CheckpointStore.save(checkpoint(12, 1));
    Checkpoint good = checkpoint(13, 1);
    Checkpoint failsHalfWay =
        new Checkpoint(
            null,
            good.model(),
            new RunSettings("", Optional.of("{no JSON")),
            good.rule(),
            good.position(),
            good.state(),
            good.best());
    assertThatThrownBy(() -> CheckpointStore.save(failsHalfWay)).isInstanceOf(IOException.class);
    assertThat(names()).containsExactly("step-000000012");
    assertThat(CheckpointStore.newest(folder, warnings::add).position().step()).isEqualTo(12);
  }

  @Test
  void eachKindOfDamageIsNamed() throws IOException {
    Path newest = CheckpointStore.save(checkpoint(12, 1));
    Path sums = newest.resolve("SHA256SUMS");
    String good = Files.readString(sums);

    Files.writeString(newest.resolve("more"), "x");
    assertThatThrownBy(() -> CheckpointStore.newest(folder, warnings::add))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(newest + ": found 7 files, expected 5 and SHA256SUMS");
    Files.delete(newest.resolve("more"));

    Files.writeString(sums, good + "rubbish\n");
    assertThatThrownBy(() -> CheckpointStore.newest(folder, warnings::add))
        .hasMessage(sums + ": found 'rubbish', expected a SHA-256 and the name of a file");

    Files.delete(sums);
    assertThatThrownBy(() -> CheckpointStore.newest(folder, warnings::add))
        .hasMessage(newest + ": found no file SHA256SUMS, expected a checkpoint");
    Files.writeString(sums, good);

    Files.delete(newest.resolve("state.safetensors"));
    assertThatThrownBy(() -> CheckpointStore.newest(folder, warnings::add))
        .hasMessage(
            newest.resolve("state.safetensors")
                + ": found no file, expected one, as SHA256SUMS says");
  }

  @Test
  void aCheckpointOfANewerReleaseIsAnError() throws IOException {
    CheckpointStore.save(checkpoint(11, 2));
    Path newest = CheckpointStore.save(checkpoint(12, 2));
    Path resume = newest.resolve("resume.json");
    byte[] newer =
        Files.readString(resume)
            .replace("\"version\":1", "\"version\":2")
            .getBytes(StandardCharsets.UTF_8);
    Files.write(resume, newer);
    Files.delete(newest.resolve("SHA256SUMS"));
    Checksums.write(newest);
    assertThatThrownBy(() -> CheckpointStore.newest(folder, warnings::add))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            resume
                + ": found version 2, expected at most 1; a newer release of this library wrote it");
  }

  @Test
  void numbersOutsideTheirRangeAreRefused() {
    Checkpoints rule = Checkpoints.in(folder);
    assertThatThrownBy(() -> rule.everyEpochs(0)).hasMessage("everyEpochs (0) must be at least 1");
    assertThatThrownBy(() -> rule.everySteps(-1)).hasMessage("everySteps (-1) must be at least 0");
    assertThatThrownBy(() -> rule.keep(0)).hasMessage("keep (0) must be at least 1");
    assertThatThrownBy(
            () -> new RunPosition(1, 1, 0, 0, 0, 0, 0, 0, 0, List.of(), false, List.of()))
        .hasMessage("epochs (1) must equal the number of epochs in the history (0)");
    assertThatThrownBy(
            () -> new RunPosition(1, 0, 2, 0, 0, 0, 0, 0, 0, List.of(), false, List.of()))
        .hasMessage("stepInEpoch (2) must be in [0, step (1)]");
  }
}
