package io.github.emnist.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.GrayImage;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.internal.SafeTensors;
import io.github.emnist.model.weights.Weights;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExportCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private ModelBundle model;

  @BeforeEach
  void save() throws IOException {
    CnnArchitecture architecture =
        CnnArchitecture.builder().input(28, 28, 1).flatten().dense(47).softmax().build();
    model =
        new ModelBundle(
            ModelMetadata.of(architecture, EmnistSplit.BALANCED.labelMap()),
            Weights.initialize(architecture, 1));
    model.save(folder.resolve("model"));
  }

  private int export(String format, Path target) {
    return run(
        "export",
        "--model",
        folder.resolve("model").toString(),
        "--format",
        format,
        "--out",
        target.toString());
  }

  private int run(String... arguments) {
    CommandLine commandLine = EmnistCommand.commandLine();
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    return EmnistCommand.run(commandLine, arguments);
  }

  @Test
  void onnx() throws IOException {
    Path file = folder.resolve("new/model.onnx");
    assertThat(export("onnx", file)).as(err.toString()).isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines("wrote " + file);
    assertThat(err.toString()).isEmpty();
    // Its content is tested in emnist-model; here only that it is the requested model.
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
        .contains("EMNIST for Java", model.weightsSha256());
  }

  @Test
  void onnxInt8() throws IOException {
    Path file = folder.resolve("model.onnx");
    assertThat(run("export", "--format", "onnx-int8", "--out", file.toString()))
        .as(err.toString())
        .isZero();
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
        .contains("EMNIST for Java", "QuantizeLinear", "DequantizeLinear");
  }

  @Test
  void onnxInt8WithoutRangesIsOneLine() {
    assertThat(export("onnx-int8", folder.resolve("model.onnx"))).isEqualTo(EmnistCommand.FAILED);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "emnist: onnx-int8: the model has no activation ranges, which 8-bit integers need:"
                + " measure them with ModelQuantization.prepare(model, images), or export it as"
                + " onnx");
    assertThat(folder.resolve("model.onnx")).doesNotExist();
  }

  @Test
  void safetensors() throws IOException {
    Path file = folder.resolve("model.safetensors");
    assertThat(export("SafeTensors", file)).as(err.toString()).isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines("wrote " + file);
    assertThat(SafeTensors.read(file)).isEqualTo(model.weights());
  }

  @Test
  void savedModel() throws IOException {
    Path target = folder.resolve("saved");
    assertThat(export("savedmodel", target)).as(err.toString()).isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines("wrote " + target);
    byte[] pixels = new byte[784];
    Arrays.fill(pixels, 300, 400, (byte) 200);
    GrayImage image = GrayImage.of(28, 28, pixels);
    try (EmnistClassifier own =
            EmnistClassifier.of(
                model, ClassifierOptions.defaults().withPrecision(Precision.FLOAT32));
        EmnistClassifier exported =
            EmnistClassifier.loadSavedModel(target, model.metadata().labelMap())) {
      assertThat(exported.predict(image).probabilities())
          .containsExactly(own.predict(image).probabilities(), Offset.offset(1e-5f));
    }
  }

  @Test
  void somethingElseInTheWayIsOneLine() throws IOException {
    Path mine = Files.writeString(folder.resolve("mine.txt"), "a text of the user's own, kept");
    assertThat(export("onnx", mine)).isEqualTo(EmnistCommand.FAILED);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "emnist: "
                + mine
                + ": found a file that is no such export of this library, expected one or nothing");
    assertThat(mine).hasContent("a text of the user's own, kept");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aMissingModelIsReportedInOneLine() {
    int status =
        run("export", "--model", folder + "/none", "--format", "onnx", "--out", folder + "/out");
    assertThat(status).isEqualTo(EmnistCommand.FAILED);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "emnist: "
                + folder.resolve("none")
                + ": file not found, expected a model, a folder or a ZIP");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void anUnknownFormatIsAnsweredWithTheList() {
    assertThat(export("tflite", folder.resolve("out"))).isEqualTo(EmnistCommand.USAGE);
    assertThat(err.toString())
        .contains("found 'tflite', expected one of onnx, onnx-int8, savedmodel, safetensors");
  }

  @Test
  void formatAndTargetAreNeeded() {
    assertThat(run("export", "--model", "pretrained")).isEqualTo(EmnistCommand.USAGE);
    assertThat(err.toString()).contains("Missing required options: '--format=NAME', '--out=PATH'");
  }
}
