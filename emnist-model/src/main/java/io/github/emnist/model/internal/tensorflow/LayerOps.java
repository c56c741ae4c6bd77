package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Layer.ActivationFunction;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.architecture.TensorShape;
import java.util.List;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/** Builds each layer of TensorFlow operations, whether its weights are variables or constants. */
final class LayerOps {
  /**
   * The difference between the seeds of two dropout layers, so that their masks differ within one
   * step: 2^64 over the golden ratio, odd.
   */
  private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

  private final Ops tf;
  private final Kernels kernels;

  LayerOps(Ops tf, Kernels kernels) {
    this.tf = tf;
    this.kernels = kernels;
  }

  Operand<TFloat32> conv2d(
      Layer.Conv2D layer,
      Operand<TFloat32> input,
      Operand<TFloat32> kernel,
      Operand<TFloat32> bias) {
    long stride = layer.stride();
    List<Long> strides = List.of(1L, stride, stride, 1L);
    String padding = layer.padding().name();
    boolean oddOrValid =
        layer.padding() == Padding.VALID
            || layer.kernelHeight() % 2 == 1 && layer.kernelWidth() % 2 == 1;
    return tf.nn.biasAdd(
        kernels == Kernels.EIGEN && oddOrValid
            ? tf.nn.conv(input, kernel, strides, padding)
            : tf.nn.conv2d(input, kernel, strides, padding),
        bias);
  }

  Operand<TFloat32> dense(
      Operand<TFloat32> input, Operand<TFloat32> kernel, Operand<TFloat32> bias) {
    return tf.nn.biasAdd(tf.linalg.matMul(input, kernel), bias);
  }

  /** Adds a layer without weights, as it is outside training. */
  Operand<TFloat32> plain(PlacedLayer placed, Operand<TFloat32> input) {
    Layer layer = placed.layer();
    if (layer instanceof Layer.Activation activation) {
      return activate(activation.function(), input);
    } else if (layer instanceof Layer.LeakyRelu leaky) {
      return leakyRelu((float) leaky.slope(), input);
    } else if (layer instanceof Layer.AveragePool2D pool) {
      List<Long> size = List.of(1L, (long) pool.pool(), (long) pool.pool(), 1L);
      List<Long> strides = List.of(1L, (long) pool.stride(), (long) pool.stride(), 1L);
      return tf.nn.avgPool(input, size, strides, pool.padding().name());
    } else if (layer instanceof Layer.MaxPool2D pool) {
      Operand<TInt32> size = tf.array(1, pool.pool(), pool.pool(), 1);
      Operand<TInt32> strides = tf.array(1, pool.stride(), pool.stride(), 1);
      return tf.nn.maxPool(input, size, strides, pool.padding().name());
    } else if (layer instanceof Layer.GlobalAveragePool) {
      return tf.math.mean(input, tf.array(1, 2));
    } else if (layer instanceof Layer.Flatten) {
      return tf.reshape(input, tf.array(-1, placed.output().size()));
    } else if (layer instanceof Layer.Dropout || layer instanceof Layer.SpatialDropout2D) {
      return input;
    }
    throw new IllegalArgumentException(placed.name() + " has weights or branches");
  }

  private Operand<TFloat32> activate(ActivationFunction function, Operand<TFloat32> input) {
    return switch (function) {
      case RELU -> tf.nn.relu(input);
      case GELU -> {
        Operand<TFloat32> erf =
            tf.math.erf(tf.math.mul(input, tf.constant((float) Math.sqrt(0.5))));
        yield tf.math.mul(tf.math.mul(input, tf.constant(0.5f)), tf.math.add(erf, tf.constant(1f)));
      }
      case SOFTMAX -> tf.nn.softmax(input);
    };
  }

  /**
   * Adds a leaky ReLU without the operation {@code LeakyRelu}. Where that follows a bias that
   * something else reads too, its gradient or another branch, TensorFlow 2.18's remapper fails
   * ("fanout exist for missing node"), says so on standard error and leaves the whole graph
   * unoptimized.
   */
  private Operand<TFloat32> leakyRelu(float slope, Operand<TFloat32> input) {
    return tf.math.add(
        tf.math.mul(input, tf.constant(slope)),
        tf.math.mul(tf.nn.relu(input), tf.constant(1 - slope)));
  }

  /** Adds inverted dropout of single elements. */
  Operand<TFloat32> dropout(
      Layer.Dropout layer, Operand<TFloat32> input, Operand<TInt64> seed, int number) {
    return dropout((float) layer.rate(), input, tf.shape(input), seed, number);
  }

  /** Adds inverted dropout of whole channels. */
  Operand<TFloat32> dropout(
      Layer.SpatialDropout2D layer,
      PlacedLayer placed,
      Operand<TFloat32> input,
      Operand<TInt64> seed,
      int number) {
    int channels = placed.input().channels();
    Operand<TInt32> images = tf.math.mul(tf.shape(input), tf.array(1, 0, 0, 0));
    Operand<TInt32> one = tf.math.add(images, tf.array(0, 1, 1, channels));
    return dropout((float) layer.rate(), input, one, seed, number);
  }

