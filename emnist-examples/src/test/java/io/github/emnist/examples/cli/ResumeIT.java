package io.github.emnist.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.examples.cli.Emnist.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Terminates a training, resumes it, and reproduces it from its model. */
class ResumeIT {
  @TempDir private Path folder;

  private void writeDigits() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    SyntheticEmnist digits = SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(40, 10);
    IdxFolder.write(data, Partition.TRAIN, digits.train());
    IdxFolder.write(data, Partition.TEST, digits.test());
  }

  @Test
  void aTerminatedTrainingIsSavedResumedAndReproduced() throws IOException {
    writeDigits();
    Outcome cut =
        Emnist.runUntil(
            folder,
            () -> Files.exists(folder.resolve("run/checkpoints/step-000000010")),
            "train",
            "--data",
            "data",
            "--epochs",
            "1",
            "--deterministic",
            "--architecture",
            "fast",
            "--checkpoint-steps",
            "10",
            "--out",
            "run");
    assertThat(cut.exit()).isNotZero();
    assertThat(cut.err()).endsWith("paused; continue with: emnist resume run\n");
    assertThat(folder.resolve("run/model")).doesNotExist();

    Outcome resumed = Emnist.run(folder, "resume", "run");
    assertThat(resumed.exit()).as(resumed.err()).isZero();
    assertThat(resumed.out()).contains("trained: 1 epoch, 187 steps", "model: run/model");

    byte[] model = Files.readAllBytes(folder.resolve("run/model/model.json"));
    Outcome ended = Emnist.run(folder, "resume", "run");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .isEqualTo("run: the training has ended (epochs: 1, steps: 187); its model is run/model\n");
    assertThat(Files.readAllBytes(folder.resolve("run/model/model.json"))).isEqualTo(model);

    Outcome again = Emnist.run(folder, "reproduce", "run/model", "--data", "data");
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.out()).contains("weights: equal to the bit");
  }

  @Test
  void whatCannotBeResumedIsSaidInOneLine() throws IOException {
    Outcome outcome = Emnist.run(folder, "resume", "nowhere");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err()).isEqualTo("emnist: nowhere/checkpoints: holds no checkpoint\n");
  }
}
