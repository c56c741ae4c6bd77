package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer.Residual;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.bundle.ModelMetadata.ActivationRanges;
import io.github.emnist.model.internal.CpuFeatures;
import io.github.emnist.model.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Opens a network in the fastest precision that this machine computes natively. */
public final class FastestNetwork {
  private FastestNetwork() {}

  /**
   * Opens a network. A precision is passed over where TensorFlow turns out to lack its operations,
   * since oneDNN was switched off for example, or where the ranges are so wrong that two images of
   * noise get the same answer.
   *
   * @param ranges without them 8-bit integers are out of the question
   * @param threads that a call of many images may use, 0 for all processors
   * @throws IllegalArgumentException if the weights are not the architecture's
   */
  public static FrozenNetwork open(
      CnnArchitecture architecture,
      Weights weights,
      Optional<ActivationRanges> ranges,
      int threads) {
    weights.checkMatches(architecture);
    for (Precision precision : candidates(architecture, CpuFeatures.ofThisMachine(), ranges)) {
      RuntimeOptions options = new RuntimeOptions(threads, true, precision);
      if (precision == Precision.FLOAT32) {
        break;
      }
      Optional<FrozenNetwork> network = tried(architecture, weights, ranges, options);
      if (network.isPresent()) {
        return network.get();
      }
    }
    return new FrozenNetwork(
        architecture, weights, ranges, new RuntimeOptions(threads, true, Precision.FLOAT32));
  }

  /**
   * Returns the precisions from the fastest to the one that always works. TensorFlow's 8-bit
   * integers end at the first residual block, and bfloat16 for the whole network is then faster.
   */
  static List<Precision> candidates(
      CnnArchitecture architecture, CpuFeatures processor, Optional<ActivationRanges> ranges) {
    boolean residual =
        architecture.layers().stream().anyMatch(placed -> placed.layer() instanceof Residual);
    List<Precision> candidates = new ArrayList<>();
    if (processor.hasInt8() && ranges.isPresent()) {
      candidates.add(Precision.INT8);
    }
    if (processor.hasBfloat16()) {
      candidates.add(residual ? 0 : candidates.size(), Precision.BFLOAT16);
    }
    candidates.add(Precision.FLOAT32);
    return candidates;
  }

  /** Ranges far from the truth make everything alike, or nothing a number. */
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
      RuntimeOptions options) {
    FrozenNetwork network = null;
    try {
      network = new FrozenNetwork(architecture, weights, ranges, options);
      if (answersDiffer(network, architecture.input().size())) {
        return Optional.of(network);
      }
      network.close();
      return Optional.empty();
    } catch (RuntimeException e) { // of TensorFlow's, or a network that nothing of can be integers
      if (network != null) {
        network.close();
      }
      return Optional.empty();
    }
  }
}
