package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.GrayImage;
import io.github.emnist.model.PredictionObserver.Rejection;
import io.github.emnist.model.architecture.Precision;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionObserverTest {
  private static final List<GrayImage> IMAGES = TestModels.images(300, 3);

  private static final Serving.Check ANY = (images, count, probabilities) -> {};

  @TempDir private Path dir;

  private static EmnistClassifier classifier(PredictionObserver observer) {
    return EmnistClassifier.of(
        TestModels.emnistCnn(3), ClassifierOptions.defaults().withObserver(observer));
  }

  private static Serving observed(
      StoppableNetwork network, PredictionObserver observer, LongSupplier nanoTime) {
    return new Serving(network, Engine.TENSORFLOW, Precision.FLOAT32, observer, null, nanoTime);
  }

  @Test
  void reportsCallsRunsAndTimes() {
    Events events = new Events();
    Deque<Long> clock = new ArrayDeque<>(List.of(100L, 175L, 200L, 1_000L));
    StoppableNetwork network = new StoppableNetwork().free();
    Serving observed = observed(network, events, clock::removeFirst);
    observed.probabilities(new byte[3], 3, ANY);
    observed.probabilities(new byte[1], 1, ANY);
    assertThat(events.predicted()).containsExactly(3, 1);
    assertThat(events.nanoseconds()).containsExactly(75L, 800L);
    assertThat(events.runs()).containsExactly(3, 1);
    assertThat(events.rejected()).isEmpty();
  }

  @Test
  void aLongListIsRecognisedInBatches() {
    Events events = new Events();
    try (EmnistClassifier classifier = classifier(events)) {
      classifier.predictAll(IMAGES);
      classifier.predictAll(List.of());
    }
    assertThat(events.predicted()).containsExactly(256, 44);
    assertThat(events.runs()).containsExactly(256, 44);
  }

  @Test
  void reportsBadInput() throws IOException {
    Events events = new Events();
    try (EmnistClassifier classifier = classifier(events)) {
      GrayImage small = GrayImage.of(2, 2, new byte[4]);
      List<ThrowingCallable> calls =
          List.of(
              () -> classifier.predict(small),
              () -> classifier.predictAll(List.of(IMAGES.get(0), small)),
              () -> classifier.predictRaw(new byte[3]),
              () -> classifier.predict(new float[][] {{Float.NaN}}),
              () -> classifier.predict(new byte[] {1, 2, 3}),
              () -> classifier.predict(dir.resolve("missing.png")),
              () -> classifier.readLine(dir.resolve("missing.png")),
              () -> classifier.readLine((BufferedImage) null));
      for (int i = 0; i < calls.size(); i++) {
        assertThatThrownBy(calls.get(i)).isNotNull();
        assertThat(events.rejected()).hasSize(i + 1).containsOnly(Rejection.BAD_INPUT);
      }
      List<ClassifierInput> mixed =
          Arrays.asList(
              ClassifierInput.of(IMAGES.get(0)),
              ClassifierInput.of(small),
              null,
              ClassifierInput.of(new byte[5]),
              ClassifierInput.ofRaw(new byte[784]));
      assertThat(classifier.predictEach(mixed.stream(), Function.identity())).hasSize(5);
      assertThat(events.rejected()).hasSize(calls.size() + 3).containsOnly(Rejection.BAD_INPUT);
      assertThat(events.predicted()).containsExactly(2);
    }
  }

  @Test
  void reportsAClosedClassifier() {
    Events events = new Events();
    EmnistClassifier classifier = classifier(events);
    classifier.close();
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> classifier.predict(IMAGES.get(0)),
            () -> classifier.predictAll(IMAGES),
            () -> classifier.predict(new byte[3]),
            () -> classifier.readLine(dir.resolve("missing.png")),
            () -> classifier.readLine((BufferedImage) null))) {
      assertThatThrownBy(call).isInstanceOf(IllegalStateException.class);
    }
    assertThat(events.rejected()).hasSize(5).containsOnly(Rejection.CLOSED);
  }

  @Test
  void reportsAFailure() {
    Events events = new Events();
    StoppableNetwork network = new StoppableNetwork().free();
    Serving observed = observed(network, events, System::nanoTime);
    RuntimeException failure = new IllegalStateException("out of order");
    network.failWith(failure);
    assertThatThrownBy(() -> observed.probabilities(new byte[1], 1, ANY)).isSameAs(failure);
    assertThat(events.rejected()).containsExactly(Rejection.FAILED);
    assertThat(events.predicted()).isEmpty();
  }

  @Test
  void answersThatAreNoneAreAFailure() {
    Events events = new Events();
    Serving observed = observed(new StoppableNetwork().free(), events, System::nanoTime);
    RuntimeException overflow = new IllegalStateException("its weights overflow");
    Serving.Check check =
        (images, count, probabilities) -> {
          throw overflow;
        };
    assertThatThrownBy(() -> observed.probabilities(new byte[1], 1, check)).isSameAs(overflow);
    assertThat(events.rejected()).containsExactly(Rejection.FAILED);
    assertThat(events.predicted()).isEmpty();
  }

  /** Errors too, as of a metrics library whose classes are not there. */
  @Test
  void aFailingObserverLosesNoPredictionAndIsLoggedOnce() {
    Log log = new Log();
    Logger logger = Logger.getLogger("io.github.emnist.model");
    logger.addHandler(log);
    logger.setUseParentHandlers(false);
    try (EmnistClassifier classifier = classifier(new Failing());
        EmnistClassifier batching =
            EmnistClassifier.of(
                TestModels.emnistCnn(3),
                ClassifierOptions.defaults()
                    .withMicroBatching(4, Duration.ofMillis(1))
                    .withObserver(new Failing()));
        EmnistClassifier quiet = classifier(PredictionObserver.NONE)) {
      Prediction expected = quiet.predict(IMAGES.get(0));
      TestModels.assertSame(classifier.predict(IMAGES.get(0)), expected);
      TestModels.assertSame(classifier.predict(IMAGES.get(0)), expected);
      TestModels.assertSame(batching.predict(IMAGES.get(0)), expected);
      assertThatThrownBy(() -> classifier.predictRaw(new byte[1]))
          .isInstanceOf(IllegalArgumentException.class);
    } finally {
      logger.removeHandler(log);
      logger.setUseParentHandlers(true);
    }
    assertThat(log.records)
        .hasSize(2)
        .allSatisfy(
            line -> {
              assertThat(line.getLevel()).isEqualTo(Level.WARNING);
              assertThat(line.getMessage())
                  .isEqualTo("the prediction observer failed; predictions continue");
              assertThat(line.getThrown()).isInstanceOf(NoClassDefFoundError.class);
            });
  }

  private static final class Failing implements PredictionObserver {
    @Override
    public void predicted(int images, long nanoseconds) {
      throw new IllegalStateException("full disk");
    }

    @Override
    public void batchRun(int images) {
      throw new NoClassDefFoundError("Meter");
    }

    @Override
    public void rejected(Rejection reason) {
      throw new IllegalStateException("full disk");
    }
  }

  private static final class Log extends Handler {
    private final List<LogRecord> records = new ArrayList<>();

    @Override
    public void publish(LogRecord line) {
      records.add(line);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
