package io.github.emnist.examples.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.LabelMap;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.bundle.ModelMetadata.Calibration;
import io.github.emnist.model.bundle.ModelMetadata.ProvenanceSection;
import io.github.emnist.model.weights.Weights;
import org.junit.jupiter.api.Test;

class MeanOfRunsTest {
  private static final CnnArchitecture TINY =
      CnnArchitecture.builder().input(4, 4, 1).flatten().dense(2).softmax().build();

  private static ModelBundle model(long seed) {
    ModelMetadata metadata =
        ModelMetadata.of(TINY, LabelMap.ofCharacters("AB"))
            .withCalibration(new Calibration(0.5, 9))
            .withProvenance("training", new ProvenanceSection(1, "{}"))
            .withProvenance("evaluation", new ProvenanceSection(1, "{}"));
    return new ModelBundle(metadata, Weights.initialize(TINY, seed));
  }

  @Test
  void everyValueIsTheMean() {
    ModelBundle first = model(1);
    ModelBundle second = model(2);

    ModelBundle mean = MeanOfRuns.mean(first, 0.25, second);

    for (String name : first.weights().names()) {
      float[] values = mean.weights().values(name);
      for (int i = 0; i < values.length; i++) {
        double expected =
            0.25 * first.weights().values(name)[i] + 0.75 * second.weights().values(name)[i];
        assertThat((double) values[i]).isCloseTo(expected, within(1e-7));
      }
    }
    assertThat(first.weights()).isEqualTo(model(1).weights());
  }

  @Test
  void onlyEqualNetworksHaveAMean() {
    CnnArchitecture wider =
        CnnArchitecture.builder().input(4, 4, 1).flatten().dense(3).softmax().build();
    ModelBundle other =
        new ModelBundle(
            ModelMetadata.of(wider, LabelMap.ofCharacters("ABC")), Weights.initialize(wider, 1));
    assertThatThrownBy(() -> MeanOfRuns.mean(model(1), 0.5, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(", expected two equal ones");
    assertThatThrownBy(() -> MeanOfRuns.mean(model(1), 1.5, model(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("share (1.5) must be in [0.0, 1.0]");
  }

  /** What was measured of a run is not true of a mean. */
  @Test
  void theMetadataIsThatOfNoRun() {
    ModelMetadata mean = MeanOfRuns.mean(model(1), 0.25, model(2)).metadata();

    assertThat(mean.calibration()).isEmpty();
    assertThat(mean.provenance()).containsOnlyKeys("average", "training");
    assertThat(mean.provenance().get("average").json())
        .contains("\"share\":0.25", model(1).weightsSha256(), model(2).weightsSha256());
  }
}
