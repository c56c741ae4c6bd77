package io.github.emnist.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.TrainingRun.Divergence;
import io.github.emnist.train.internal.tensorflow.Score;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DivergenceTest {
  private final Divergence divergence = new Divergence(10); // guessing costs ln 10 = 2.3

  private Optional<String> afterSteps(int steps, double loss) {
    Optional<String> problem = Optional.empty();
    for (int i = 0; i < steps && problem.isEmpty(); i++) {
      problem = divergence.after(new Score(4, 4 * loss, 0));
    }
    return problem;
  }

  @Test
  void aLossThatIsNotFiniteIsDetectedAtOnce() {
    assertThat(afterSteps(1, Double.NaN)).contains("the loss is NaN");
    assertThat(afterSteps(1, Double.POSITIVE_INFINITY)).contains("the loss is Infinity");
  }

  @Test
  void aLossFarAboveGuessingIsDetectedAfterAWindow() {
    assertThat(afterSteps(99, 24)).isEmpty();
    assertThat(afterSteps(1, 24))
        .contains("the mean loss of 100 steps is 24.0, above 10 times that of guessing, 23.0,");
  }

  @Test
  void peaksAmongGoodStepsAreNoDivergence() {
    for (int i = 0; i < 50; i++) {
      assertThat(afterSteps(1, 40)).isEmpty();
      assertThat(afterSteps(9, 1)).isEmpty();
    }
  }

  @Test
  void weightsAreChecked() {
    Weights good = Weights.builder().put("a", List.of(2), new float[] {1, 2}).build();
    Weights bad = Weights.builder().put("b", List.of(2), new float[] {1, Float.NaN}).build();
    assertThat(Divergence.in(good)).isEmpty();
    assertThat(Divergence.in(bad)).contains("the weight b is NaN");
  }
}
