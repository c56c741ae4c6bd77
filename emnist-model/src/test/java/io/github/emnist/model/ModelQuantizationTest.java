package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.bundle.ModelMetadata.ActivationRanges;
import io.github.emnist.model.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelQuantizationTest {
  private static final EmnistDataset IMAGES = SyntheticEmnist.balanced().test();

  private static ModelBundle model(CnnArchitecture architecture) {
    return new ModelBundle(
        ModelMetadata.of(architecture, EmnistSplit.BALANCED.labelMap()),
        Weights.initialize(architecture, 1));
  }

  @Test
  void rangesTravelWithTheModel(@TempDir Path folder) throws IOException {
    ModelBundle prepared = ModelQuantization.prepare(model(CnnArchitecture.small()), IMAGES);
    ActivationRanges ranges = prepared.metadata().activationRanges().orElseThrow();
    assertThat(ranges.images()).isEqualTo(1_000);
    assertThat(ranges.maxima()).isNotEmpty();
    assertThat(ranges.maxima().values()).allSatisfy(v -> assertThat(v).anyMatch(m -> m > 0));
    prepared.save(folder.resolve("model"));
    ModelBundle loaded = ModelBundle.load(folder.resolve("model"));
    assertThat(loaded.metadata()).isEqualTo(prepared.metadata());
    assertThat(loaded.withNewHead(EmnistSplit.DIGITS.labelMap(), 1).metadata().activationRanges())
        .as("another head is trained on, so the ranges change")
        .isEmpty();
  }

  @Test
  void measuringTwiceGivesTheSame() {
    ModelBundle model = model(CnnArchitecture.small());
    assertThat(ModelQuantization.prepare(model, IMAGES).metadata())
        .isEqualTo(ModelQuantization.prepare(model, IMAGES).metadata());
  }

  /** A thousand of these would be more bytes than an array has. */
  @Test
  void ofLargeImagesFewerAreEnough() {
    int side = 1_500;
    CnnArchitecture architecture =
        CnnArchitecture.builder()
            .input(side, side, 1)
            .globalAveragePool()
            .dense(47)
            .softmax()
            .build();
    EmnistDataset one =
        EmnistDataset.builder(EmnistSplit.BALANCED.labelMap(), side, side)
            .add(GrayImage.of(side, side, new byte[side * side]), 0)
            .build();
    ModelBundle prepared =
        ModelQuantization.prepare(model(architecture), one.subset(new int[1_000]));
    assertThat(prepared.metadata().activationRanges().orElseThrow().images()).isEqualTo(29);
  }

  @Test
  void otherImagesAreRefused() {
    CnnArchitecture large =
        CnnArchitecture.builder().input(30, 20, 1).flatten().dense(47).softmax().build();
    assertThatThrownBy(() -> ModelQuantization.prepare(model(large), IMAGES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "images: found %,d of 28 x 28 pixels, expected at least 1 of 20 x 30", IMAGES.size());
  }
}
