package io.github.emnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emnist.augment.Augmentation;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.train.Trainer.OneBatchResult;
import io.github.emnist.train.config.EarlyStopping;
import io.github.emnist.train.config.LearningRateSchedule;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.history.TrainingListener;
import io.github.emnist.train.history.TrainingListener.StepReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  private static final int PER_CLASS = 20;

  private static final EmnistDataset DIGITS =
      SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(PER_CLASS, 4).train();

  private static final CnnArchitecture SMALL =
      CnnArchitecture.builder()
          .name("small-test")
          .input(28, 28, 1)
          .maxPool(2)
          .conv2d(8, 3)
          .relu()
          .batchNormalization()
          .maxPool(2)
          .flatten()
          .dense(10)
          .softmax()
          .build();

  private static Trainer trainer() {
    return Trainer.of(SMALL)
        .precision(Precision.FLOAT32)
        .batchSize(20)
        .samplesPerClass(PER_CLASS)
        .epochs(3)
        .seed(7);
  }

  /** Records its events, and stops after a given epoch. */
  private static final class Recorder implements TrainingListener {
    final List<String> calls = new ArrayList<>();
    final List<StepReport> steps = new ArrayList<>();
    final List<EpochRecord> epochs = new ArrayList<>();
    int stopAfter = Integer.MAX_VALUE;

    @Override
    public void started(String description) {
      calls.add("started");
    }

    @Override
    public Decision stepEnded(StepReport report) {
      steps.add(report);
      return Decision.CONTINUE;
    }

    @Override
    public Decision epochEnded(EpochRecord epoch) {
      calls.add("epoch " + epoch.epoch());
      epochs.add(epoch);
      return epoch.epoch() >= stopAfter ? Decision.STOP : Decision.CONTINUE;
    }

    @Override
    public void failed(Throwable cause) {
      calls.add("failed: " + cause.getClass().getSimpleName());
    }

    @Override
    public void finished(TrainingHistory history) {
      calls.add("finished");
    }
  }

  @Test
  void learnsAndTellsItsListeners() {
    Recorder recorder = new Recorder();
    TrainingResult result =
        trainer().epochs(8).validationFraction(0.2).listener(recorder).fit(DIGITS);
    assertThat(recorder.calls).startsWith("started", "epoch 1").endsWith("epoch 8", "finished");
    assertThat(recorder.epochs).isEqualTo(result.history().epochs());
    assertThat(recorder.steps).hasSize(80);
    assertThat(recorder.steps.get(0).stepsPerEpoch()).isEqualTo(10);
    assertThat(recorder.steps.get(79).secondsLeft()).isCloseTo(0, within(1e-9));
    assertThat(recorder.steps.get(14).step()).isEqualTo(15);
    assertThat(recorder.steps.get(14).stepInEpoch()).isEqualTo(5);
    assertThat(recorder.steps.get(19).learningRate())
        .isEqualTo(result.history().epochs().get(1).learningRate());
    EpochRecord first = result.history().epochs().get(0);
    EpochRecord last = result.history().last().orElseThrow();
    assertThat(last.trainLoss()).isLessThan(first.trainLoss());
    assertThat(last.validationAccuracy()).isGreaterThan(0.5);
    assertThat(last.step()).isEqualTo(80);
    assertThat(last.learningRate()).isLessThan(first.learningRate());
  }

  @Test
  void validationFiguresAreThoseOfTheSavedModelOnThatPart() {
    EmnistDataset.TrainValidation split = DIGITS.stratifiedSplit(0.3, 1);
    TrainingResult result = trainer().fit(split.train(), split.validation());
    EpochRecord last = result.history().last().orElseThrow();
    assertThat(result.evaluate(split.validation()).accuracy())
        .isCloseTo(last.validationAccuracy(), within(1e-9));
    assertThat(result.evaluate(split.validation()).loss())
        .isCloseTo(last.validationLoss(), within(1e-4));
  }

  @Test
  void withoutAValidationPartItsFiguresAreMissing() {
    TrainingResult result = trainer().epochs(1).validationFraction(0).fit(DIGITS);
    assertThat(result.history().last().orElseThrow().validationLoss()).isNaN();
    assertThat(result.history().toCsv()).endsWith(",,,200,1.0000\n");
    assertThat(result.bundle().metadata().provenance().get("training").json())
        .contains("\"validationLoss\":null,\"validationAccuracy\":null");
  }

  @Test
  void aListenerEndsTheRun() {
    Recorder recorder = new Recorder();
    recorder.stopAfter = 2;
    TrainingResult result = trainer().epochs(9).listener(recorder).fit(DIGITS);
    assertThat(result.history().epochs()).hasSize(2);
    assertThat(recorder.calls).endsWith("epoch 2", "finished");
  }

  @Test
  void earlyStoppingRestoresTheWeightsOfTheBestEpoch() {
    EmnistDataset.TrainValidation split = DIGITS.stratifiedSplit(0.3, 1);
    TrainingResult result =
        trainer()
            .epochs(30)
            .schedule(LearningRateSchedule.constant(0.05)) // restless enough not to improve forever
            .earlyStopping(EarlyStopping.onValidationLoss().patience(2))
            .fit(split.train(), split.validation());
    List<EpochRecord> epochs = result.history().epochs();
    int best = result.history().bestEpoch().orElseThrow();
    double lowest = epochs.stream().mapToDouble(EpochRecord::validationLoss).min().orElseThrow();
    assertThat(epochs).hasSize(best + 2).hasSizeLessThan(30);
    assertThat(epochs.get(best - 1).validationLoss()).isEqualTo(lowest);
    assertThat(result.evaluate(split.validation()).loss()).isCloseTo(lowest, within(1e-4));
  }

  @Test
  void aTimeLimitShortensTheScheduleByTheInjectedClock() {
    Recorder recorder = new Recorder();
    LongSupplier clock =
        new LongSupplier() {
          private long now;

          @Override
          public long getAsLong() {
            return now += Duration.ofMillis(10).toNanos();
          }
        };
    TrainingResult result =
        trainer()
            .epochs(1_000)
            .timeLimit(Duration.ofSeconds(2))
            .validationFraction(0)
            .clock(clock)
            .listener(recorder)
            .fit(DIGITS);
    EpochRecord last = result.history().last().orElseThrow();
    assertThat(last.seconds()).isBetween(2.0, 2.2);
    assertThat(last.learningRate()).isLessThan(1e-4);
    StepReport middle = recorder.steps.get(recorder.steps.size() / 2);
    assertThat(middle.secondsLeft()).isBetween(0.8, 1.2);
  }

  @Test
  void theSeedDecidesTheWeights() {
    Trainer trainer = trainer().epochs(1).deterministic(true);
    ModelBundle first = trainer.fit(DIGITS).bundle();
    assertThat(trainer.fit(DIGITS).bundle().weights()).isEqualTo(first.weights());
    assertThat(trainer.seed(8).fit(DIGITS).bundle().weights()).isNotEqualTo(first.weights());
  }

  @Test
  void theModelRemembersHowItWasMade() throws IOException {
    TrainingResult result = trainer().epochs(1).validationFraction(0.2).fit(DIGITS);
    JsonNode training =
        new ObjectMapper().readTree(result.bundle().metadata().provenance().get("training").json());
    EmnistDataset.TrainValidation split = DIGITS.stratifiedSplit(0.2, 7);
    assertThat(training.get("train").get("contentSha256").asText())
        .isEqualTo(split.train().contentSha256());
    assertThat(training.get("validation").get("images").asInt())
        .isEqualTo(split.validation().size());
    assertThat(training.get("settings").get("seed").asLong()).isEqualTo(7);
    String augmentation = training.get("settings").get("augmentation").toString();
    assertThat(Augmentation.fromJson(augmentation, "provenance"))
        .isEqualTo(Augmentation.standard());
    assertThat(training.get("history")).hasSize(1);
    assertThat(training.get("tensorFlow").asText()).startsWith("2.");
  }

  @Test
  void startsFromAModelAndStoresItsHash() throws IOException {
    ModelBundle first = trainer().fit(DIGITS).bundle();
    TrainingResult result =
        Trainer.from(first)
            .schedule(LearningRateSchedule.constant(1e-30)) // a step that changes nothing
            .samplesPerClass(2)
            .batchSize(20)
            .epochs(1)
            .fit(DIGITS, DIGITS.take(0));
    assertThat(result.bundle().weights().values("conv2d/kernel"))
        .isEqualTo(first.weights().values("conv2d/kernel"));
    String training = result.bundle().metadata().provenance().get("training").json();
    assertThat(new ObjectMapper().readTree(training).get("startWeightsSha256").asText())
        .isEqualTo(first.weightsSha256());
  }

  @Test
  void whatHoldsForTheStartsWeightsAloneIsNotInherited() {
    TrainingResult first = trainer().epochs(1).validationFraction(0.2).fit(DIGITS);
    ModelBundle start = first.calibrated();
    ModelBundle tuned = Trainer.from(start).settings(trainer().settings()).fit(DIGITS).bundle();
    assertThat(start.metadata().calibration()).isPresent();
    assertThat(tuned.metadata().calibration()).isEmpty();
    assertThat(tuned.metadata().provenance()).containsOnlyKeys("training");
  }

  @Test
  void aListenerThatFailsTooDoesNotHideTheCause() {
    Recorder recorder = new Recorder();
    TrainingListener broken =
        new TrainingListener() {
          @Override
          public void failed(Throwable cause) {
            throw new IllegalStateException("listener");
          }
        };
    assertThatThrownBy(
            () ->
                trainer()
                    .schedule(LearningRateSchedule.constant(1e30))
                    .listener(broken)
                    .listener(recorder)
                    .fit(DIGITS))
        .isInstanceOf(TrainingException.class)
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("listener"));
    assertThat(recorder.calls).endsWith("failed: TrainingException");
  }

  @Test
  void aModelOfOtherClassesIsNoStart() {
    ModelBundle digits = trainer().epochs(1).fit(DIGITS).bundle();
    EmnistDataset letters =
        SyntheticEmnist.of(EmnistSplit.LETTERS).withImagesPerClass(1, 1).train();
    assertThatThrownBy(() -> Trainer.from(digits).fit(letters, letters))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the data's classes %s are not those of the start model, %s"
                .formatted(letters.labelMap(), DIGITS.labelMap()));
  }

  @Test
  void aCheckpointThatCannotBeWrittenEndsTheRun(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> trainer().checkpoints(file).fit(DIGITS))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot write a checkpoint into %s: %s".formatted(file, file));
  }

  @Test
  void aLossThatIsNotFiniteEndsTheRun() {
    Recorder recorder = new Recorder();
    assertThatThrownBy(
            () ->
                trainer()
                    .schedule(LearningRateSchedule.constant(1e30))
                    .listener(recorder)
                    .fit(DIGITS))
        .isInstanceOf(TrainingException.class)
        .hasMessageMatching(
            "the loss is (NaN|Infinity) after step \\d+ of epoch \\d; "
                + "try a lower learning rate than 1.00e\\+30");
    assertThat(recorder.calls).containsExactly("started", "failed: TrainingException");
  }

  @Test
  void theWeightsOfTheLastGoodEpochAreKept() {
    Trainer trainer = // one step an epoch: the first one's loss is that of the initial weights
        trainer()
            .samplesPerClass(2)
            .validationFraction(0)
            .deterministic(true)
            .schedule(LearningRateSchedule.constant(1e30));
    ModelBundle afterOne = trainer.epochs(1).fit(DIGITS).bundle();
    assertThatThrownBy(() -> trainer.epochs(3).fit(DIGITS))
        .isInstanceOfSatisfying(
            TrainingException.class,
            e -> {
              assertThat(e)
                  .hasMessageEndingWith(
                      " after step 1 of epoch 2; try a lower learning rate than 1.00e+30; the"
                          + " weights of epoch 1 are kept");
              assertThat(e.lastGood().orElseThrow().weights()).isEqualTo(afterOne.weights());
            });
  }

  @Test
  void stepsEndARunAsEpochsDo() {
    TrainingResult result = trainer().maxSteps(13).validationFraction(0).fit(DIGITS);
    assertThat(result.history().epochs()).hasSize(2);
    EpochRecord last = result.history().last().orElseThrow();
    assertThat(last.step()).isEqualTo(13);
    assertThat(last.learningRate()).isLessThan(2e-4); // the schedule ended with the steps
  }

  @Test
  void aStepCanEndTheRun() {
    TrainingListener afterFour =
        new TrainingListener() {
          @Override
          public Decision stepEnded(StepReport report) {
            return report.step() == 4 ? Decision.STOP : Decision.CONTINUE;
          }
        };
    TrainingResult result = trainer().listener(afterFour).fit(DIGITS);
    assertThat(result.paused()).isFalse();
    assertThat(result.history().last().orElseThrow().step()).isEqualTo(4);
  }

  @Test
  void theSameTrainingAgainGivesTheSameWeights() throws IOException {
    ModelBundle first = trainer().deterministic(true).fit(DIGITS).bundle();
    ModelBundle again = Trainer.reproducing(first).fit(DIGITS).bundle();
    assertThat(again.weights()).isEqualTo(first.weights());
    EmnistDataset other = DIGITS.take(150);
    assertThatThrownBy(() -> Trainer.reproducing(first).fit(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "the training data has \\d+ images of content \\w+, the run had \\d+ of content \\w+");
  }

  @Test
  void aTrainingThatStartedFromAModelIsReproducedWithIt() throws IOException {
    ModelBundle start = trainer().epochs(1).deterministic(true).fit(DIGITS).bundle();
    ModelBundle tuned =
        Trainer.from(start).settings(trainer().deterministic(true).settings()).fit(DIGITS).bundle();
    assertThat(Trainer.reproducing(tuned, start).fit(DIGITS).bundle().weights())
        .isEqualTo(tuned.weights());
    assertThatThrownBy(() -> Trainer.reproducing(tuned))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the training started from another model, with weights of SHA-256 %s; pass it as"
                    .formatted(start.weightsSha256())
                + " reproducing(model, start)");
    assertThatThrownBy(() -> Trainer.reproducing(start, start))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the start model has weights of SHA-256 %s, the training started from random weights"
                .formatted(start.weightsSha256()));
  }

  @Test
  void oneBatchIsOverfittedIfEverythingWorksTogether() {
    OneBatchResult good =
        trainer().schedule(LearningRateSchedule.constant(0.01)).overfitOneBatch(DIGITS);
    assertThat(good.passed()).isTrue();
    assertThat(good.lastLoss()).isLessThan(good.firstLoss());
    OneBatchResult bad =
        trainer().schedule(LearningRateSchedule.constant(1e-9)).overfitOneBatch(DIGITS);
    assertThat(bad.passed()).isFalse();
    assertThat(bad.steps()).isEqualTo(300);
  }

  @Test
  void aCalibratedModelAnswersAlike() {
    TrainingResult result = trainer().validationFraction(0.3).fit(DIGITS);
    assertThat(result.validation().size()).isEqualTo(60);
    assertThat(result.calibrated().weights()).isEqualTo(result.bundle().weights());
    assertThat(result.bundle().metadata().calibration()).isEmpty();
    assertThat(result.calibrated().metadata().calibration().get().images()).isEqualTo(60);
    TrainingResult unvalidated = trainer().epochs(1).validationFraction(0).fit(DIGITS);
    assertThat(unvalidated.calibrated()).isSameAs(unvalidated.bundle());
  }

  @Test
  void aDeterministicRunCannotHaveATimeLimit() {
    assertThatThrownBy(
            () -> trainer().deterministic(true).timeLimit(Duration.ofMinutes(1)).fit(DIGITS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a deterministic run cannot have a timeLimit (PT1M): the learning rate would depend on the clock; set epochs");
  }

  @Test
  void dataThatDoesNotFitIsRefused() {
    EmnistDataset letters =
        SyntheticEmnist.of(EmnistSplit.LETTERS).withImagesPerClass(1, 1).train();
    assertThatThrownBy(() -> trainer().fit(letters))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the data has 26 classes, the network 10");
    assertThatThrownBy(() -> trainer().fit(DIGITS, letters))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "the validation data's classes LabelMap\\[A, .*] are not the training data's"
                + " LabelMap.*");
    assertThatThrownBy(() -> trainer().fit(DIGITS.take(0), DIGITS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the training data is empty");
    assertThatThrownBy(
            () ->
                trainer()
                    .earlyStopping(EarlyStopping.onValidationLoss())
                    .fit(DIGITS, DIGITS.take(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "early stopping or the learning rate watches the validation data, which is empty");
    EmnistDataset tiny =
        EmnistDataset.builder(EmnistSplit.DIGITS.labelMap(), 8, 9).add(new byte[72], 0, 1).build();
    assertThatThrownBy(() -> trainer().fit(tiny, tiny))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the data's images are 1 x 9 x 8 (channels x height x width), the network's input is"
                + " 1 x 28 x 28");
  }

  private static List<String> startOf(Trainer trainer, EmnistDataset dataset) {
    List<String> told = new ArrayList<>();
    trainer
        .listener(
            new TrainingListener() {
              @Override
              public void started(String description) {
                told.addAll(description.lines().toList());
              }

              @Override
              public Decision stepEnded(StepReport report) {
                return Decision.STOP;
              }
            })
        .fit(dataset);
    return told;
  }

  @Test
  void theStartIsFiveShortLinesThatSayWhatAnEpochIs() {
    EmnistDataset few = DIGITS.take(70);
    List<String> pass = startOf(Trainer.of(SMALL).batchSize(10).validationFraction(0), few);
    assertThat(pass).hasSize(5).allMatch(line -> line.length() <= 120);
    assertThat(pass.get(2))
        .isEqualTo("epochs: at most 5 of 70 images, one pass over the data each");
    List<String> balanced =
        startOf(
            Trainer.of(SMALL)
                .settings(TrainingConfig.standard())
                .precision(Precision.FLOAT32)
                .timeLimit(Duration.ofSeconds(90)),
            DIGITS);
    assertThat(balanced).hasSize(5);
    assertThat(balanced.get(2))
        .matches(
            "epochs: at most 8 of [0-9,]+ images, 2,400 of each class \\([0-9.]+ times the"
                + " data\\), at most 1 min 30 s");
    assertThat(String.join(" ", balanced)).doesNotContain("null", "none", "=");
  }

  @Test
  void aRunOfOneEpochHasACurve() throws MalformedDataException {
    TrainingResult result = trainer().epochs(1).validationFraction(0.2).fit(DIGITS);
    TrainingHistory history = result.history();
    assertThat(history.curve()).hasSizeBetween(8, 100);
    assertThat(history.curve()).anyMatch(point -> !Double.isNaN(point.validationAccuracy()));
    assertThat(TrainingHistory.of(result.bundle().metadata()).curve()).isEqualTo(history.curve());
  }

  @Test
  void validationsWithinAnEpochChangeNoWeight() {
    EmnistDataset.TrainValidation split = DIGITS.stratifiedSplit(0.3, 1);
    TrainingResult validated = trainer().deterministic(true).fit(split.train(), split.validation());
    TrainingResult without =
        trainer().deterministic(true).fit(split.train(), split.validation().take(0));
    assertThat(validated.history().curve())
        .anyMatch(point -> !Double.isNaN(point.validationLoss()));
    assertThat(without.history().curve()).allMatch(point -> Double.isNaN(point.validationLoss()));
    assertThat(validated.bundle().weights()).isEqualTo(without.bundle().weights());
  }
}
