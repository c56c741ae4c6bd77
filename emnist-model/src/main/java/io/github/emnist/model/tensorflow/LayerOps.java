package io.github.emnist.model.tensorflow;

import io.github.emnist.model.architecture.ActivationFunction;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.architecture.PlacedLayer;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/** Each layer as TensorFlow operations, wherever its weights come from. */
final class LayerOps {
  /** Sets apart the dropout masks of two layers of one step: 2^64 over the golden ratio, odd. */
  private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

  private final Ops tf;

  LayerOps(Ops tf) {
    this.tf = tf;
  }

  Operand<TFloat32> conv2d(
      Layer.Conv2D layer,
      Operand<TFloat32> input,
      Operand<TFloat32> kernel,
      Operand<TFloat32> bias) {
    long stride = layer.stride();
    List<Long> strides = List.of(1L, stride, stride, 1L);
    return tf.nn.biasAdd(tf.nn.conv2d(input, kernel, strides, name(layer.padding())), bias);
  }

  Operand<TFloat32> dense(
      Operand<TFloat32> input, Operand<TFloat32> kernel, Operand<TFloat32> bias) {
    return tf.nn.biasAdd(tf.linalg.matMul(input, kernel), bias);
  }

  /** A layer without weights, as it is outside training. */
  Operand<TFloat32> plain(PlacedLayer placed, Operand<TFloat32> input) {
    Layer layer = placed.layer();
    if (layer instanceof Layer.Activation activation) {
      return activation.function() == ActivationFunction.RELU
          ? tf.nn.relu(input)
          : tf.nn.softmax(input);
    } else if (layer instanceof Layer.MaxPool2D pool) {
      Operand<TInt32> size = tf.array(1, pool.pool(), pool.pool(), 1);
      Operand<TInt32> strides = tf.array(1, pool.stride(), pool.stride(), 1);
      return tf.nn.maxPool(input, size, strides, name(pool.padding()));
    } else if (layer instanceof Layer.GlobalAveragePool) {
      return tf.math.mean(input, tf.array(1, 2));
    } else if (layer instanceof Layer.Flatten) {
      return tf.reshape(input, tf.array(-1, placed.output().size()));
    } else if (layer instanceof Layer.Dropout) {
      return input;
    }
    throw new IllegalArgumentException(placed.name() + " has weights");
  }

  /**
   * Inverted dropout. The mask depends on (seed, step, number) alone, so that a resumed training
   * draws the same one.
   */
  Operand<TFloat32> dropout(
      Layer.Dropout layer, Operand<TFloat32> input, Operand<TInt64> seed, int number) {
    float rate = (float) layer.rate();
    if (rate == 0) {
      return input;
    }
    Operand<TInt64> own = tf.math.add(seed, tf.array(number * SEED_STEP, 0L));
    Operand<TFloat32> uniform =
        tf.random.statelessRandomUniform(tf.shape(input), own, TFloat32.class);
    Operand<TFloat32> kept =
        tf.dtypes.cast(tf.math.greaterEqual(uniform, tf.constant(rate)), TFloat32.class);
    return tf.math.mul(input, tf.math.mul(kept, tf.constant(1 / (1 - rate))));
  }

  /** Normalized with the batch's own statistics. */
  NormalizedBatch normalizeBatch(
      PlacedLayer placed,
      Operand<TFloat32> input,
      Operand<TFloat32> gamma,
      Operand<TFloat32> beta) {
    Operand<TFloat32> none = tf.constant(new float[0]);
    FusedBatchNorm<TFloat32, TFloat32> fused =
        tf.nn.fusedBatchNorm(
            asPictures(placed, input),
            gamma,
            beta,
            none,
            none,
            FusedBatchNorm.isTraining(true),
            FusedBatchNorm.epsilon(epsilon(placed)));
    return new NormalizedBatch(
        asInput(placed, fused.y()), fused.batchMean(), fused.batchVariance());
  }

  /**
   * @param output normalized with mean and biased variance of the batch
   * @param mean of each channel
   * @param variance of each channel, unbiased (divided by n - 1), as Keras 2 averages it
   */
  record NormalizedBatch(
      Operand<TFloat32> output, Operand<TFloat32> mean, Operand<TFloat32> variance) {}

  /** Normalized with given statistics. */
  Operand<TFloat32> normalize(
      PlacedLayer placed,
      Operand<TFloat32> input,
      Operand<TFloat32> gamma,
      Operand<TFloat32> beta,
      Operand<TFloat32> mean,
      Operand<TFloat32> variance) {
    return asInput(
        placed,
        tf.nn
            .fusedBatchNorm(
                asPictures(placed, input),
                gamma,
                beta,
                mean,
                variance,
                FusedBatchNorm.isTraining(false),
                FusedBatchNorm.epsilon(epsilon(placed)))
            .y());
  }

  private static float epsilon(PlacedLayer placed) {
    return (float) ((Layer.BatchNormalization) placed.layer()).epsilon();
  }

  /** The fused operation takes four axes only. */
  private Operand<TFloat32> asPictures(PlacedLayer placed, Operand<TFloat32> input) {
    return placed.input().isFlat()
        ? tf.reshape(input, tf.array(-1, 1, 1, placed.input().channels()))
        : input;
  }

  private Operand<TFloat32> asInput(PlacedLayer placed, Operand<TFloat32> pictures) {
    return placed.input().isFlat()
        ? tf.reshape(pictures, tf.array(-1, placed.input().channels()))
        : pictures;
  }

  private static String name(Padding padding) {
    return switch (padding) {
      case VALID -> "VALID";
      case SAME -> "SAME";
    };
  }
}
