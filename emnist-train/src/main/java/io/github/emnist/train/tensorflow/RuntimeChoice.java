package io.github.emnist.train.tensorflow;

import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.internal.CpuFeatures;
import io.github.emnist.model.internal.tensorflow.RuntimeOptions;
import io.github.emnist.train.config.TrainingConfig;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The settings of a run turned into TensorFlow's.
 *
 * @param options how the session runs
 * @param remark why in this precision, as the end of a sentence; empty where it goes without saying
 */
record RuntimeChoice(RuntimeOptions options, String remark) {
  /** What less than this share is not faster but noise; float32 is the more exact. */
  private static final double CLEARLY_FASTER = 0.95;

  /**
   * A deterministic run has one thread, since the number of threads decides in which order sums are
   * taken, and float32 unless asked otherwise, since the processor's abilities would decide. Any
   * other run that leaves the precision open is measured in both, unless the processor is known to
   * emulate bfloat16, which takes several times as long.
   *
   * @param processor empty where it is unknown
   * @param times measures; asked only if the times decide
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
        String.format(
            Locale.ROOT,
            ", chosen by measuring: %.1f ms a step in bfloat16, %.1f ms in float32",
            times.bfloat16Millis(),
            times.float32Millis()));
  }

  private static RuntimeChoice choice(TrainingConfig config, Precision precision, String remark) {
    int threads = config.deterministic() ? 1 : 0;
    return new RuntimeChoice(new RuntimeOptions(threads, false, precision), remark);
  }

  /** For people. */
  String description() {
    return "%s on %s%s"
        .formatted(
            options.precision().name().toLowerCase(Locale.ROOT),
            options.threads() == 0 ? "all processors" : "1 thread",
            remark);
  }
}
