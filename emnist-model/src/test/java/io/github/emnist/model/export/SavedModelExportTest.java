package io.github.emnist.model.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.internal.tensorflow.NaiveNetwork;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedModelExportTest {
  private static final int IMAGES = 6;

  @TempDir private Path dir;

  @Test
  void aSecondProcessRunsBothSignaturesByName() throws Exception {
    ModelBundle model = TestBundles.initial(CnnArchitecture.small());
    byte[] images = TestBundles.noise(IMAGES * 784, 1);
    Map<String, float[]> answers = runElsewhere(model, images);
    assertThat(answers).hasSize(4);
    double[][] logits =
        new NaiveNetwork(model.architecture(), model.weights(), false, null).logits(images);
    int classes = model.architecture().classes();
    ClassifierOptions exact = ClassifierOptions.defaults().withPrecision(Precision.FLOAT32);
    try (EmnistClassifier classifier = EmnistClassifier.of(model, exact)) {
      for (String signature : List.of("serving_default", "serving_uint8")) {
        for (int n = 0; n < IMAGES; n++) {
          byte[] image = Arrays.copyOfRange(images, n * 784, (n + 1) * 784);
          float[] found =
              Arrays.copyOfRange(
                  answers.get(signature + " probabilities"), n * classes, (n + 1) * classes);
          assertThat(found)
              .containsExactly(classifier.predictRaw(image).probabilities(), within(1e-5f));
          for (int c = 0; c < classes; c++) {
            assertThat((double) answers.get(signature + " logits")[n * classes + c])
                .isCloseTo(logits[n][c], within(1e-4 * (1 + Math.abs(logits[n][c]))));
          }
        }
      }
    }
  }

  @Test
  void inputsThatAreNotSquareKeepTheirSides() throws Exception {
    ModelBundle model = TestBundles.small(2);
    byte[] images = TestBundles.noise(IMAGES * 30, 3);
    Map<String, float[]> answers = runElsewhere(model, images);
    double[][] logits =
        new NaiveNetwork(model.architecture(), model.weights(), false, null).logits(images);
    for (int i = 0; i < IMAGES * 3; i++) {
      double expected = logits[i / 3][i % 3];
      assertThat((double) answers.get("serving_default logits")[i])
          .isCloseTo(expected, within(1e-4 * (1 + Math.abs(expected))));
    }
  }

  @Test
  void theFolderHoldsGraphAndDescription() throws Exception {
    ModelBundle model = TestBundles.small(1);
    Path folder = dir.resolve("new/export");
    ExportFormat.SAVED_MODEL.write(model, folder);
    try (var files = Files.walk(dir)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()))
          .containsExactlyInAnyOrder("saved_model.pb", "assets.extra/model.json");
    }
    assertThat(folder.resolve("assets.extra/model.json")).hasContent(model.description());
  }

  /** The weights are in the file once, though two signatures use them. */
  @Test
  void bothSignaturesShareTheWeights() throws Exception {
    ModelBundle model = TestBundles.initial(CnnArchitecture.fast());
    Path folder = dir.resolve("export");
    ExportFormat.SAVED_MODEL.write(model, folder);
    long weights = model.architecture().parameterCount() * Float.BYTES;
    assertThat(Files.size(folder.resolve("saved_model.pb")))
        .isBetween(weights * 9 / 10, weights * 11 / 10);
  }

  @Test
  void protocReadsTheFile() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/protoc")),
        "skipped: no /usr/bin/protoc (Debian: protobuf-compiler)");
    Path folder = dir.resolve("export");
    ExportFormat.SAVED_MODEL.write(TestBundles.small(1), folder);
    Process protoc =
        new ProcessBuilder("/usr/bin/protoc", "--decode_raw")
            .redirectInput(folder.resolve("saved_model.pb").toFile())
            .redirectErrorStream(true)
            .start();
    String text = new String(protoc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(protoc.waitFor()).as(text).isZero();
    // Schema version; a meta graph of graph and signatures.
    assertThat(text)
        .startsWith("1: 1\n2 {\n")
        .contains("\"serve\"", "\"serving_default\"", "\"serving_uint8\"")
        .contains("\"tensorflow/serving/predict\"", "\"probabilities:0\"", "\"logits_uint8:0\"");
  }

  /** By signature and output. */
  private Map<String, float[]> runElsewhere(ModelBundle model, byte[] images) throws Exception {
    Path folder = dir.resolve("export");
    ExportFormat.SAVED_MODEL.write(model, folder);
    Path pixels = Files.write(dir.resolve("pixels"), images);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                RunSavedModel.class.getName(),
                folder.toString(),
                String.valueOf(model.architecture().input().height()),
                String.valueOf(model.architecture().input().width()),
                pixels.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    Map<String, float[]> answers = new HashMap<>();
    for (String line : printed.lines().toList()) {
      String[] words = line.split(" ");
      float[] values = new float[words.length - 2];
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.parseFloat(words[i + 2]);
      }
      answers.put(words[0] + " " + words[1], values);
    }
    return answers;
  }
}
