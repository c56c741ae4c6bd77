package io.github.emnist.model.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.model.internal.tensorflow.TensorFlowRuntime.BannerFilter;
import org.junit.jupiter.api.Test;

class BannerFilterTest {
  @Test
  void bannersGoAndTheRestStays() {
    String printed =
        """
        2026-11-22 14:20:01.123456: I tensorflow/core/util/port.cc:153] oneDNN custom operations are on.
        To enable the following instructions: AVX2 AVX512F FMA, in other operations, rebuild TensorFlow.
        WARNING: All log messages before absl::InitializeLog() is called are written to STDERR
        I0000 00:00:1763820001.123456   42 mlir_graph_optimization_pass.cc:401] MLIR V1 optimization pass is not enabled
        2026-11-22 14:20:01.123456: W tensorflow/core/framework/op_kernel.cc:1 out of memory
        2026-11-22 14:20:01.123456: E tensorflow/core/framework/op_kernel.cc:1 worse
        Picked up JAVA_TOOL_OPTIONS: -Xmx1g
        """;
    assertThat(BannerFilter.withoutBanners(printed))
        .containsExactly(
            "2026-11-22 14:20:01.123456: W tensorflow/core/framework/op_kernel.cc:1 out of memory",
            "2026-11-22 14:20:01.123456: E tensorflow/core/framework/op_kernel.cc:1 worse",
            "Picked up JAVA_TOOL_OPTIONS: -Xmx1g");
    assertThat(BannerFilter.withoutBanners("")).isEmpty();
  }

  @Test
  void ofAJvmsWarningsOnlyThoseAboutProtobufGo() {
    String printed =
        """
        WARNING: A terminally deprecated method in sun.misc.Unsafe has been called
        WARNING: sun.misc.Unsafe::arrayBaseOffset has been called by com.google.protobuf.UnsafeUtil$MemoryAccessor (file:/lib/protobuf-java-3.21.9.jar)
        WARNING: Please consider reporting this to the maintainers of class com.google.protobuf.UnsafeUtil$MemoryAccessor
        WARNING: sun.misc.Unsafe::arrayBaseOffset will be removed in a future release
        WARNING: sun.misc.Unsafe::getInt has been called by org.example.Other (file:/lib/other.jar)
        WARNING: Please consider reporting this to the maintainers of class org.example.Other
        WARNING: A restricted method in java.lang.System has been called
        """;
    assertThat(BannerFilter.withoutBanners(printed))
        .containsExactly(
            "WARNING: sun.misc.Unsafe::getInt has been called by org.example.Other"
                + " (file:/lib/other.jar)",
            "WARNING: Please consider reporting this to the maintainers of class org.example.Other",
            "WARNING: A restricted method in java.lang.System has been called");
  }
}
