package io.github.emnist.model.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.model.architecture.Precision;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RewriterConfig;

class RuntimeOptionsTest {
  @Test
  void defaultUsesAllProcessorsOnTheCallersThread() {
    ConfigProto config = RuntimeOptions.DEFAULT.toConfig();
    assertThat(config.getIntraOpParallelismThreads()).isZero();
    assertThat(config.getExperimental().getExecutorType()).isEqualTo("SINGLE_THREADED_EXECUTOR");
    assertThat(config.hasGraphOptions()).isFalse();
  }

  @Test
  void eachOptionArrives() {
    ConfigProto config = new RuntimeOptions(3, false, Precision.FLOAT32).toConfig();
    assertThat(config.getIntraOpParallelismThreads()).isEqualTo(3);
    assertThat(config.getExperimental().getExecutorType()).isEmpty();
  }

  /** On any processor: to choose is the caller's. */
  @Test
  void bfloat16IsWhatItAsksFor() {
    ConfigProto config = new RuntimeOptions(0, true, Precision.BFLOAT16).toConfig();
    assertThat(config.getGraphOptions().getRewriteOptions().getAutoMixedPrecisionOnednnBfloat16())
        .isEqualTo(RewriterConfig.Toggle.ON);
  }

  @Test
  void negativeThreadsAreRefused() {
    assertThatThrownBy(() -> new RuntimeOptions(-1, true, Precision.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads (-1) must not be negative");
  }
}
