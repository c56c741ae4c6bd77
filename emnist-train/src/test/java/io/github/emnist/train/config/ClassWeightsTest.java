package io.github.emnist.train.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.train.config.TrainingConfig.ClassWeights;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {
  @Test
  void balancedWeighsByTheInverseOfTheFrequency() {
    // 8 images, 4 classes: 8 / (4 x 1), 8 / (4 x 2), 8 / (4 x 5); the class without images: 1
    assertThat(ClassWeights.balanced().of(new int[] {1, 2, 5, 0}))
        .containsExactly(2f, 1f, 0.4f, 1f);
  }

  @Test
  void balancedClassesWeighOne() {
    assertThat(ClassWeights.balanced().of(new int[] {7, 7, 7})).containsExactly(1f, 1f, 1f);
  }

  @Test
  void countsBeyondAnInt() {
    assertThat(ClassWeights.balanced().of(new int[] {2_000_000_000, 2_000_000_000}))
        .containsExactly(1f, 1f);
  }

  @Test
  void givenWeightsAreWhateverTheDataIs() {
    assertThat(ClassWeights.of(List.of(0.5, 3.0)).of(new int[] {1, 1_000}))
        .containsExactly(0.5f, 3f);
  }

  @Test
  void keepsACopy() {
    List<Double> mine = new ArrayList<>(List.of(1.0, 2.0));
    ClassWeights weights = ClassWeights.of(mine);
    mine.set(0, 9.0);

    assertThat(weights.values()).containsExactly(1.0, 2.0);
  }

  @Test
  void printsWhatItIs() {
    assertThat(ClassWeights.balanced()).hasToString("balanced");
    assertThat(ClassWeights.of(List.of(1.0, 2.5))).hasToString("[1.0, 2.5]");
  }
}
