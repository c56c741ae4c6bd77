package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.GrayImage;
import io.github.emnist.model.PredictionObserver.Rejection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads at one classifier, each run by itself or shared. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServingTest {
  private static final int THREADS = 8;
  private static final List<GrayImage> IMAGES = TestModels.images(120, 6);

  private final ExecutorService threads = Executors.newFixedThreadPool(2 * THREADS);
  private final Events events = new Events();

  @AfterEach
  void endAll() {
    threads.shutdownNow();
  }

  private EmnistClassifier classifier(boolean batching) {
    ClassifierOptions options = ClassifierOptions.defaults().withObserver(events);
    return EmnistClassifier.of(
        TestModels.emnistCnn(6),
        batching ? options.withMicroBatching(16, Duration.ofNanos(200_000)) : options);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eightThreadsGetTheAnswersThatTheyGetAlone(boolean batching) throws Exception {
    try (EmnistClassifier classifier = classifier(batching)) {
      List<Prediction> alone = IMAGES.stream().map(classifier::predict).toList();
      CountDownLatch start = new CountDownLatch(THREADS);
      List<Future<List<Prediction>>> answers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        boolean asList = i == 0;
        answers.add(
            threads.submit(
                () -> {
                  start.countDown();
                  start.await();
                  return asList
                      ? classifier.predictAll(IMAGES)
                      : IMAGES.stream().map(classifier::predict).toList();
                }));
      }
      for (Future<List<Prediction>> answer : answers) {
        TestModels.assertClose(answer.get(), alone);
      }
      int all = IMAGES.size() * (1 + THREADS);
      assertThat(events.predicted().stream().mapToInt(n -> n).sum()).isEqualTo(all);
      assertThat(events.runs().stream().mapToInt(n -> n).sum()).isEqualTo(all);
      assertThat(events.rejected()).isEmpty();
      if (batching) {
        assertThat(events.runs()).as("some shared").hasSizeLessThan(events.predicted().size());
      }
    }
  }

  /** Without the wait, closing under a running session would end the whole JVM. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closingFromSeveralThreadsEndsEveryCallWithAnAnswerOrTheSameException(boolean batching)
      throws Exception {
    EmnistClassifier classifier = classifier(batching);
    CountDownLatch underWay = new CountDownLatch(THREADS);
    List<Future<String>> ends = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      List<GrayImage> images = i % 2 == 0 ? IMAGES.subList(i, i + 1) : IMAGES;
      ends.add(threads.submit(() -> askUntilClosed(classifier, images, underWay)));
    }
    underWay.await();
    List<Future<?>> closers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      closers.add(threads.submit(classifier::close));
    }
    for (Future<?> closer : closers) {
      closer.get();
    }
    for (Future<String> end : ends) {
      assertThat(end.get()).isEqualTo("the classifier is closed");
    }
    classifier.close();
    assertThat(events.rejected()).hasSize(THREADS).containsOnly(Rejection.CLOSED);
  }

  private static String askUntilClosed(
      EmnistClassifier classifier, List<GrayImage> images, CountDownLatch underWay) {
    List<Prediction> first = ask(classifier, images);
    underWay.countDown();
    while (true) {
      try {
        TestModels.assertClose(ask(classifier, images), first);
      } catch (IllegalStateException e) {
        return e.getMessage();
      }
    }
  }

  private static List<Prediction> ask(EmnistClassifier classifier, List<GrayImage> images) {
    return images.size() == 1
        ? List.of(classifier.predict(images.get(0)))
        : classifier.predictAll(images);
  }

  @Test
  void anInterruptedThreadIsAnsweredFromASharedRunToo() {
    try (EmnistClassifier classifier = classifier(true)) {
      Prediction expected = classifier.predict(IMAGES.get(0));
      Thread.currentThread().interrupt();
      Prediction answer = classifier.predict(IMAGES.get(0));
      assertThat(Thread.interrupted()).isTrue();
      TestModels.assertSame(answer, expected);
    }
  }
}
