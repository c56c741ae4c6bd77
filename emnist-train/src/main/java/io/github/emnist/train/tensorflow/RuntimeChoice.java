package io.github.emnist.train.tensorflow;

import io.github.emnist.model.tensorflow.CpuFeatures;
import io.github.emnist.model.tensorflow.Precision;
import io.github.emnist.model.tensorflow.RuntimeOptions;
import io.github.emnist.train.config.TrainingConfig;

/** Turns the settings of a run into TensorFlow's. */
final class RuntimeChoice {
  private RuntimeChoice() {}

  /**
   * A deterministic run has one thread, since the number of threads decides in which order sums are
   * taken, and float32 unless asked otherwise, since the processor's abilities would decide.
   */
  static RuntimeOptions of(TrainingConfig config) {
    return new RuntimeOptions(config.deterministic() ? 1 : 0, false, precision(config));
  }

  private static Precision precision(TrainingConfig config) {
    boolean available = CpuFeatures.ofThisMachine().hasBfloat16();
    return switch (config.precision()) {
      case FLOAT32 -> Precision.FLOAT32;
      case AUTO -> available && !config.deterministic() ? Precision.BFLOAT16 : Precision.FLOAT32;
      case BFLOAT16 -> {
        if (!available) {
          throw new IllegalArgumentException(
              "precision BFLOAT16: this processor has no bfloat16 instructions and would emulate"
                  + " them, slower than float32; use AUTO or FLOAT32");
        }
        yield Precision.BFLOAT16;
      }
    };
  }
}
