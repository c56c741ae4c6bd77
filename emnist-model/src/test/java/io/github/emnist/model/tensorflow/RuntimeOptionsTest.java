package io.github.emnist.model.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

  @Test
  void bfloat16IsUsedOnlyWhereTheProcessorComputesInIt() {
    boolean able = CpuFeatures.ofThisMachine().hasBfloat16();
    assertThat(Precision.BFLOAT16.effective())
        .isEqualTo(able ? Precision.BFLOAT16 : Precision.FLOAT32);
    assertThat(Precision.FLOAT32.effective()).isEqualTo(Precision.FLOAT32);
    RewriterConfig.Toggle toggle =
        new RuntimeOptions(0, true, Precision.BFLOAT16)
            .toConfig()
            .getGraphOptions()
            .getRewriteOptions()
            .getAutoMixedPrecisionOnednnBfloat16();
    assertThat(toggle).isEqualTo(able ? RewriterConfig.Toggle.ON : RewriterConfig.Toggle.DEFAULT);
  }

  @Test
  void negativeThreadsAreRefused() {
    assertThatThrownBy(() -> new RuntimeOptions(-1, true, Precision.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads (-1) must not be negative");
  }
}
