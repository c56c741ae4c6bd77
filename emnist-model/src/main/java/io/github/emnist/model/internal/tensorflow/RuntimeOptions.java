package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.architecture.Precision;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * The options of a session.
 *
 * @param threads the threads within one operation, 0 for one per processor; a session that {@link
 *     TensorFlowRuntime#open} opens has its own, except on Windows or if other code used TensorFlow
 *     before
 * @param singleThreadedExecutor whether the operations of a run follow one another on the caller's
 *     thread, which halves the overhead of a run of a plain stack of layers
 * @param precision the precision of convolutions and matrix products, used even if the processor
 *     does not support it
 */
public record RuntimeOptions(int threads, boolean singleThreadedExecutor, Precision precision) {
  /** All processors, single-threaded executor, float32. */
  public static final RuntimeOptions DEFAULT = new RuntimeOptions(0, true, Precision.FLOAT32);

  /**
   * Creates options.
   *
   * @throws IllegalArgumentException if the threads are negative or the precision is AUTO
   */
  public RuntimeOptions {
    if (threads < 0) {
      throw new IllegalArgumentException(
          Messages.format("threads (%d) must not be negative", threads));
    }
    if (precision == Precision.AUTO) {
      throw new IllegalArgumentException("precision: found AUTO, expected one that is decided on");
    }
  }

  /** Returns the same options with another number of threads. */
  public RuntimeOptions withThreads(int number) {
    return new RuntimeOptions(number, singleThreadedExecutor, precision);
  }

  /** Returns the options in TensorFlow's form. */
  public ConfigProto toConfig() {
    ConfigProto.Builder config = ConfigProto.newBuilder().setIntraOpParallelismThreads(threads);
    if (singleThreadedExecutor) {
      config.setExperimental(
          ConfigProto.Experimental.newBuilder().setExecutorType("SINGLE_THREADED_EXECUTOR"));
    }
    if (precision == Precision.INT8) {
      // Built of fused operations already: optimizing it again takes as long as the whole rest of
      // opening a network, and gains nothing.
      config.setGraphOptions(
          GraphOptions.newBuilder()
              .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true)));
    }
    if (precision == Precision.BFLOAT16) {
      config.setGraphOptions(
          GraphOptions.newBuilder()
              .setRewriteOptions(
                  RewriterConfig.newBuilder()
                      .setAutoMixedPrecisionOnednnBfloat16(RewriterConfig.Toggle.ON)));
    }
    return config.build();
  }
}
