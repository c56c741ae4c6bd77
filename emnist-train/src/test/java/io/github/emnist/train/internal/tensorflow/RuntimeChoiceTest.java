package io.github.emnist.train.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.internal.CpuFeatures;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.internal.tensorflow.RuntimeChoice.PrecisionTimes;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RuntimeChoiceTest {
  private static final CpuFeatures WITHOUT = new CpuFeatures(List.of("avx2", "avx512f"), false);
  private static final CpuFeatures WITH = new CpuFeatures(List.of("avx512f", "avx512_bf16"), false);
  private static final CpuFeatures UNKNOWN = new CpuFeatures(List.of(), false);

  private static final Supplier<PrecisionTimes> NOT_ASKED =
      () -> {
        throw new AssertionError("nothing is to be measured");
      };

  @Test
  void autoTakesTheFasterWhereTheProcessorMayComputeInBfloat16() {
    for (CpuFeatures processor : List.of(WITH, UNKNOWN)) {
      assertThat(description(Precision.AUTO, processor, () -> new PrecisionTimes(60, 40)))
          .isEqualTo(
              "bfloat16 on all processors, chosen by measuring: 40.0 ms a step in bfloat16,"
                  + " 60.0 ms in float32");
      assertThat(description(Precision.AUTO, processor, () -> new PrecisionTimes(60, 70.25)))
          .isEqualTo(
              "float32 on all processors, chosen by measuring: 70.3 ms a step in bfloat16,"
                  + " 60.0 ms in float32");
    }
  }

  @Test
  void autoTakesFloat32WhereBfloat16IsHardlyFaster() {
    assertThat(description(Precision.AUTO, WITH, () -> new PrecisionTimes(100, 95.1)))
        .startsWith("float32");
    assertThat(description(Precision.AUTO, WITH, () -> new PrecisionTimes(100, 94.9)))
        .startsWith("bfloat16");
  }

  @Test
  void autoMeasuresNothingWhereBfloat16WouldBeEmulated() {
    assertThat(description(Precision.AUTO, WITHOUT, NOT_ASKED))
        .isEqualTo("float32 on all processors");
  }

  @Test
  void aDeterministicRunIsFloat32OnOneThreadUnlessAskedOtherwiseAndMeasuresNothing() {
    for (CpuFeatures processor : List.of(WITH, WITHOUT, UNKNOWN)) {
      TrainingConfig config = TrainingConfig.builder().deterministic(true).build();
      assertThat(RuntimeChoice.of(config, processor, NOT_ASKED).description())
          .isEqualTo("float32 on 1 thread");
    }
    TrainingConfig asked =
        TrainingConfig.builder().deterministic(true).precision(Precision.BFLOAT16).build();
    assertThat(RuntimeChoice.of(asked, WITH, NOT_ASKED).description())
        .isEqualTo("bfloat16 on 1 thread");
  }

  @Test
  void whatIsAskedForIsTakenAndEmulationIsSaid() {
    assertThat(description(Precision.FLOAT32, WITH, NOT_ASKED))
        .isEqualTo("float32 on all processors");
    assertThat(description(Precision.BFLOAT16, WITH, NOT_ASKED))
        .isEqualTo("bfloat16 on all processors");
    assertThat(description(Precision.BFLOAT16, UNKNOWN, NOT_ASKED))
        .isEqualTo("bfloat16 on all processors");
    assertThat(description(Precision.BFLOAT16, WITHOUT, NOT_ASKED))
        .isEqualTo(
            "bfloat16 on all processors, emulated, since this processor has no bfloat16"
                + " instructions: slower than float32");
  }

  /** The steps are timed in turn, float32 first; a clock that says so makes one of them slower. */
  @Test
  void theTimesAreTheMediansOfFiveStepsInTurn() {
    CnnArchitecture linear =
        CnnArchitecture.builder()
            .name("linear")
            .input(2, 2, 1)
            .flatten()
            .dense(2)
            .softmax()
            .build();
    // Milliseconds of the timed steps, float32 and bfloat16 in turn; the medians are 5 and 20.
    int[] durations = {5, 90, 1, 20, 70, 10, 6, 11, 2, 30};
    long[] now = {0};
    int[] reads = {0};
    PrecisionTimes times =
        PrecisionTimes.measure(
            linear,
            Weights.initialize(linear, 1),
            TrainingConfig.builder().batchSize(4).build(),
            new float[] {1, 1},
            () -> {
              int read = reads[0]++;
              now[0] += read % 2 == 0 ? 7_000_000 : durations[read / 2] * 1_000_000L;
              return now[0];
            });
    assertThat(reads[0]).isEqualTo(20);
    assertThat(times).isEqualTo(new PrecisionTimes(5, 20));
  }

  @Test
  void measuringDoesNotChangeTheRun() {
    CnnArchitecture net =
        CnnArchitecture.builder()
            .name("net")
            .input(6, 6, 1)
            .conv2d(2, 3)
            .relu()
            .batchNormalization()
            .dropout(0.5)
            .flatten()
            .dense(2)
            .softmax()
            .build();
    Weights initial = Weights.initialize(net, 1);
    float[] alike = {1, 1};
    TrainingConfig config =
        TrainingConfig.builder().deterministic(true).precision(Precision.FLOAT32).build();
    Weights unmeasured = trained(net, initial, config);
    PrecisionTimes times = PrecisionTimes.measure(net, initial, config, alike, System::nanoTime);
    assertThat(times.float32Millis()).isPositive();
    assertThat(trained(net, initial, config)).isEqualTo(unmeasured);
    assertThat(unmeasured).isNotEqualTo(initial);
  }

  private static Weights trained(CnnArchitecture net, Weights initial, TrainingConfig config) {
    TrainingBatch batch = TrainingBatch.of(new byte[3 * 36], new byte[] {0, 1, 1});
    try (TrainingNetwork network =
        TrainingNetwork.create(net, initial, config, new float[] {1, 1})) {
      for (int step = 0; step < 3; step++) {
        network.step(batch, step, 0.1);
      }
      return network.weights();
    }
  }

  private static String description(
      Precision precision, CpuFeatures processor, Supplier<PrecisionTimes> times) {
    TrainingConfig config = TrainingConfig.builder().precision(precision).build();
    return RuntimeChoice.of(config, processor, times).description();
  }
}
