package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.ActivationFunction;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.internal.Affine;
import io.github.emnist.model.internal.FrozenStep;
import io.github.emnist.model.weights.ActivationRanges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Turns the first layers of a folded network into 8-bit integers: convolutions with a rectifier
 * whose range is known, poolings by maximum, flattening, and the first dense layer. What comes
 * behind anything else stays in float32.
 *
 * <p>Pixels are integers already. Weights get one scale for each output channel, outputs one for
 * all channels, which would leave a channel of small values few of the 256 levels. So channels are
 * made alike first: a rectifier's output and the weights behind it can be divided and multiplied by
 * any positive number. The one chosen spreads the channels' differences evenly over both (as in
 * Nagel et al., "Data-free quantization through weight equalization and bias correction", ICCV
 * 2019, with the measured outputs in the place of the first layer's weights).
 */
final class Quantizer {
  private static final float PIXEL_RANGE = 255;

  private final List<FrozenStep> folded;
  private final ActivationRanges ranges;
  private final List<QuantizedStep> steps = new ArrayList<>();
  private float range = PIXEL_RANGE;

  private Quantizer(List<FrozenStep> folded, ActivationRanges ranges) {
    this.folded = new ArrayList<>(folded);
    this.ranges = ranges;
  }

  /**
   * Plans an inference.
   *
   * @param folded the steps from pixels in 0 to 255 to logits
   * @return empty where not even the first convolution can be turned into integers
   */
  static Optional<QuantizedPlan> plan(List<FrozenStep> folded, ActivationRanges ranges) {
    return new Quantizer(folded, ranges).plan();
  }

  private Optional<QuantizedPlan> plan() {
    int next = 0;
    while (next < folded.size()) {
      if (isConvolution(next)) {
        addConvolution(next);
        next += 2;
      } else if (isPlain(next)) {
        steps.add(new QuantizedStep.Plain(((FrozenStep.Plain) folded.get(next)).placed()));
        next++;
      } else {
        break;
      }
    }
    if (steps.stream().noneMatch(QuantizedStep.Convolution.class::isInstance)) {
      return Optional.empty();
    }
    Optional<QuantizedKernel> dense =
        next < folded.size()
                && folded.get(next) instanceof FrozenStep.Weighted weighted
                && weighted.placed().layer() instanceof Layer.Dense
            ? Optional.of(QuantizedKernel.of(weighted, range))
            : Optional.empty();
    int rest = next + (dense.isPresent() ? 1 : 0);
    return Optional.of(
        new QuantizedPlan(
            List.copyOf(steps), range, dense, List.copyOf(folded.subList(rest, folded.size()))));
  }

  private boolean isConvolution(int index) {
    return folded.get(index) instanceof FrozenStep.Weighted weighted
        && weighted.placed().layer() instanceof Layer.Conv2D
        && index + 1 < folded.size()
        && folded.get(index + 1) instanceof FrozenStep.Plain plain
        && plain.placed().layer() instanceof Layer.Activation activation
        && activation.function() == ActivationFunction.RELU
        && maxima(plain) != null;
  }

  /** The rectifier's largest outputs; null where they are unknown or all 0. */
  private float[] maxima(FrozenStep.Plain rectifier) {
    List<Float> known = ranges.maxima().get(rectifier.placed().name());
    if (known == null || known.stream().allMatch(maximum -> maximum == 0)) {
      return null;
    }
    float[] maxima = new float[known.size()];
    for (int c = 0; c < maxima.length; c++) {
      maxima[c] = known.get(c);
    }
    return maxima;
  }

  private boolean isPlain(int index) {
    return folded.get(index) instanceof FrozenStep.Plain plain
        && (plain.placed().layer() instanceof Layer.MaxPool2D
            || plain.placed().layer() instanceof Layer.Flatten);
  }

  private void addConvolution(int index) {
    FrozenStep.Weighted convolution = (FrozenStep.Weighted) folded.get(index);
    float[] maxima = maxima((FrozenStep.Plain) folded.get(index + 1));
    int next = index + 2;
    while (next < folded.size() && isPlain(next)) {
      next++;
    }
    if (next < folded.size() && folded.get(next) instanceof FrozenStep.Weighted weighted) {
      float[] behind = largestBehind(maxima.length, weighted);
      forgetUnread(maxima, behind);
      double[] scales = scales(maxima, behind);
      convolution = Affine.scaling(inverse(scales)).after(convolution);
      folded.set(next, Affine.scaling(scales).before(weighted));
      for (int c = 0; c < maxima.length; c++) {
        maxima[c] = (float) (maxima[c] / scales[c]);
      }
    }
    float outputRange = largest(maxima);
    steps.add(
        new QuantizedStep.Convolution(QuantizedKernel.of(convolution, range), range, outputRange));
    range = outputRange;
  }

  /** The largest weight that each channel is multiplied by. */
  private static float[] largestBehind(int channels, FrozenStep.Weighted next) {
    float[] largest = new float[channels];
    int outputs = next.bias().length;
    for (int i = 0; i < next.kernel().length; i++) {
      int c = i / outputs % channels;
      largest[c] = Math.max(largest[c], Math.abs(next.kernel()[i]));
    }
    return largest;
  }

  /** A channel that nothing reads must not decide on the range of all: it may be cut off. */
  private static void forgetUnread(float[] maxima, float[] behind) {
    float[] read = maxima.clone();
    for (int c = 0; c < read.length; c++) {
      read[c] = behind[c] == 0 ? 0 : read[c];
    }
    if (largest(read) > 0) {
      System.arraycopy(read, 0, maxima, 0, read.length);
    }
  }

  /** What to divide each channel by, and to multiply the weights behind it with. */
  private static double[] scales(float[] maxima, float[] behind) {
    double[] scales = new double[maxima.length];
    for (int c = 0; c < scales.length; c++) {
      scales[c] = maxima[c] > 0 && behind[c] > 0 ? Math.sqrt(maxima[c] / behind[c]) : 1;
    }
    return scales;
  }

  private static double[] inverse(double[] scales) {
    return Arrays.stream(scales).map(scale -> 1 / scale).toArray();
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, value);
    }
    return largest;
  }
}
