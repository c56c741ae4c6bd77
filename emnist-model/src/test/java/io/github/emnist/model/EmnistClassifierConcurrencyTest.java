package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.GrayImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EmnistClassifierConcurrencyTest {
  private static final int THREADS = 6;

  @Test
  void threadsGetTheAnswersThatTheyGetAlone() throws Exception {
    List<GrayImage> images = TestModels.images(60, 6);
    try (EmnistClassifier classifier = EmnistClassifier.of(TestModels.emnistCnn(6))) {
      List<Prediction> alone = images.stream().map(classifier::predict).toList();
      List<Prediction> listAlone = classifier.predictAll(images);
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      try {
        CountDownLatch start = new CountDownLatch(THREADS);
        List<Future<List<Prediction>>> answers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          boolean asList = i % 2 == 0;
          answers.add(
              threads.submit(
                  () -> {
                    start.countDown();
                    start.await();
                    return asList
                        ? classifier.predictAll(images)
                        : images.stream().map(classifier::predict).toList();
                  }));
        }
        for (int i = 0; i < THREADS; i++) {
          TestModels.assertSame(answers.get(i).get(), i % 2 == 0 ? listAlone : alone);
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Test
  void closeWaitsForACallUnderWay() throws Exception {
    EmnistClassifier classifier = EmnistClassifier.of(TestModels.emnistCnn(7));
    List<GrayImage> images = TestModels.images(600, 7);
    CountDownLatch underWay = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try {
      Future<List<Prediction>> answer =
          caller.submit(() -> classifier.predictAll(new Stalling(images, underWay, goOn)));
      underWay.await();
      Thread closer = new Thread(classifier::close);
      closer.start();
      while (closer.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertThat(answer).isNotDone();
      goOn.countDown();
      assertThat(answer.get()).hasSize(600);
      closer.join();
    } finally {
      caller.shutdownNow();
    }
    assertThatThrownBy(() -> classifier.predict(images.get(0)))
        .isInstanceOf(IllegalStateException.class);
  }

  /** A list whose first element is slow to come. */
  private static final class Stalling extends AbstractList<GrayImage> {
    private final List<GrayImage> images;
    private final CountDownLatch underWay;
    private final CountDownLatch goOn;

    Stalling(List<GrayImage> images, CountDownLatch underWay, CountDownLatch goOn) {
      this.images = images;
      this.underWay = underWay;
      this.goOn = goOn;
    }

    @Override
    public GrayImage get(int index) {
      underWay.countDown();
      stall(goOn);
      return images.get(index);
    }

    @Override
    public int size() {
      return images.size();
    }
  }

  /** While the picture is still cut up. */
  @Test
  void closeWaitsForALineUnderWay() throws Exception {
    EmnistClassifier classifier = EmnistClassifier.of(TestModels.emnistCnn(7));
    CountDownLatch underWay = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    BufferedImage drawing = TestModels.drawing(60, 60);
    BufferedImage slow =
        new BufferedImage(drawing.getColorModel(), drawing.getRaster(), false, null) {
          @Override
          public int getWidth() {
            underWay.countDown();
            stall(goOn);
            return super.getWidth();
          }
        };
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try {
      Future<ReadText> answer = caller.submit(() -> classifier.readLine(slow));
      underWay.await();
      Thread closer = new Thread(classifier::close);
      closer.start();
      while (closer.isAlive() && closer.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      goOn.countDown();
      assertThat(answer.get().characters()).hasSize(1);
      closer.join();
    } finally {
      caller.shutdownNow();
    }
  }

  private static void stall(CountDownLatch goOn) {
    try {
      assertThat(goOn.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aStreamThatClosesTheClassifierGetsItsAnswer() throws Exception {
    EmnistClassifier classifier = EmnistClassifier.of(TestModels.emnistCnn(8));
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    ImageIO.write(TestModels.drawing(9, 9), "png", encoded);
    InputStream closing =
        new ByteArrayInputStream(encoded.toByteArray()) {
          @Override
          public synchronized int read(byte[] bytes, int offset, int length) {
            classifier.close();
            return super.read(bytes, offset, length);
          }
        };
    assertThat(classifier.predict(closing)).isNotNull();
    assertThatThrownBy(() -> classifier.predictRaw(new byte[784]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the classifier is closed");
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anObserverThatClosesTheClassifierLetsTheCallEnd() {
    AtomicReference<EmnistClassifier> observed = new AtomicReference<>();
    PredictionObserver closing =
        new PredictionObserver() {
          @Override
          public void batchRun(int images) {
            observed.get().close();
          }
        };
    ClassifierOptions options = ClassifierOptions.defaults().withObserver(closing);
    EmnistClassifier classifier = EmnistClassifier.of(TestModels.emnistCnn(8), options);
    observed.set(classifier);
    assertThat(classifier.predictPictures(List.of(TestModels.drawing(9, 9)))).hasSize(1);
    assertThatThrownBy(() -> classifier.predictRaw(new byte[784]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the classifier is closed");
  }

  @Test
  void aClosedClassifierThrowsAndCanBeClosedAgain() {
    EmnistClassifier classifier = EmnistClassifier.of(TestModels.emnistCnn(8));
    classifier.close();
    classifier.close();
    List<ThrowingCallable> calls =
        List.of(
            () -> classifier.predict(TestModels.images(1, 1).get(0)),
            () -> classifier.predict(TestModels.drawing(9, 9)),
            () -> classifier.predict(Path.of("missing.png")),
            () -> classifier.predictRaw(new byte[784]),
            () -> classifier.predictAll(List.of()),
            () -> classifier.predictPictures(List.of()),
            () -> classifier.predictEach(List.of()),
            () -> classifier.readLine(TestModels.drawing(9, 9)),
            () -> classifier.readLine(Path.of("missing.png")));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the classifier is closed");
    }
    assertThat(classifier.labelMap().size()).isEqualTo(47);
  }
}
