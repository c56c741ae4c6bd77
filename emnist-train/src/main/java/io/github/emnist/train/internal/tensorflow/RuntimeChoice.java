package io.github.emnist.train.internal.tensorflow;

import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.internal.CpuFeatures;
import io.github.emnist.model.internal.tensorflow.RuntimeOptions;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.TrainingConfig;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * TensorFlow's runtime options for a run.
 *
 * @param options of the session
 * @param remark the reason for the precision, as the end of a sentence; possibly empty
 */
record RuntimeChoice(RuntimeOptions options, String remark) {
  /** The share of float32's time below which the less exact bfloat16 is chosen. */
  private static final double CLEARLY_FASTER = 0.95;

  /**
   * Chooses threads and precision. A deterministic run has one thread, since threads change the
   * order of sums, and float32 by default. For other runs {@link Precision#AUTO} measures both,
   * unless the processor is known to emulate bfloat16, which takes several times as long.
   *
   * @param processor its features; empty if unknown
   * @param times measures; called only if necessary
   */
  static RuntimeChoice of(
      TrainingConfig config, CpuFeatures processor, Supplier<PrecisionTimes> times) {
    boolean emulates = !processor.names().isEmpty() && !processor.hasBfloat16();
    return switch (config.precision()) {
      case FLOAT32 -> choice(config, Precision.FLOAT32, "");
      case BFLOAT16 ->
          choice(
              config,
              Precision.BFLOAT16,
              emulates
                  ? ", emulated, since this processor has no bfloat16 instructions: slower than"
                      + " float32"
                  : "");
      case INT8 -> throw new IllegalArgumentException("precision INT8 is for inference only");
      case AUTO ->
          emulates || config.deterministic()
              ? choice(config, Precision.FLOAT32, "")
              : faster(config, times.get());
    };
  }

  private static RuntimeChoice faster(TrainingConfig config, PrecisionTimes times) {
    boolean bfloat16 = times.bfloat16Millis() < CLEARLY_FASTER * times.float32Millis();
    return choice(
        config,
        bfloat16 ? Precision.BFLOAT16 : Precision.FLOAT32,
        Messages.format(
            ", chosen by measuring: %.1f ms a step in bfloat16, %.1f ms in float32",
            times.bfloat16Millis(), times.float32Millis()));
  }

  private static RuntimeChoice choice(TrainingConfig config, Precision precision, String remark) {
    int threads = config.deterministic() ? 1 : 0;
    return new RuntimeChoice(new RuntimeOptions(threads, false, precision), remark);
  }

  /** Describes precision and threads for people. */
  String description() {
    return "%s on %s%s"
        .formatted(
            options.precision().name().toLowerCase(Locale.ROOT),
            options.threads() == 0 ? "all processors" : "1 thread",
            remark);
  }

  /**
   * The duration of a training step in either precision.
   *
   * @param float32Millis median of a few steps, in milliseconds
   * @param bfloat16Millis median of a few steps, in milliseconds
   */
  record PrecisionTimes(double float32Millis, double bfloat16Millis) {
    private static final int WARM_UP = 3;
    private static final int TIMED = 5;

    /** For larger batches the ratio of the times does not change. */
    private static final int LARGEST_BATCH = 512;

    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * Takes training steps on noise with temporary networks, alternating between the precisions.
     * The first steps are not timed, since TensorFlow optimizes the graph in them.
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
      byte[] pixels = new byte[size * architecture.input().size()];
      new CounterRandom(0, 0, 0).nextBytes(pixels);
      return TrainingBatch.of(pixels, new byte[size]);
    }

    private static double medianMillis(long[] nanos) {
      Arrays.sort(nanos);
      return nanos[nanos.length / 2] / NANOS_PER_MILLI;
    }
  }
}
