package io.github.emnist.model.internal;

import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Layer.ActivationFunction;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.internal.Folding.Affine;
import io.github.emnist.model.internal.Folding.FrozenStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the first layers of a folded network into 8-bit integers: convolutions with a rectifier
 * whose range is known, max poolings, flattening, and the first dense layer. From the first other
 * step on, everything stays in float32.
 *
 * <p>Pixels are integers already. Weights get one scale for each output channel, outputs one for
 * all channels, which would leave a channel of small values few of the 256 levels. So channels are
 * equalized first: each channel of a rectifier's output can be divided by any positive number if
 * the next layer's weights for it are multiplied by the same. The number chosen spreads the
 * channels' differences evenly over both (as in Nagel et al., "Data-free quantization through
 * weight equalization and bias correction", ICCV 2019, with the measured outputs in the place of
 * the first layer's weights).
 */
public final class Quantizer {
  private static final float PIXEL_RANGE = 255;

  private final List<FrozenStep> folded;
  private final Map<String, List<Float>> maxima;
  private final List<QuantizedStep> steps = new ArrayList<>();
  private float range = PIXEL_RANGE;

  private Quantizer(List<FrozenStep> folded, Map<String, List<Float>> maxima) {
    this.folded = new ArrayList<>(folded);
    this.maxima = maxima;
  }

  /**
   * Plans the inference of a network.
   *
   * @param folded the steps from pixels in 0 to 255 to logits
   * @param maxima the largest outputs of rectifiers, by their names
   * @return the plan; empty if not even the first convolution can be turned into integers
   */
  public static Optional<QuantizedPlan> plan(
      List<FrozenStep> folded, Map<String, List<Float>> maxima) {
    return new Quantizer(folded, maxima).plan();
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
        && isRectifier(folded, index + 1)
        && maxima((FrozenStep.Plain) folded.get(index + 1)) != null;
  }

  /** Returns whether the step at the index is a {@link FrozenStep.Plain} rectifier. */
  public static boolean isRectifier(List<FrozenStep> steps, int index) {
    return index < steps.size()
        && steps.get(index) instanceof FrozenStep.Plain plain
        && plain.placed().layer() instanceof Layer.Activation activation
        && activation.function() == ActivationFunction.RELU;
  }

  /**
   * Returns the largest output of each channel of a rectifier; null if they are unknown or all 0.
   */
  private float[] maxima(FrozenStep.Plain rectifier) {
    List<Float> known = maxima.get(rectifier.placed().name());
    if (known == null || known.stream().allMatch(maximum -> maximum == 0)) {
      return null;
    }
    float[] largest = new float[known.size()];
    for (int c = 0; c < largest.length; c++) {
      largest[c] = known.get(c);
    }
    return largest;
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

  /** Returns the largest absolute weight of the next layer for each channel. */
  private static float[] largestBehind(int channels, FrozenStep.Weighted next) {
    float[] largest = new float[channels];
    int outputs = next.bias().length;
    for (int i = 0; i < next.kernel().length; i++) {
      int c = i / outputs % channels;
      largest[c] = Math.max(largest[c], Math.abs(next.kernel()[i]));
    }
    return largest;
  }

  /**
   * Sets the maxima to 0 of channels that the next layer does not read, unless it reads none. These
   * channels may be clipped, and must not widen the range of all.
   */
  private static void forgetUnread(float[] maxima, float[] behind) {
    float[] read = maxima.clone();
    for (int c = 0; c < read.length; c++) {
      read[c] = behind[c] == 0 ? 0 : read[c];
    }
    if (largest(read) > 0) {
      System.arraycopy(read, 0, maxima, 0, read.length);
    }
  }

  /**
   * Returns the numbers to divide each channel by, and to multiply the next layer's weights for it
   * by.
   */
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

  /**
   * A network of which the first layers are computed in 8-bit integers.
   *
   * @param steps the steps from pixels to the last uint8 output
   * @param range the value that 255 stands for in the last uint8 output
   * @param dense the dense layer that follows, from uint8 to float32; empty if another step
   *     follows, for which the last output is turned into float32
   * @param rest the remaining steps, in float32
   */
  public record QuantizedPlan(
      List<QuantizedStep> steps,
      float range,
      Optional<QuantizedKernel> dense,
      List<FrozenStep> rest) {}

  /**
   * A step over 8-bit integers: outputs are uint8 {@code q} that stand for {@code q * range / 255}.
   */
  public sealed interface QuantizedStep {
    /**
     * A convolution with its rectifier.
     *
     * @param kernel the weights and the bias
     * @param inputRange the value that 255 stands for in the input
     * @param outputRange the value that 255 stands for in the output; larger values become 255
     */
    record Convolution(QuantizedKernel kernel, float inputRange, float outputRange)
        implements QuantizedStep {}

    /**
     * A layer that gives the same result over integers: a max pooling or a flattening.
     *
     * @param placed the layer, which has no weights
     */
    record Plain(PlacedLayer placed) implements QuantizedStep {}
  }

  /**
   * The weights of a convolution or dense layer as 8-bit integers: {@code values[i]} stands for
   * {@code values[i] * maxima[o] / 127}, where {@code o} is the output channel.
   *
   * @param placed the layer
   * @param values in the kernel's order
   * @param maxima the value that 127 stands for, for each output channel
   * @param bias in float32
   */
  public record QuantizedKernel(PlacedLayer placed, byte[] values, float[] maxima, float[] bias) {
    private static final float LEVELS = 127;

    /** The largest sum of products and bias, a 32-bit integer, with a little room for rounding. */
    private static final double MAX_SUM = 0.99 * Integer.MAX_VALUE;

    /**
     * Quantizes a layer's weights, rounding to the nearest.
     *
     * @param inputRange the value that 255 stands for in the input
     */
    public static QuantizedKernel of(FrozenStep.Weighted layer, float inputRange) {
      float[] kernel = layer.kernel();
      float[] maxima = new float[layer.bias().length];
      for (int i = 0; i < kernel.length; i++) {
        int o = i % maxima.length;
        maxima[o] = Math.max(maxima[o], Math.abs(kernel[i]));
      }
      byte[] values = new byte[kernel.length];
      for (int o = 0; o < maxima.length; o++) {
        // All weights are 0: any maximum will do but 0, since the weights are divided by it.
        maxima[o] = maxima[o] == 0 ? 1 : maxima[o];
        double sum = round(kernel, values, o, maxima);
        double bias = Math.abs(layer.bias()[o]) * LEVELS * 255 / inputRange;
        while (255 * sum + bias / maxima[o] > MAX_SUM) {
          maxima[o] *= (float) Math.max(1.1, (255 * sum + bias / maxima[o]) / MAX_SUM);
          sum = round(kernel, values, o, maxima);
        }
      }
      return new QuantizedKernel(layer.placed(), values, maxima, layer.bias());
    }

    /** Rounds an output channel's weights and sums up their absolute values. */
    private static double round(float[] kernel, byte[] values, int output, float[] maxima) {
      double sum = 0;
      for (int i = output; i < kernel.length; i += maxima.length) {
        values[i] = (byte) Math.round(kernel[i] / maxima[output] * LEVELS);
        sum += Math.abs(values[i]);
      }
      return sum;
    }
  }
}
