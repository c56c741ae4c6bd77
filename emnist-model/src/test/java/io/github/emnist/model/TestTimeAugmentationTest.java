package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.augment.Transforms.AffineParameters;
import io.github.emnist.data.GrayImage;
import io.github.emnist.model.PredictionOptions.TestTimeAugmentation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TestTimeAugmentationTest {
  private static EmnistClassifier classifier;

  @BeforeAll
  static void open() {
    classifier = EmnistClassifier.of(TestModels.emnistCnn(4));
  }

  @AfterAll
  static void close() {
    classifier.close();
  }

  private static EmnistClassifier with(TestTimeAugmentation augmentation) {
    return classifier.with(PredictionOptions.standard().withAugmentation(augmentation));
  }

  @Test
  void oneVariantIsTheImageItself() {
    List<GrayImage> images = TestModels.images(3, 1);
    TestModels.assertSame(
        with(TestTimeAugmentation.of(1)).predictAll(images), classifier.predictAll(images));
    assertThat(TestTimeAugmentation.none().changes()).isEmpty();
  }

  @Test
  void theChangesFollowFromTheSeedAndAreSlight() {
    TestTimeAugmentation five = TestTimeAugmentation.of(5);
    assertThat(five.changes())
        .hasSize(4)
        .doesNotHaveDuplicates()
        .isEqualTo(five.changes())
        .isEqualTo(TestTimeAugmentation.of(9).changes().subList(0, 4))
        .allSatisfy(
            change -> {
              AffineParameters drawn = (AffineParameters) change;
              assertThat(Math.abs(drawn.rotation())).isBetween(0.0, 5.0);
              assertThat(Math.abs(drawn.shift().x())).isBetween(0.0, 1.0);
              assertThat(Math.abs(drawn.shift().y())).isBetween(0.0, 1.0);
              assertThat(drawn.zoom().x()).isBetween(0.95, 1.05).isEqualTo(drawn.zoom().y());
            });
    assertThat(new TestTimeAugmentation(5, five.transform(), 1).changes())
        .doesNotContainAnyElementsOf(five.changes());
  }

  /** The mean of what the network says of each by itself. */
  @Test
  void theAnswerIsTheMeanAndDependsOnNoNeighbour() {
    TestTimeAugmentation augmentation = TestTimeAugmentation.of(4);
    List<GrayImage> images = TestModels.images(150, 2); // several runs of the network
    List<Prediction> answers = with(augmentation).predictAll(images);
    for (int i : new int[] {0, 63, 64, 149}) {
      GrayImage image = images.get(i);
      List<GrayImage> variants = new ArrayList<>(List.of(image));
      augmentation.changes().forEach(change -> variants.add(change.apply(image)));
      float[] mean = new float[47];
      for (Prediction variant : classifier.predictAll(variants)) {
        for (int c = 0; c < mean.length; c++) {
          mean[c] += variant.probability(c) / 4;
        }
      }
      assertThat(answers.get(i).probabilities()).containsExactly(mean, within(1e-5f));
      assertThat(with(augmentation).predict(image).probabilities())
          .containsExactly(mean, within(1e-5f));
    }
  }

  @Test
  void theNumberOfVariantsIsBounded() {
    for (int variants : new int[] {0, 257}) {
      assertThatThrownBy(() -> TestTimeAugmentation.of(variants))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("variants (%d) must be between 1 and 256", variants);
    }
  }
}
