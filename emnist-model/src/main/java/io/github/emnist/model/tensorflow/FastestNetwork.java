package io.github.emnist.model.tensorflow;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.weights.ActivationRanges;
import io.github.emnist.model.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens a network in the fastest precision that this machine computes natively. */
public final class FastestNetwork {
  private FastestNetwork() {}

  /**
   * Opens a network. A precision of which TensorFlow turns out to lack the operations, since oneDNN
   * was switched off for example, is passed over.
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
    for (Precision precision : candidates(CpuFeatures.ofThisMachine(), ranges)) {
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

  /** From the fastest to the one that always works. */
  static List<Precision> candidates(CpuFeatures processor, Optional<ActivationRanges> ranges) {
    List<Precision> candidates = new ArrayList<>();
    if (processor.hasInt8() && ranges.isPresent()) {
      candidates.add(Precision.INT8);
    }
    if (processor.hasBfloat16()) {
      candidates.add(Precision.BFLOAT16);
    }
    candidates.add(Precision.FLOAT32);
    return candidates;
  }

  private static Optional<FrozenNetwork> tried(
      CnnArchitecture architecture,
      Weights weights,
      Optional<ActivationRanges> ranges,
      RuntimeOptions options) {
    FrozenNetwork network = null;
    try {
      network = new FrozenNetwork(architecture, weights, ranges, options);
      network.probabilities(new byte[architecture.input().size()], 1);
      return Optional.of(network);
    } catch (RuntimeException e) { // of TensorFlow's, or a network that nothing of can be integers
      if (network != null) {
        network.close();
      }
      return Optional.empty();
    }
  }
}
