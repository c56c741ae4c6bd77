package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import io.github.emnist.model.tensorflow.InferenceNetwork;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** A network that is not from a model bundle. */
class ForeignNetworkTest {
  private final Halves network = new Halves();
  private final EmnistClassifier classifier =
      EmnistClassifier.of(
          network, LabelMap.ofCharacters("ab"), 1, 2, CharacterPreprocessor.emnist());

  /** The share of the left pixel in both. */
  private static final class Halves implements InferenceNetwork {
    private boolean closed;

    @Override
    public float[] probabilities(byte[] images, int count) {
      float[] probabilities = new float[count * 2];
      for (int i = 0; i < count; i++) {
        float left = images[2 * i] & 0xFF;
        float right = images[2 * i + 1] & 0xFF;
        probabilities[2 * i] = left / (left + right);
        probabilities[2 * i + 1] = right / (left + right);
      }
      return probabilities;
    }

    @Override
    public Lock hold() {
      Lock lock = new ReentrantLock();
      lock.lock();
      return lock;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void isAskedAndClosedAsAnyOther() {
    Prediction prediction = classifier.predict(GrayImage.of(2, 1, new byte[] {10, 30}));
    assertThat(prediction.label()).isEqualTo("b");
    assertThat(prediction.probabilities()).containsExactly(0.25f, 0.75f);
    assertThat(classifier.labelMap()).isEqualTo(LabelMap.ofCharacters("ab"));
    classifier.close();
    assertThat(network.closed).isTrue();
  }

  @Test
  void hasNoMetadata() {
    String message = "the model has no metadata: a SavedModel carries none, a model bundle does";
    assertThatThrownBy(classifier::metadata)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);
    assertThatThrownBy(classifier::architecture)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);
  }
}
