package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.bundle.ModelMetadata.ActivationRanges;
import io.github.emnist.model.internal.CpuFeatures;
import io.github.emnist.model.internal.Folding;
import io.github.emnist.model.internal.Folding.FrozenStep;
import io.github.emnist.model.internal.Quantizer;
import io.github.emnist.model.weights.Weights;
import java.util.Arrays;
import java.util.Optional;

/** Opens a network in the fastest of 8-bit integers, bfloat16 and float32. */
public final class FastestNetwork {
  private FastestNetwork() {}

  /**
   * Opens a network. 8-bit integers are not used if TensorFlow turns out to lack the operations,
   * for example because oneDNN is switched off, or if the ranges are so wrong that two images of
   * noise get the same probabilities.
   *
   * @param ranges the activation ranges; without them, 8-bit integers are not tried
   * @param threads the number of threads that a call of many images may use, 0 for all processors
   * @throws IllegalArgumentException if the weights are not the architecture's
   */
  public static FrozenNetwork open(
      CnnArchitecture architecture,
      Weights weights,
      Optional<ActivationRanges> ranges,
      int threads) {
    weights.checkMatches(architecture);
    CpuFeatures processor = CpuFeatures.ofThisMachine();
    Optional<FrozenNetwork> integers =
        fasterInIntegers(architecture, weights, ranges, processor)
            ? tried(architecture, weights, ranges, threads)
            : Optional.empty();
    Precision other = processor.fasterInBfloat16() ? Precision.BFLOAT16 : Precision.FLOAT32;
    return integers.orElseGet(
        () -> new FrozenNetwork(architecture, weights, new RuntimeOptions(threads, true, other)));
  }

  /**
   * Returns whether 8-bit integers are faster: if they compute all convolutions, which they do not
   * from the first residual block on, or from the first convolution that is pooled before its
   * rectifier (record 0090).
   */
  static boolean fasterInIntegers(
      CnnArchitecture architecture,
      Weights weights,
      Optional<ActivationRanges> ranges,
      CpuFeatures processor) {
    return ranges.isPresent()
        && processor.hasInt8()
        && architecture.layers().stream()
            .noneMatch(placed -> placed.layer() instanceof Layer.Residual)
        && Quantizer.plan(Folding.fold(architecture, weights), ranges.get().maxima())
            .filter(plan -> plan.rest().stream().noneMatch(FastestNetwork::convolves))
            .isPresent();
  }

  private static boolean convolves(FrozenStep step) {
    return step instanceof FrozenStep.Weighted weighted
        && weighted.placed().layer() instanceof Layer.Conv2D;
  }

  /**
   * Returns whether two images of noise get different and finite probabilities, which they do not
   * if the ranges are far from the truth.
   */
  private static boolean answersDiffer(FrozenNetwork network, int pixels) {
    float[] one = network.probabilities(noise(pixels, 1), 1);
    float[] other = network.probabilities(noise(pixels, 2), 1);
    for (float probability : one) {
      if (!Float.isFinite(probability)) {
        return false;
      }
    }
    return !Arrays.equals(one, other);
  }

  private static byte[] noise(int pixels, int seed) {
    byte[] noise = new byte[pixels];
    for (int i = 0; i < pixels; i++) {
      noise[i] = (byte) ((i + 1) * 0x9E3779B97F4A7C15L * seed >>> 56);
    }
    return noise;
  }

  private static Optional<FrozenNetwork> tried(
      CnnArchitecture architecture,
      Weights weights,
      Optional<ActivationRanges> ranges,
      int threads) {
    FrozenNetwork network = null;
    try {
      network =
          new FrozenNetwork(
              architecture, weights, ranges, new RuntimeOptions(threads, true, Precision.INT8));
      if (answersDiffer(network, architecture.input().size())) {
        return Optional.of(network);
      }
      network.close();
      return Optional.empty();
    } catch (RuntimeException e) { // from TensorFlow, or no layer can be in integers
      if (network != null) {
        network.close();
      }
      return Optional.empty();
    }
  }
}
