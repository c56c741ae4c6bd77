package io.github.emnist.model.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelMetadata.ActivationRanges;
import io.github.emnist.model.internal.CpuFeatures;
import io.github.emnist.model.internal.tensorflow.ActivationMeter;
import io.github.emnist.model.internal.tensorflow.Architectures;
import io.github.emnist.model.internal.tensorflow.NaiveNetwork;
import io.github.emnist.model.internal.tensorflow.RandomArchitectures;
import io.github.emnist.model.internal.tensorflow.TestNetwork;
import io.github.emnist.model.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of layer in ONNX Runtime against its definition in {@link NaiveNetwork}. */
class OnnxModelTest {
  private static final int IMAGES = 4;

  /** As many as take a few seconds; {@code -Drandom.networks=1000} tries more. */
  private static final int NETWORKS = Integer.getInteger("random.networks", 30);

  static Stream<CnnArchitecture> architectures() {
    return Stream.concat(
        Stream.concat(Architectures.all().stream(), WindowArchitectures.all()),
        LongStream.range(0, NETWORKS).mapToObj(RandomArchitectures::of));
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void onnxRuntimeAnswersAsDefined(CnnArchitecture architecture) throws Exception {
    Weights weights = TestNetwork.randomWeights(architecture, 3);
    byte[] images = TestNetwork.randomImages(architecture, IMAGES, 5);
    double[][] expected = new NaiveNetwork(architecture, weights, false, null).logits(images);
    byte[] model = OnnxModel.of(architecture, weights, Optional.empty(), Map.of()).toByteArray();
    assertAnswers(architecture, model, images, expected, 1e-4);
    if (CpuFeatures.ofThisMachine().hasInt8()) {
      model =
          OnnxModel.of(architecture, weights, ranges(architecture, weights), Map.of())
              .toByteArray();
      assertAnswers(architecture, model, images, expected, 0.2);
    }
  }

  private static Optional<ActivationRanges> ranges(CnnArchitecture architecture, Weights weights) {
    byte[] images = TestNetwork.randomImages(architecture, IMAGES, 5);
    return Optional.of(ActivationMeter.measure(architecture, weights, images, IMAGES));
  }

  private static void assertAnswers(
      CnnArchitecture architecture,
      byte[] model,
      byte[] images,
      double[][] expected,
      double tolerance)
      throws Exception {
    Map<String, float[][]> found;
    try (OnnxSession session = new OnnxSession(model)) {
      found =
          session.run(
              images,
              IMAGES,
              architecture.input().height(),
              architecture.input().width(),
              architecture.input().channels());
    }
    assertThat(found).containsOnlyKeys("probabilities", "logits");
    for (int n = 0; n < IMAGES; n++) {
      double[] probabilities = NaiveNetwork.softmax(expected[n]);
      for (int c = 0; c < architecture.classes(); c++) {
        assertThat((double) found.get("logits")[n][c])
            .as("logits, " + architecture.summary())
            .isCloseTo(expected[n][c], within(tolerance * (1 + Math.abs(expected[n][c]))));
        assertThat((double) found.get("probabilities")[n][c])
            .as("probabilities, " + architecture.summary())
            .isCloseTo(probabilities[c], within(tolerance));
      }
    }
  }

  /** In one process, since it takes longer to start than to check. */
  @Test
  void theFormatsOwnCheckerIsContent(@TempDir Path dir) throws Exception {
    Python.assumeModule("onnx");
    List<CnnArchitecture> all = architectures().toList();
    for (int i = 0; i < all.size(); i++) {
      CnnArchitecture architecture = all.get(i);
      Weights weights = TestNetwork.randomWeights(architecture, 3);
      for (Optional<ActivationRanges> ranges :
          List.of(Optional.<ActivationRanges>empty(), ranges(architecture, weights))) {
        Files.write(
            dir.resolve(i + (ranges.isEmpty() ? ".onnx" : "-int8.onnx")),
            OnnxModel.of(architecture, weights, ranges, Map.of()).toByteArray());
      }
    }
    String printed =
        Python.run(
            """
            import glob, onnx, sys
            files = glob.glob(sys.argv[1] + '/*.onnx')
            for file in files:
                onnx.checker.check_model(onnx.load(file), full_check=True)
            print(len(files), end='')
            """,
            dir.toString());
    assertThat(printed).isEqualTo(String.valueOf(2 * all.size()));
  }
}