  /**
   * Adds inverted dropout. The mask depends on (seed, step, number) alone, so that a resumed
   * training draws the same one.
   *
   * @param drawn the shape of the mask, 1 for an axis whose elements share it
   */
  private Operand<TFloat32> dropout(
      float rate,
      Operand<TFloat32> input,
      Operand<TInt32> drawn,
      Operand<TInt64> seed,
      int number) {
    if (rate == 0) {
      return input;
    }
    Operand<TInt64> own = tf.math.add(seed, tf.array(number * SEED_STEP, 0L));
    Operand<TFloat32> uniform = tf.random.statelessRandomUniform(drawn, own, TFloat32.class);
    Operand<TFloat32> kept =
        tf.dtypes.cast(tf.math.greaterEqual(uniform, tf.constant(rate)), TFloat32.class);
    return tf.math.mul(input, tf.math.mul(kept, tf.constant(1 / (1 - rate))));
  }

  /**
   * Adds up branches of equal shapes, in another shape than theirs, so that TensorFlow 2.18's
   * remapper does not fuse the sum with the operations before it. Pictures are flattened: its
   * oneDNN kernel of a convolution with a sum keeps buffers of a call in the kernel, so that two
   * calls at once crash or get each other's numbers (record 0061). Features become pictures: with a
   * matrix product, bias, sum and rectifier in a row the remapper fails ("Op type not registered
   * ''"), says so on standard error and leaves the whole graph unoptimized.
   */
  Operand<TFloat32> sum(PlacedLayer placed, List<Operand<TFloat32>> branches) {
    TensorShape shape = placed.output();
    if (shape.isFlat()) {
      return asInput(shape, added(branches.stream().map(branch -> asPictures(shape, branch))));
    }
    Operand<TFloat32> sum =
        added(branches.stream().map(branch -> tf.reshape(branch, tf.array(-1, shape.size()))));
    return tf.reshape(sum, tf.array(-1, shape.height(), shape.width(), shape.channels()));
  }

  private Operand<TFloat32> added(Stream<Operand<TFloat32>> branches) {
    return branches.reduce((a, b) -> tf.math.add(a, b)).orElseThrow();
  }

  /** Normalizes a batch with its own statistics. */
  NormalizedBatch normalizeBatch(
      PlacedLayer placed,
      Operand<TFloat32> input,
      Operand<TFloat32> gamma,
      Operand<TFloat32> beta) {
    Operand<TFloat32> none = tf.constant(new float[0]);
    FusedBatchNorm<TFloat32, TFloat32> fused =
        tf.nn.fusedBatchNorm(
            asPictures(placed.input(), input),
            gamma,
            beta,
            none,
            none,
            FusedBatchNorm.isTraining(true),
            FusedBatchNorm.epsilon(epsilon(placed)));
    return new NormalizedBatch(
        asInput(placed.input(), fused.y()), fused.batchMean(), fused.batchVariance());
  }

  /**
   * A batch after normalization, and its statistics.
   *
   * @param output the batch, normalized with its mean and its biased variance
   * @param mean of each channel
   * @param variance of each channel, unbiased (divided by n - 1), as Keras 2 averages it
   */
  record NormalizedBatch(
      Operand<TFloat32> output, Operand<TFloat32> mean, Operand<TFloat32> variance) {}

  /**
   * Normalizes a batch with given statistics, without TensorFlow's fused operation: oneDNN's took
   * 108 ms where the one with the batch's statistics took 2 (record 0090).
   */
  Operand<TFloat32> normalize(
      PlacedLayer placed,
      Operand<TFloat32> input,
      Operand<TFloat32> gamma,
      Operand<TFloat32> beta,
      Operand<TFloat32> mean,
      Operand<TFloat32> variance) {
    Operand<TFloat32> scale =
        tf.math.mul(gamma, tf.math.rsqrt(tf.math.add(variance, tf.constant(epsilon(placed)))));
    Operand<TFloat32> shift = tf.math.sub(beta, tf.math.mul(mean, scale));
    return tf.math.add(tf.math.mul(input, scale), shift);
  }

  private static float epsilon(PlacedLayer placed) {
    return (float) ((Layer.BatchNormalization) placed.layer()).epsilon();
  }

  /** Reshapes features to pictures of one pixel, since the fused operation takes four axes only. */
  private Operand<TFloat32> asPictures(TensorShape shape, Operand<TFloat32> features) {
    return shape.isFlat() ? tf.reshape(features, tf.array(-1, 1, 1, shape.channels())) : features;
  }

  private Operand<TFloat32> asInput(TensorShape shape, Operand<TFloat32> pictures) {
    return shape.isFlat() ? tf.reshape(pictures, tf.array(-1, shape.channels())) : pictures;
  }

  /**
   * The library that computes convolutions. TensorFlow replaces its operation {@code Conv2D} by
   * oneDNN's, whatever the shape and the machine, but not the newer {@code Conv}
   * (docs/decisions/0090-eigens-convolutions.md).
   */
  enum Kernels {
    /** Float32 only; SAME padding with odd kernels only. */
    EIGEN,
    /** Float32 and bfloat16. */
    ONEDNN
  }
}
