package io.github.emnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.train.RunModels.RunLock;
import io.github.emnist.train.config.Checkpoints;
import io.github.emnist.train.config.EarlyStopping;
import io.github.emnist.train.config.LearningRateSchedule;
import io.github.emnist.train.config.OptimizerSpec;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.config.TrainingConfig.WeightAveraging;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.history.TrainingListener;
import io.github.emnist.train.history.TrainingListener.StepReport;
import io.github.emnist.train.logging.TrainingLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {
  private static final EmnistDataset DIGITS =
      SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(30, 1).train();

  private static final CnnArchitecture NETWORK =
      CnnArchitecture.builder()
          .name("resume-test")
          .input(28, 28, 1)
          .maxPool(2)
          .conv2d(4, 3)
          .relu()
          .batchNormalization()
          .dropout(0.2)
          .maxPool(2)
          .flatten()
          .dense(10)
          .softmax()
          .build();

  /** Ten steps an epoch, three epochs; everything that has a state is on. */
  private static Trainer trainer() {
    return Trainer.of(NETWORK)
        .batchSize(20)
        .samplesPerClass(20)
        .validationFraction(0.2)
        .epochs(3)
        .averaging(new WeightAveraging(0.9))
        .schedule(LearningRateSchedule.warmupCosine(0.01, 0.1))
        .deterministic(true)
        .seed(11);
  }

  @TempDir private Path folder;

  /** Pauses after a step, and records its events. */
  private static final class PauseAfter implements TrainingListener {
    private final long step;
    private final List<String> told = new ArrayList<>();

    PauseAfter(long step) {
      this.step = step;
    }

    @Override
    public void resumed(String description, TrainingHistory history) {
      told.add("resumed after " + history.epochs().size() + " epochs");
    }

    @Override
    public void warned(String message) {
      told.add(message);
    }

    @Override
    public Decision stepEnded(StepReport report) {
      return report.step() == step ? Decision.PAUSE : Decision.CONTINUE;
    }
  }

  private Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(RunLock.FILE))
          .sorted()
          .toList();
    }
  }

  private static List<EpochRecord> withoutTimes(TrainingHistory history) {
    return history.epochs().stream()
        .map(
            e ->
                new EpochRecord(
                    e.epoch(),
                    e.step(),
                    0,
                    0,
                    e.learningRate(),
                    e.trainLoss(),
                    e.trainAccuracy(),
                    e.validationLoss(),
                    e.validationAccuracy(),
                    0,
                    0))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 10, 13, 20, 30})
  void aPausedRunBecomesTheUninterruptedOneToTheBit(long pauseAfter) throws IOException {
    TrainingResult whole = trainer().fit(DIGITS);
    TrainingResult part =
        trainer().checkpoints(checkpoints()).listener(new PauseAfter(pauseAfter)).fit(DIGITS);
    assertThat(part.paused()).isTrue();

    TrainingResult resumed = Trainer.resume(checkpoints()).fit(DIGITS);
    assertThat(resumed.paused()).isFalse();
    assertThat(resumed.bundle().weights()).isEqualTo(whole.bundle().weights());
    assertThat(withoutTimes(resumed.history())).isEqualTo(withoutTimes(whole.history()));
    assertThat(resumed.bundle().metadata().provenance().get("training").json())
        .contains("\"resumedAtStep\":[" + pauseAfter + "]");
  }

  @Test
  void everyOptimizerResumesToTheBit() throws IOException {
    List<OptimizerSpec> optimizers =
        List.of(
            OptimizerSpec.adam().withWeightDecay(0.01),
            OptimizerSpec.sgd(0.9),
            OptimizerSpec.muon());
    for (int i = 0; i < optimizers.size(); i++) {
      Path own = folder.resolve("run" + i);
      Trainer trainer = trainer().epochs(2).optimizer(optimizers.get(i));
      TrainingResult whole = trainer.fit(DIGITS);
      trainer.checkpoints(own).listener(new PauseAfter(13)).fit(DIGITS);
      assertThat(Trainer.resume(own).fit(DIGITS).bundle().weights())
          .as(optimizers.get(i).toString())
          .isEqualTo(whole.bundle().weights());
    }
  }

  @Test
  void theSchedulesAndEarlyStoppingsMemoryGoesOn() throws IOException {
    Trainer trainer =
        trainer()
            .epochs(30)
            .schedule(LearningRateSchedule.constant(0.05))
            .earlyStopping(EarlyStopping.onValidationLoss().patience(2));
    TrainingResult whole = trainer.fit(DIGITS);
    int last = whole.history().last().orElseThrow().epoch();
    assertThat(last).isLessThan(30);
    trainer.checkpoints(checkpoints()).listener(new PauseAfter(last * 10L - 5)).fit(DIGITS);
    TrainingResult resumed = Trainer.resume(checkpoints()).fit(DIGITS);
    assertThat(withoutTimes(resumed.history())).isEqualTo(withoutTimes(whole.history()));
    assertThat(resumed.history().bestEpoch()).isEqualTo(whole.history().bestEpoch());
    assertThat(resumed.bundle().weights()).isEqualTo(whole.bundle().weights());
  }

  @Test
  void aRunThatEndedHasNothingLeftToDo() throws IOException {
    TrainingResult whole = trainer().checkpoints(checkpoints()).fit(DIGITS);
    TrainingResult again = Trainer.resume(checkpoints()).fit(DIGITS);
    assertThat(again.bundle().weights()).isEqualTo(whole.bundle().weights());
    assertThat(again.history()).isEqualTo(whole.history());
  }

  @Test
  void aCheckpointOfAVersionWithoutPlainShareIsResumed() throws Exception {
    TrainingResult whole = trainer().fit(DIGITS);
    trainer().checkpoints(checkpoints()).listener(new PauseAfter(7)).fit(DIGITS);
    Path newest = checkpoints().resolve("step-000000007");
    Path resume = newest.resolve("resume.json");
    Path sums = newest.resolve("SHA256SUMS");
    String now = sha256(resume);
    String json = Files.readString(resume);
    Files.writeString(resume, json.replaceAll("\"plainShare\"\\s*:\\s*0.0,", ""));
    assertThat(resume).content().isNotEqualTo(json);
    Files.writeString(sums, Files.readString(sums).replace(now, sha256(resume)));

    assertThat(Trainer.resume(checkpoints()).fit(DIGITS).bundle().weights())
        .isEqualTo(whole.bundle().weights());
  }

  private static String sha256(Path file) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(hash);
  }

  @Test
  void checkpointsAreModelsOfWhichTheNewestStay() throws IOException {
    TrainingResult result =
        trainer().checkpoints(Checkpoints.in(checkpoints()).everySteps(4).keep(3)).fit(DIGITS);
    assertThat(names(checkpoints()))
        .containsExactly("best", "step-000000024", "step-000000028", "step-000000030");
    assertThat(ModelBundle.load(checkpoints().resolve("step-000000030")).weights())
        .isEqualTo(result.bundle().weights());
    double lowest =
        result.history().epochs().stream()
            .mapToDouble(EpochRecord::validationLoss)
            .min()
            .orElseThrow();
    TrainingHistory best =
        TrainingHistory.of(ModelBundle.load(checkpoints().resolve("best")).metadata());
    assertThat(best.last().orElseThrow().validationLoss()).isEqualTo(lowest);
  }

  @Test
  void aDamagedCheckpointFallsBackToTheOneBeforeWithAWarning() throws IOException {
    TrainingResult whole = trainer().fit(DIGITS);
    trainer().checkpoints(checkpoints()).listener(new PauseAfter(25)).fit(DIGITS);
    assertThat(names(checkpoints())).containsExactly("best", "step-000000020", "step-000000025");
    Path state = checkpoints().resolve("step-000000025/state.safetensors");
    byte[] bytes = Files.readAllBytes(state);
    bytes[bytes.length / 2] ^= 1;
    Files.write(state, bytes);

    PauseAfter listener = new PauseAfter(-1);
    TrainingResult resumed = Trainer.resume(checkpoints()).listener(listener).fit(DIGITS);
    assertThat(listener.told.get(0))
        .startsWith(state + ": found SHA-256 ")
        .endsWith("; resuming from the checkpoint before, step-000000020");
    assertThat(listener.told).last().isEqualTo("resumed after 2 epochs");
    assertThat(resumed.bundle().weights()).isEqualTo(whole.bundle().weights());
    assertThat(names(checkpoints()))
        .containsExactly("best", "damaged-step-000000025", "step-000000020", "step-000000030");
  }

  @Test
  void anInterruptedThreadLeavesACheckpoint() throws IOException {
    TrainingListener interrupter =
        new TrainingListener() {
          @Override
          public Decision stepEnded(StepReport report) {
            if (report.step() == 12) {
              Thread.currentThread().interrupt();
            }
            return Decision.CONTINUE;
          }
        };
    assertThatThrownBy(() -> trainer().checkpoints(checkpoints()).listener(interrupter).fit(DIGITS))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "interrupted after step 2 of epoch 2; it can be resumed from %s"
                .formatted(checkpoints().resolve("step-000000012")));
    assertThat(Thread.interrupted()).isTrue();
    TrainingResult whole = trainer().fit(DIGITS);
    assertThat(Trainer.resume(checkpoints()).fit(DIGITS).bundle().weights())
        .isEqualTo(whole.bundle().weights());
  }

  /** By another thread after the epoch's last step, or by a listener. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aThreadInterruptedAtTheEndOfAnEpochSavesItAndEndsAfterIt(boolean afterStep)
      throws IOException {
    TrainingListener interrupter =
        new TrainingListener() {
          @Override
          public Decision stepEnded(StepReport report) {
            if (afterStep && report.step() == 10) {
              Thread.currentThread().interrupt();
            }
            return Decision.CONTINUE;
          }

          @Override
          public Decision epochEnded(EpochRecord epoch) {
            if (!afterStep && epoch.epoch() == 1) {
              Thread.currentThread().interrupt();
            }
            return Decision.CONTINUE;
          }
        };
    Path csv = folder.resolve("history.csv");
    assertThatThrownBy(
            () ->
                trainer()
                    .checkpoints(checkpoints())
                    .listener(interrupter)
                    .listener(TrainingLog.csv(csv))
                    .fit(DIGITS))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith("interrupted after step 0 of epoch 2; it can be resumed from ");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Trainer.resume(checkpoints()).resumesAt().orElseThrow().epochs()).isEqualTo(1);
    assertThat(csv).content().hasLineCount(2);
  }

  @Test
  void aResumedRunNeedsItsSettingsAndData() throws IOException {
    trainer().checkpoints(checkpoints()).listener(new PauseAfter(12)).fit(DIGITS);
    TrainingConfig own = trainer().settings();
    TrainingConfig longer = own.toBuilder().epochs(4).build();
    assertThatThrownBy(() -> Trainer.resume(checkpoints()).epochs(4).fit(DIGITS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a resumed run must keep its settings %s; found %s"
                .formatted(own.toJson(), longer.toJson()));
    EmnistDataset other = SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(31, 1).train();
    assertThatThrownBy(() -> Trainer.resume(checkpoints()).fit(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "the training data has 250 images of content \\w{64}, the run had 240 of content \\w{64}");
    Trainer corrected = Trainer.resume(checkpoints());
    assertThatThrownBy(() -> corrected.fit(other)).isInstanceOf(IllegalArgumentException.class);
    assertThat(corrected.fit(DIGITS).history().epochs()).hasSize(3);
  }

  @Test
  void settingsWithACustomTransformMustBePassedAgain() throws IOException {
    Augmentation own =
        Augmentation.of(
            random ->
                (source, target) ->
                    System.arraycopy(
                        source.array(),
                        source.offset(),
                        target.array(),
                        target.offset(),
                        source.length()));
    TrainingResult whole = trainer().augmentation(own).fit(DIGITS);
    trainer().augmentation(own).checkpoints(checkpoints()).listener(new PauseAfter(12)).fit(DIGITS);
    assertThatThrownBy(() -> Trainer.resume(checkpoints()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            checkpoints()
                + ", byte 0: found settings with a custom transform, which cannot be read back, expected settings passed as resume(checkpoints, settings)");
    TrainingConfig settings = trainer().augmentation(own).settings();
    assertThat(Trainer.resume(checkpoints(), settings).fit(DIGITS).bundle().weights())
        .isEqualTo(whole.bundle().weights());
  }

  @Test
  void aSecondRunOnTheSameCheckpointsIsRefused() throws IOException {
    trainer().checkpoints(checkpoints()).listener(new PauseAfter(3)).fit(DIGITS);
    List<Throwable> refused = new ArrayList<>();
    TrainingListener second =
        new TrainingListener() {
          @Override
          public Decision stepEnded(StepReport report) {
            try {
              Trainer.resume(checkpoints()).fit(DIGITS);
            } catch (IOException | RuntimeException e) {
              refused.add(e);
            }
            return Decision.PAUSE;
          }
        };
    Trainer stale = Trainer.resume(checkpoints());
    Trainer.resume(checkpoints()).listener(second).fit(DIGITS);
    assertThat(refused).hasSize(1);
    assertThat(refused.get(0))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            checkpoints()
                + ": is in use by another run, in this process or another; wait until it ends, or stop it");
    assertThat(names(checkpoints())).contains("step-000000003", "step-000000004");

    // Read before the other run went on: its checkpoints are not damaged ones.
    assertThatThrownBy(() -> stale.fit(DIGITS))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("step-000000004: was saved by another run after step-000000003");
    assertThat(names(checkpoints())).contains("step-000000004");
  }

  @Test
  void aRunOfAnotherProcessIsRefusedUntilThatIsKilled() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HoldsTheLock.class.getName(),
                checkpoints().toString())
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("locked");
      Trainer trainer = trainer().checkpoints(checkpoints()).listener(new PauseAfter(1));
      assertThatThrownBy(() -> trainer.fit(DIGITS))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("is in use by another run");
      other.destroyForcibly().waitFor();
      assertThat(trainer.fit(DIGITS).paused()).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  /** A child's main. */
  static final class HoldsTheLock {
    private HoldsTheLock() {}

    public static void main(String[] arguments) throws InterruptedException {
      RunLock lock = RunLock.of(Path.of(arguments[0]));
      System.out.println("locked");
      Thread.sleep(600_000);
      lock.close();
    }
  }

  @Test
  void aRunDoesNotMixItsCheckpointsWithAnothers() throws IOException {
    trainer().checkpoints(checkpoints()).listener(new PauseAfter(12)).fit(DIGITS);
    assertThatThrownBy(() -> trainer().checkpoints(checkpoints()).fit(DIGITS))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            checkpoints()
                + ": holds checkpoints of another run; resume that, or choose another folder");
    Trainer resumed = Trainer.resume(checkpoints());
    assertThatThrownBy(() -> resumed.checkpoints(folder.resolve("other")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a resumed run keeps its folder of checkpoints");
    resumed.fit(DIGITS);
    assertThatThrownBy(() -> resumed.fit(DIGITS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a resumed trainer can fit only once; call Trainer.resume again");
  }

  @Test
  void otherNamesForTheClassesAreOtherData() throws IOException {
    trainer().checkpoints(checkpoints()).listener(new PauseAfter(12)).fit(DIGITS);
    LabelMap words = LabelMap.ofCharacters("abcdefghij");
    EmnistDataset renamed = renamed(DIGITS, words);
    assertThatThrownBy(() -> Trainer.resume(checkpoints()).fit(renamed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the data's classes %s are not those of the run, %s"
                .formatted(words, DIGITS.labelMap()));
  }

  private static EmnistDataset renamed(EmnistDataset dataset, LabelMap labelMap) {
    EmnistDataset.Builder builder = EmnistDataset.builder(labelMap, 28, 28);
    for (int i = 0; i < dataset.size(); i++) {
      builder.add(dataset.image(i).toBytes(), 0, dataset.label(i));
    }
    return builder.build();
  }

  @Test
  void aPausedModelIsNotOneToBeReproduced() throws IOException {
    TrainingResult paused = trainer().listener(new PauseAfter(12)).fit(DIGITS);
    assertThatThrownBy(() -> Trainer.reproducing(paused.bundle()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("only the model of a finished training can be reproduced");
  }

  @Test
  void aResumedRunKeepsTheHashOfItsStartModel() throws IOException {
    ModelBundle start = trainer().epochs(1).fit(DIGITS).bundle();
    Trainer.from(start)
        .settings(trainer().settings())
        .checkpoints(checkpoints())
        .listener(new PauseAfter(12))
        .fit(DIGITS);
    TrainingResult resumed = Trainer.resume(checkpoints()).fit(DIGITS);
    assertThat(resumed.bundle().metadata().provenance().get("training").json())
        .contains("\"startWeightsSha256\":\"" + start.weightsSha256() + "\"");
  }

  @Test
  void withoutACheckpointThereIsNothingToResume() {
    assertThatThrownBy(() -> Trainer.resume(checkpoints()))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(checkpoints() + ": holds no checkpoint");
  }

  private static List<Trainer.Source> sources(double second) {
    EmnistDataset other = SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(9, 1).test();
    return List.of(
        new Trainer.Source("one", DIGITS, 3), new Trainer.Source("two", other, second, true));
  }

  @Test
  void mixedSourcesResumeToTheBitAndAreStored() throws IOException {
    EmnistDataset validation = DIGITS.take(50);
    TrainingResult whole = trainer().fit(sources(1), validation);
    trainer().checkpoints(checkpoints()).listener(new PauseAfter(14)).fit(sources(1), validation);
    TrainingResult resumed = Trainer.resume(checkpoints()).fit(sources(1), validation);

    assertThat(resumed.bundle().weightsSha256()).isEqualTo(whole.bundle().weightsSha256());
    assertThat(whole.bundle().metadata().provenance().get("training").json())
        .contains("\"name\":\"one\",\"weight\":3.0,\"images\":300")
        .contains("\"name\":\"two\",\"weight\":1.0,\"images\":10");
    assertThatThrownBy(() -> Trainer.reproducing(whole.bundle()).fit(sources(2), validation))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the training data's sources are one 3.0, two 2.0 as found, the run had one 3.0, two 1.0"
                + " as found");
  }

  @Test
  void sourcesOfOneNameAreRefused() {
    Trainer.Source source = new Trainer.Source("one", DIGITS, 1);
    assertThatThrownBy(() -> trainer().fit(List.of(source, source), DIGITS.take(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the sources' names [one, one] must differ");
    assertThatThrownBy(() -> new Trainer.Source("ink", DIGITS, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("source ink: weight (0.0) must be a positive number");
  }
}
