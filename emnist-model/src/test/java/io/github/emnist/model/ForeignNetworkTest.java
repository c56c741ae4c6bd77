package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.LabelMap;
import org.junit.jupiter.api.Test;

/** A network that is not from a model bundle. */
class ForeignNetworkTest {
  private final PixelNetwork network = new PixelNetwork(2);
  private final EmnistClassifier classifier = network.as(LabelMap.ofCharacters("ab"));

  @Test
  void recognisesAndClosesLikeAnyOther() {
    Prediction prediction = classifier.predictRaw(new byte[] {10, 30});
    assertThat(prediction.label()).isEqualTo("b");
    assertThat(prediction.probabilities()).containsExactly(0.25f, 0.75f);
    assertThat(classifier.labelMap()).isEqualTo(LabelMap.ofCharacters("ab"));
    classifier.close();
    assertThat(network.closed()).isTrue();
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

  /** Logits, and what weights give that overflow. */
  @Test
  void mustGiveProbabilities() {
    for (float[] answer : new float[][] {{2, 3}, {-1, 2}, {Float.NaN, 0}, {0.5f, 0.47f}}) {
      PixelNetwork other = new PixelNetwork(2, answer);
      EmnistClassifier logits = other.as(LabelMap.ofCharacters("ab"));
      String sum = Double.toString((double) answer[0] + answer[1]);
      assertThatThrownBy(() -> logits.predictRaw(new byte[] {10, 30}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "the network gave %snumbers of sum %s for an image, expected probabilities of sum 1:"
                  + " its weights overflow, or it ends without a softmax",
              answer[0] < 0 ? "negative " : "", sum);
    }
  }

  @Test
  void mustGiveAProbabilityForEachLabel() {
    EmnistClassifier three = network.as(LabelMap.ofCharacters("abc"));
    assertThatThrownBy(() -> three.predictRaw(new byte[] {10, 30}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the network gave 2 probabilities for 1 images, expected 3: one for each of the 3"
                + " labels");
  }
}
