package io.github.emnist.model.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.CnnArchitecture.ArchitectureBuilder;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.internal.Folding;
import io.github.emnist.model.internal.Folding.FrozenStep;
import io.github.emnist.model.weights.Weights;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FoldingTest {
  static List<CnnArchitecture> architectures() {
    return Architectures.all();
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void frozenEqualsEvaluation(CnnArchitecture architecture) {
    checkFrozen(architecture, TestNetwork.randomWeights(architecture, 1));
  }

  @Test
  void emnistCnnFrozenEqualsEvaluation() {
    CnnArchitecture cnn = CnnArchitecture.emnistCnn();
    Weights weights = withMovingAverages(cnn);
    checkFrozen(cnn, weights);
    assertThat(Folding.fold(cnn, weights))
        .as("every batch normalization is folded")
        .noneMatch(FrozenStep.Affine.class::isInstance)
        .hasSize(5 + 4 + 1 + 1);
  }

  @Test
  void normalizationFoldsBackIntoTheLayerBeforeIt() {
    CnnArchitecture architecture =
        input().conv2d(2, 3).batchNormalization().relu().flatten().dense(2).softmax().build();
    Weights weights = TestNetwork.randomWeights(architecture, 2);
    assertThat(Folding.fold(architecture, weights))
        .hasSize(4)
        .noneMatch(FrozenStep.Affine.class::isInstance);
    checkFrozen(architecture, weights);
  }

  @Test
  void shiftIsNotFoldedIntoSamePadding() {
    CnnArchitecture architecture =
        input()
            .conv2d(2, 3)
            .relu()
            .batchNormalization()
            .conv2d(2, 3, Padding.SAME)
            .flatten()
            .dense(2)
            .softmax()
            .build();
    Weights weights = TestNetwork.randomWeights(architecture, 3);
    assertThat(Folding.fold(architecture, weights))
        .filteredOn(FrozenStep.Affine.class::isInstance)
        .hasSize(1);
    checkFrozen(architecture, weights);
  }

  @Test
  void negativeScaleIsNotCarriedThroughAMaximum() {
    CnnArchitecture architecture =
        input()
            .conv2d(2, 3)
            .relu()
            .batchNormalization()
            .maxPool(2)
            .flatten()
            .dense(2)
            .softmax()
            .build();
    Weights positive = withGamma(architecture, 0.5f, 2);
    Weights negative = withGamma(architecture, 0.5f, -2);
    assertThat(Folding.fold(architecture, positive)).noneMatch(FrozenStep.Affine.class::isInstance);
    assertThat(Folding.fold(architecture, negative)).anyMatch(FrozenStep.Affine.class::isInstance);
    checkFrozen(architecture, positive);
    checkFrozen(architecture, negative);
  }

  static List<CnnArchitecture> presets() {
    return List.of(CnnArchitecture.small(), CnnArchitecture.large());
  }

  @ParameterizedTest
  @MethodSource("presets")
  void residualPresetsFrozenEqualEvaluation(CnnArchitecture architecture) {
    Weights weights = withMovingAverages(architecture);
    checkFrozen(architecture, weights);
    assertThat(allSteps(Folding.fold(architecture, weights)))
        .as("every batch normalization is folded")
        .noneMatch(FrozenStep.Affine.class::isInstance);
  }

  /** Its two normalizations behind a pooling are applied as they are. */
  @Test
  void fastFrozenEqualsEvaluation() {
    CnnArchitecture architecture = CnnArchitecture.fast();
    Weights weights = withMovingAverages(architecture);
    checkFrozen(architecture, weights);
    assertThat(allSteps(Folding.fold(architecture, weights)))
        .filteredOn(FrozenStep.Affine.class::isInstance)
        .hasSize(2);
  }

  /** A shift into a branch would have to go into the other as well, here an identity. */
  @Test
  void nothingIsCarriedIntoBranchesOrOutOfThem() {
    CnnArchitecture architecture =
        input()
            .conv2d(2, 3)
            .relu()
            .batchNormalization()
            .residual(body -> body.conv2d(2, 1).relu().batchNormalization())
            .batchNormalization()
            .conv2d(2, 1)
            .flatten()
            .dense(2)
            .softmax()
            .build();
    Weights weights = TestNetwork.randomWeights(architecture, 5);
    List<FrozenStep> steps = Folding.fold(architecture, weights);
    assertThat(steps.stream().map(step -> step.getClass().getSimpleName()))
        .containsExactly("Weighted", "Plain", "Affine", "Sum", "Weighted", "Plain", "Weighted");
    FrozenStep.Sum sum = (FrozenStep.Sum) steps.get(3);
    assertThat(sum.branches().get(0).stream().map(step -> step.getClass().getSimpleName()))
        .containsExactly("Weighted", "Plain", "Affine");
    assertThat(sum.branches().get(1)).isEmpty();
    checkFrozen(architecture, weights);
  }

  @Test
  void averagesPassAnyScaleAndShift() {
    CnnArchitecture architecture =
        input()
            .conv2d(2, 3)
            .relu()
            .batchNormalization()
            .layer(new Layer.AveragePool2D(3, 2, Padding.SAME))
            .spatialDropout(0.5)
            .conv2d(2, 1)
            .flatten()
            .dense(2)
            .softmax()
            .build();
    Weights negative = withGamma(architecture, 0.5f, -2);
    assertThat(Folding.fold(architecture, negative)).noneMatch(FrozenStep.Affine.class::isInstance);
    checkFrozen(architecture, negative);
  }

  private static List<FrozenStep> allSteps(List<FrozenStep> steps) {
    return steps.stream()
        .flatMap(
            step ->
                step instanceof FrozenStep.Sum sum
                    ? sum.branches().stream().flatMap(branch -> allSteps(branch).stream())
                    : Stream.of(step))
        .toList();
  }

  @Test
  void foreignWeightsAreRefused() {
    CnnArchitecture cnn = CnnArchitecture.emnistCnn(10);
    Weights weights = Weights.initialize(CnnArchitecture.emnistCnn(), 1);
    assertThatThrownBy(() -> Folding.fold(cnn, weights))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "weights dense_1/kernel: found shape [256, 47], architecture emnist-cnn has [256, 10]");
  }

  private static ArchitectureBuilder input() {
    return CnnArchitecture.builder().input(6, 6, 1);
  }

  private static void checkFrozen(CnnArchitecture architecture, Weights weights) {
    byte[] images = TestNetwork.randomImages(architecture, 5, 8);
    try (TestNetwork variables = new TestNetwork(architecture, weights, 0);
        FrozenNetwork frozen = new FrozenNetwork(architecture, weights, RuntimeOptions.DEFAULT)) {
      float[] expected = variables.probabilities(images);
      float[] found = frozen.probabilities(images, 5);
      assertThat(found).containsExactly(expected, within(1e-4f));
      assertThat(found).isNotEqualTo(new float[found.length]);
    }
  }

  /** Initial kernels, with moving averages and a gamma and beta as after some training. */
  private static Weights withMovingAverages(CnnArchitecture architecture) {
    Weights initial = Weights.initialize(architecture, 1);
    Weights random = TestNetwork.randomWeights(architecture, 2);
    Weights.Builder mixed = Weights.builder();
    for (String name : initial.names()) {
      Weights source = name.endsWith("kernel") ? initial : random;
      float[] values = source.values(name);
      for (int i = 0; name.endsWith("gamma") && i < values.length; i++) {
        values[i] = Math.abs(values[i]);
      }
      mixed.put(name, initial.shape(name), values);
    }
    return mixed.build();
  }

  private static Weights withGamma(CnnArchitecture architecture, float... gamma) {
    Weights random = TestNetwork.randomWeights(architecture, 4);
    Weights.Builder changed = Weights.builder();
    for (String name : random.names()) {
      changed.put(name, random.shape(name), name.endsWith("gamma") ? gamma : random.values(name));
    }
    return changed.build();
  }
}
