package io.github.emnist.model.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Engine;
import io.github.emnist.model.Prediction;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.internal.CpuFeatures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxExportTest {
  private static final int IMAGES = 20;

  @TempDir private Path dir;

  static List<CnnArchitecture> presets() {
    return TestBundles.PRESETS;
  }

  @ParameterizedTest
  @MethodSource("presets")
  void onnxRuntimeAnswersAsTheClassifier(CnnArchitecture architecture) throws Exception {
    ModelBundle model = TestBundles.initial(architecture);
    Path file = dir.resolve("model.onnx");
    ExportFormat.ONNX.write(model, file);
    byte[] images = TestBundles.noise(IMAGES * 784, 1);
    float[][] found;
    try (OnnxSession session = new OnnxSession(Files.readAllBytes(file))) {
      found = session.run(images, IMAGES, 28, 28, 1).get("probabilities");
    }
    try (EmnistClassifier classifier =
        EmnistClassifier.of(model, ClassifierOptions.defaults().withPrecision(Precision.FLOAT32))) {
      for (int n = 0; n < IMAGES; n++) {
        byte[] image = Arrays.copyOfRange(images, n * 784, (n + 1) * 784);
        Prediction expected = classifier.predictRaw(image);
        assertThat(found[n]).containsExactly(expected.probabilities(), within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("presets")
  void integersAnswerNearlyAsTheClassifier(CnnArchitecture architecture) throws Exception {
    assumeTrue(
        CpuFeatures.ofThisMachine().hasInt8(), "this processor does not compute in 8-bit integers");
    ModelBundle model = TestBundles.measured(TestBundles.initial(architecture));
    Path file = dir.resolve("model.onnx");
    ExportFormat.ONNX_INT8.write(model, file);
    byte[] images = TestBundles.noise(IMAGES * 784, 1);
    try (OnnxSession session = new OnnxSession(Files.readAllBytes(file));
        EmnistClassifier classifier =
            EmnistClassifier.of(
                model, ClassifierOptions.defaults().withPrecision(Precision.FLOAT32))) {
      float[][] found = session.run(images, IMAGES, 28, 28, 1).get("probabilities");
      for (int n = 0; n < IMAGES; n++) {
        byte[] image = Arrays.copyOfRange(images, n * 784, (n + 1) * 784);
        Prediction expected = classifier.predictRaw(image);
        assertThat(found[n])
            .containsExactly(expected.probabilities(), within(0.02f))
            .isNotEqualTo(expected.probabilities());
      }
    }
  }

  /** The limits that docs/exporting.md states, on drawn characters. */
  @Test
  void integersOfTheModelInTheJarStayWithinTheStatedLimits() throws Exception {
    assumeTrue(
        CpuFeatures.ofThisMachine().hasInt8(), "this processor does not compute in 8-bit integers");
    ModelBundle model = ModelBundle.pretrained();
    EmnistDataset drawn = SyntheticEmnist.balanced().withImagesPerClass(1, 21).test();
    int count = drawn.size();
    byte[] images = new byte[count * 784];
    for (int i = 0; i < count; i++) {
      drawn.copyImage(i, images, i * 784);
    }
    Path file = dir.resolve("model.onnx");
    ExportFormat.ONNX_INT8.write(model, file);
    try (OnnxSession session = new OnnxSession(Files.readAllBytes(file));
        EmnistClassifier classifier =
            EmnistClassifier.of(model, ClassifierOptions.defaults().withEngine(Engine.JAVA))) {
      float[][] found = session.run(images, count, 28, 28, 1).get("probabilities");
      int equal = 0;
      for (int i = 0; i < count; i++) {
        float[] expected = classifier.predict(drawn.image(i)).probabilities();
        assertThat(found[i]).containsExactly(expected, within(0.06f));
        equal += largest(found[i]) == largest(expected) ? 1 : 0;
      }
      assertThat(equal).isGreaterThanOrEqualTo((int) Math.ceil(0.996 * count));
    }
  }

  private static int largest(float[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      largest = values[i] > values[largest] ? i : largest;
    }
    return largest;
  }

  /** What ONNX Runtime makes of the pairs of operators: no convolution over float32 is left. */
  @ParameterizedTest
  @MethodSource("presets")
  void onnxRuntimeComputesEveryConvolutionInIntegers(CnnArchitecture architecture)
      throws Exception {
    Path file = dir.resolve("model.onnx");
    Path optimized = dir.resolve("optimized.onnx");
    ExportFormat.ONNX_INT8.write(TestBundles.measured(TestBundles.initial(architecture)), file);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.EXTENDED_OPT);
      options.setOptimizedModelFilePath(optimized.toString());
      OrtEnvironment.getEnvironment().createSession(file.toString(), options).close();
    }
    List<String> operators =
        ModelProto.parseFrom(Files.readAllBytes(optimized)).getGraph().getNodeList().stream()
            .map(NodeProto::getOpType)
            .toList();
    long convolutions =
        architecture.layers().stream()
            .flatMap(PlacedLayer::walk)
            .filter(placed -> placed.layer() instanceof Layer.Conv2D)
            .count();
    assertThat(operators)
        .doesNotContain("Conv")
        .filteredOn("QLinearConv"::equals)
        .hasSize((int) convolutions);
  }

  @Test
  void integersNeedRanges() {
    Path file = dir.resolve("model.onnx");
    ModelBundle model = TestBundles.small(1);
    assertThatThrownBy(() -> ExportFormat.ONNX_INT8.write(model, file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "onnx-int8: the model has no activation ranges, which 8-bit integers need: measure them"
                + " with ModelQuantization.prepare(model, images), or export it as onnx");
    assertThat(file).doesNotExist();
  }

  @Test
  void inputsOutputsAndTextsAreAsDocumented() throws Exception {
    ModelBundle model = TestBundles.small(1);
    Path file = dir.resolve("new/model.onnx");
    ExportFormat.ONNX.write(model, file);
    try (OnnxSession session = new OnnxSession(Files.readAllBytes(file))) {
      assertThat(session.session().getInputNames()).containsExactly("images");
      assertThat(session.session().getOutputNames()).containsExactly("probabilities", "logits");
      TensorInfo input = (TensorInfo) session.session().getInputInfo().get("images").getInfo();
      assertThat(input.type).hasToString("UINT8");
      assertThat(input.getShape()).containsExactly(-1, 5, 6, 1);
      TensorInfo output =
          (TensorInfo) session.session().getOutputInfo().get("probabilities").getInfo();
      assertThat(output.type).hasToString("FLOAT");
      assertThat(output.getShape()).containsExactly(-1, 3);
      assertThat(session.session().getMetadata().getProducerName()).isEqualTo("EMNIST for Java");
      assertThat(session.session().getMetadata().getGraphName()).isEqualTo("small one");
      Map<String, String> texts = session.session().getMetadata().getCustomMetadata();
      assertThat(texts.get("labels")).isEqualTo("[\"A\",\"a \\\"word\\\"\",\"é\"]");
      assertThat(texts.get("model")).isEqualTo(model.description());
      assertThat(new ObjectMapper().readTree(texts.get("model")).at("/weights/sha256").asText())
          .isEqualTo(model.weightsSha256());
    }
  }

  @Test
  void anyBatchSizeIsAnswered() throws Exception {
    ModelBundle model = TestBundles.small(1);
    Path file = dir.resolve("model.onnx");
    ExportFormat.ONNX.write(model, file);
    byte[] images = TestBundles.noise(3 * 30, 2);
    try (OnnxSession session = new OnnxSession(Files.readAllBytes(file))) {
      float[][] three = session.run(images, 3, 5, 6, 1).get("logits");
      for (int n = 0; n < 3; n++) {
        byte[] image = Arrays.copyOfRange(images, n * 30, (n + 1) * 30);
        assertThat(session.run(image, 1, 5, 6, 1).get("logits")[0])
            .containsExactly(three[n], within(1e-5f));
      }
    }
  }

  @Test
  void theSameModelGivesTheSameBytes() throws Exception {
    Path first = dir.resolve("first.onnx");
    Path second = dir.resolve("second.onnx");
    ExportFormat.ONNX.write(TestBundles.small(1), first);
    ExportFormat.ONNX.write(TestBundles.small(1), second);
    assertThat(second).hasSameBinaryContentAs(first);
  }

  @ParameterizedTest
  @MethodSource("presets")
  void theFormatsOwnCheckerIsContent(CnnArchitecture architecture) throws Exception {
    Python.assumeModule("onnx");
    Path file = dir.resolve("model.onnx");
    ModelBundle model = TestBundles.measured(TestBundles.initial(architecture));
    for (ExportFormat format : List.of(ExportFormat.ONNX, ExportFormat.ONNX_INT8)) {
      format.write(model, file);
      String printed =
          Python.run(
              """
              import onnx, sys
              model = onnx.load(sys.argv[1])
              onnx.checker.check_model(model, full_check=True)
              print(model.ir_version, model.opset_import[0].version, end='')
              """,
              file.toString());
      assertThat(printed).isEqualTo("8 17");
    }
  }
}
