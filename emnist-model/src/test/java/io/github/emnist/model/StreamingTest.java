package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StreamingTest {
  private static final int BATCH = 256;

  private final PixelNetwork network = new PixelNetwork(2);
  private final EmnistClassifier classifier = network.as(LabelMap.ofCharacters("ab"));
  private final AtomicInteger pulled = new AtomicInteger();

  /** Of shares i mod 101 and the rest of a hundred. */
  private static GrayImage image(int i) {
    byte share = (byte) (i % 101);
    return GrayImage.of(2, 1, new byte[] {share, (byte) (100 - share)});
  }

  private Stream<GrayImage> endless() {
    return IntStream.iterate(0, i -> i + 1)
        .peek(i -> pulled.incrementAndGet())
        .mapToObj(StreamingTest::image);
  }

  @Test
  void anEndlessStreamIsAnsweredABatchAtATime() {
    Stream<Prediction> predictions = classifier.predictAll(endless());
    assertThat(pulled).hasValue(0);
    Iterator<Prediction> iterator = predictions.iterator();
    for (int i = 0; i < 2 * BATCH; i++) {
      assertThat(iterator.next().probability(0)).isEqualTo(i % 101 / 100f);
      assertThat(pulled).hasValue(i < BATCH ? BATCH : 2 * BATCH);
      assertThat(network.runs()).isEqualTo(i < BATCH ? 1 : 2);
    }
  }

  @Test
  void limitReadsNoMoreThanItsBatch() {
    assertThat(classifier.predictAll(endless()).limit(10)).hasSize(10);
    assertThat(pulled).hasValue(BATCH);
  }

  @Test
  void anIteratorIsAnsweredAlike() {
    List<GrayImage> images = IntStream.range(0, 300).mapToObj(StreamingTest::image).toList();
    List<Prediction> expected = classifier.predictAll(images);
    Iterator<Prediction> iterator = classifier.predictAll(images.iterator());
    for (Prediction prediction : expected) {
      assertThat(iterator).hasNext();
      TestModels.assertSame(iterator.next(), prediction);
    }
    assertThat(iterator).isExhausted();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
    TestModels.assertSame(classifier.predictAll(images.stream()).toList(), expected);
    TestModels.assertSame(classifier.predictAll(images.stream()).parallel().toList(), expected);
  }

  @Test
  void closingClosesTheSource() {
    AtomicBoolean closed = new AtomicBoolean();
    try (Stream<Prediction> predictions =
        classifier.predictAll(endless().onClose(() -> closed.set(true)))) {
      assertThat(predictions.findFirst()).isPresent();
      assertThat(closed).isFalse();
    }
    assertThat(closed).isTrue();
  }

  @Test
  void anImageOfAnotherSizeIsNamedByItsPositionInTheStream() {
    Stream<GrayImage> images =
        IntStream.range(0, 1_000)
            .mapToObj(i -> i == 700 ? GrayImage.of(1, 1, new byte[1]) : image(i));
    Iterator<Prediction> predictions = classifier.predictAll(images.iterator());
    for (int i = 0; i < 2 * BATCH; i++) {
      predictions.next();
    }
    assertThatThrownBy(predictions::next)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "image 700 is 1 x 1 pixels, the model reads 2 x 1; make one with CharacterPreprocessor");
  }

  @Test
  void aClosedClassifierEndsTheStream() {
    Iterator<Prediction> predictions = classifier.predictAll(endless().iterator());
    predictions.next();
    classifier.close();
    for (int i = 1; i < BATCH; i++) {
      predictions.next(); // were answered before
    }
    assertThatThrownBy(predictions::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the classifier is closed");
  }
}
