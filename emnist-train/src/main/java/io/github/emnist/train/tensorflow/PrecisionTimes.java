package io.github.emnist.train.tensorflow;

import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.TrainingConfig;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * How long a training step takes in either precision.
 *
 * @param float32Millis median of a few steps, in milliseconds
 * @param bfloat16Millis median of a few steps, in milliseconds
 */
record PrecisionTimes(double float32Millis, double bfloat16Millis) {
  private static final int WARM_UP = 3;
  private static final int TIMED = 5;

  /** Above it the ratio of the times no longer changes, and a small data set never fills it. */
  private static final int LARGEST_BATCH = 512;

  private static final double NANOS_PER_MILLI = 1e6;

  /**
   * Takes steps of the run's own kind on noise, in turn in either precision, on networks of their
   * own: the run to come does not notice. The first steps are not timed, since TensorFlow rewrites
   * the graph in them.
   *
   * @param nanoClock read before and after each timed step
   */
  static PrecisionTimes measure(
      CnnArchitecture architecture,
      Weights weights,
      TrainingConfig config,
      float[] classWeights,
      LongSupplier nanoClock) {
    TrainingBatch noise = noise(architecture, Math.min(config.batchSize(), LARGEST_BATCH));
    TrainingConfig float32 = config.toBuilder().precision(Precision.FLOAT32).build();
    TrainingConfig bfloat16 = config.toBuilder().precision(Precision.BFLOAT16).build();
    try (TrainingNetwork exact =
            TrainingNetwork.create(architecture, weights, float32, classWeights);
        TrainingNetwork rounded =
            TrainingNetwork.create(architecture, weights, bfloat16, classWeights)) {
      long[] exactNanos = new long[TIMED];
      long[] roundedNanos = new long[TIMED];
      for (int i = 0; i < WARM_UP; i++) {
        exact.step(noise, i, 0);
        rounded.step(noise, i, 0);
      }
      for (int i = 0; i < TIMED; i++) {
        exactNanos[i] = nanos(exact, noise, i, nanoClock);
        roundedNanos[i] = nanos(rounded, noise, i, nanoClock);
      }
      return new PrecisionTimes(medianMillis(exactNanos), medianMillis(roundedNanos));
    }
  }

  private static long nanos(
      TrainingNetwork network, TrainingBatch batch, int step, LongSupplier nanoClock) {
    long begin = nanoClock.getAsLong();
    network.step(batch, step, 0);
    return nanoClock.getAsLong() - begin;
  }

  private static TrainingBatch noise(CnnArchitecture architecture, int size) {
    var input = architecture.input();
    byte[] pixels = new byte[size * input.height() * input.width() * input.channels()];
    new CounterRandom(0, 0, 0).nextBytes(pixels);
    return TrainingBatch.of(pixels, new byte[size]);
  }

  private static double medianMillis(long[] nanos) {
    Arrays.sort(nanos);
    return nanos[nanos.length / 2] / NANOS_PER_MILLI;
  }
}
