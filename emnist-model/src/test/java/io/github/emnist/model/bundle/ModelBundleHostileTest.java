package io.github.emnist.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.emnist.model.internal.SafeTensors;
import io.github.emnist.model.weights.Weights;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that were damaged, altered or made up. */
class ModelBundleHostileTest {
  @TempDir private Path dir;
  private Path description;
  private Path weights;
  private String json;

  /** As a save does, but without forcing every file to the disk. */
  @BeforeEach
  void writeAModel() throws IOException {
    ModelBundle model = TinyModels.tiny(1);
    byte[] bytes = SafeTensors.encode(model.weights());
    WeightsFile file = WeightsFile.of(bytes);
    weights = Files.write(dir.resolve(file.name()), bytes);
    byte[] text = new ModelJson(model.metadata(), file).write();
    description = Files.write(dir.resolve(ModelJson.NAME), text);
    json = Files.readString(description);
    assertThat(ModelBundle.load(dir)).isEqualTo(model);
  }

  /** Each line replaces the first match of a piece of a good description by another. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "emnist-model" | "other" | , /format | found "other", expected "emnist-model"
          "format" : "emnist-model", | `` | , /format | found nothing, expected "emnist-model"
          "formatVersion" : 1 | "formatVersion" : 2 | , /formatVersion | found 2, written by a newer version of this library, expected at most 1
          "formatVersion" : 1 | "formatVersion" : 0 | , /formatVersion | found 0, expected a whole number from 1 to 2147483647
          "formatVersion" : 1 | "formatVersion" : 1.0 | , /formatVersion | found 1.0, expected a whole number from 1 to 2147483647
          "height" : 4 | "height" : 4097 | , /input/height | found 4097, expected a whole number from 1 to 4096
          "width" : 4 | "width" : -4 | , /input/width | found -4, expected a whole number from 1 to 4096
          "width" : 4 | "width" : 99999999999 | , /input/width | found 99999999999, expected a whole number from 1 to 4096
          "uint8" | "float32" | , /input/type | found "float32", expected "uint8"
          "white on black" | null | , /input/ink | found null, expected "white on black"
          "upright" | "transposed" | , /input/orientation | found "transposed", expected "upright"
          "upright" | "upright", "mean" : 0.5 | , /input/mean | found an unknown field, expected only [height, ink, orientation, type, width]
          "labels" : [ "n", "o" ] | "labels" : "no" | , /labels | found "no", expected an array
          "n", "o" | "n", 0 | , /labels/1 | found 0, expected a text
          "n", "o" | "n", "n" | , /labels | labels 0 and 1 are both "n"; each must be unique
          "n", "o" | "n" | `` | found 1 labels for a network with 2 classes
          "preprocessing" : " | "preprocessing" : 3, "x" : " | , /preprocessing | found 3, expected a text
          "emnist/3" | "other/1" | `` | preprocessing "other/1" is unknown; known are [emnist/3, drawing/2, raw/1]
          "name" : "tiny" | "name" : "" | , /architecture | the architecture's name must not be blank
          "Conv2D" | "Conv3D" | , /architecture/layers/0/type | found "Conv3D", expected a layer that this version knows
          "Conv2D" | ["Conv2D"] | , /architecture/layers/0/type | found ["Conv2D"], expected a text
          "filters" : 2 | "filters" : 65537 | , /architecture/layers/0/filters | found 65537, expected a whole number from 1 to 65536
          "kernelHeight" : 3 | "kernelHeight" : 5 | , /architecture | conv2d: kernel 5x3 does not fit input (None, 4, 4, 1)
          "stride" : 1 | "stride" : 1, "dilation" : 2 | , /architecture/layers/0/dilation | found an unknown field, expected only [filters, kernelHeight, kernelWidth, padding, stride, type]
          "valid" | "reflect" | , /architecture/layers/0/padding | found "reflect", expected one of [valid, same]
          "relu" | "RELU" | , /architecture/layers/1/function | found "RELU", expected one of [relu, gelu, softmax]
          0.99 | 1.0 | , /architecture/layers/2 | BatchNormalization: momentum (1.0) must be in [0, 1)
          0.99 | "much" | , /architecture/layers/2/momentum | found "much", expected a number
          0.001 | 1e999 | , /architecture/layers/2 | BatchNormalization: epsilon (Infinity) must be positive
          "units" : 2 | "units" : 3 | `` | found 2 labels for a network with 3 classes
          "softmax" | "relu" | , /architecture | the last two layers must be dense(classes) and softmax(), found [dense, activation_1]
          "weights" : { | "weights" : [ ], "more" : { | , /weights | found [], expected a JSON object
          "file" : "weights | "file" : "../weights | , /weights/file | found "../weights-HASH.safetensors", expected weights-<16 hexadecimal digits>.safetensors
          `"size" : ` | `"size" : 9000000` | , /weights/size | found 9000000SIZE, expected a whole number from 1 to 1073741824
          "sha256" : " | "sha256" : "A | , /weights/sha256 | found "ASHA256, expected 64 lower-case hexadecimal digits
          "provenance" : { } | "provenance" : { "a" : 1 } | , /provenance/a | found 1, expected a JSON object
          "provenance" : { } | "provenance" : { "a" : { "content" : 1 } } | , /provenance/a/version | found nothing, expected a whole number from 1 to 2147483647
          "provenance" : { } | "provenance" : { "a" : { "version" : 1 } } | , /provenance/a/content | found nothing, expected a JSON value
          "provenance" : | "calibration" : 1, "provenance" : | , /calibration | found 1, expected a JSON object
          "provenance" : | "calibration" : null, "provenance" : | , /calibration | found null, expected a JSON object
          "provenance" : | "calibration" : { "images" : 9 }, "provenance" : | , /calibration/temperature | found nothing, expected a number
          "provenance" : | "calibration" : { "temperature" : "warm", "images" : 9 }, "provenance" : | , /calibration/temperature | found "warm", expected a number
          "provenance" : | "calibration" : { "temperature" : 0, "images" : 9 }, "provenance" : | , /calibration/temperature | temperature (0.0) must be positive and finite
          "provenance" : | "calibration" : { "temperature" : -0.5, "images" : 9 }, "provenance" : | , /calibration/temperature | temperature (-0.5) must be positive and finite
          "provenance" : | "calibration" : { "temperature" : 1e999, "images" : 9 }, "provenance" : | , /calibration/temperature | temperature (Infinity) must be positive and finite
          "provenance" : | "calibration" : { "temperature" : 1.5 }, "provenance" : | , /calibration/images | found nothing, expected a whole number from 1 to 2147483647
          "provenance" : | "calibration" : { "temperature" : 1.5, "images" : 0 }, "provenance" : | , /calibration/images | found 0, expected a whole number from 1 to 2147483647
          "provenance" : | "calibration" : { "temperature" : 1.5, "images" : 9, "bins" : 15 }, "provenance" : | , /calibration/bins | found an unknown field, expected only [images, temperature]
          "provenance" : | "activations" : [ ], "provenance" : | , /activations | found [], expected a JSON object
          "provenance" : | "activations" : { "images" : 9 }, "provenance" : | , /activations/maxima | found nothing, expected a JSON object
          "provenance" : | "activations" : { "images" : 0, "maxima" : { } }, "provenance" : | , /activations/images | found 0, expected a whole number from 1 to 2147483647
          "provenance" : | "activations" : { "images" : 9, "maxima" : { "activation" : [ "a" ] } }, "provenance" : | , /activations/maxima/activation | found ["a"], expected an array of numbers
          "provenance" : | "activations" : { "images" : 9, "maxima" : { "activation" : [ -1 ] } }, "provenance" : | , /activations/maxima | the maximum of activation, channel 0, (-1.0) must be a finite number of at least 0
          "provenance" : | "activations" : { "images" : 9, "maxima" : { "relu" : [ 1 ] } }, "provenance" : | `` | activation ranges of relu, which is no layer of the network
          "provenance" : { } | "provenance" : { }, "license" : "MIT" | , /license | found an unknown field, expected only [activations, architecture, calibration, format, formatVersion, input, labels, preprocessing, provenance, weights]
          """)
  void aBadDescriptionIsNamedWithItsPlace(
      String piece, String replacement, String where, String problem) throws IOException {
    assertThat(json).contains(piece);
    int at = json.indexOf(piece);
    Files.writeString(
        description, json.substring(0, at) + replacement + json.substring(at + piece.length()));
    WeightsFile file = WeightsFile.of(Files.readAllBytes(weights));
    String expected =
        problem
            .replace("weights-HASH.safetensors", file.name())
            .replace("ASHA256", "A" + file.sha256().substring(0, 58) + "...")
            .replace("SIZE", String.valueOf(file.size()));
    assertRefused(description + (where == null ? "" : where), expected);
  }

  @Test
  void whatIsNoJsonIsNamedWithItsLine() throws IOException {
    Files.writeString(description, "{\n  \"format\" : oops\n}");
    assertRefused(
        description + ", line 2, column 19",
        "found no valid JSON (Unrecognized token 'oops': was expecting (JSON String, Number, Array,"
            + " Object or token 'null', 'true' or 'false'))");
    Files.writeString(description, "{} {}");
    assertRefused(description + ", line 1, column 4", "found no valid JSON (more than one value)");
    Files.writeString(description, "{\"labels\":[],\"labels\":[]}");
    assertRefused(
        description + ", line 1, column 22", "found no valid JSON (Duplicate field 'labels')");
    Files.writeString(description, "");
    assertRefused(description.toString(), "found nothing, expected a JSON object");
    Files.writeString(description, "[]");
    assertRefused(description.toString(), "found [], expected a JSON object");
  }

  @Test
  void depthAndSizeAreBounded() throws IOException {
    Files.writeString(description, "[".repeat(100_000));
    assertRefused(
        description.toString(),
        "found no valid JSON (Document nesting depth (65) exceeds the maximum allowed (64, from"
            + " `StreamReadConstraints.getMaxNestingDepth()`))");
    try (RandomAccessFile file = new RandomAccessFile(description.toFile(), "rw")) {
      file.setLength(1L << 32);
    }
    assertRefused(
        description.toString(),
        "found more than 16,777,216 bytes, expected the description of a model");
  }

  @Test
  void manyLayersAreRefused() throws IOException {
    String layer = "{ \"type\" : \"Flatten\" }, ";
    Files.writeString(
        description, json.replace("\"layers\" : [ ", "\"layers\" : [ " + layer.repeat(995)));
    assertRefused(
        description + ", /architecture/layers", "found 1,001 layers, expected at most 1,000");
  }

  @Test
  void anAbsurdlyLargeOutputIsRefused() throws IOException {
    Files.writeString(
        description,
        json.replace("\"height\" : 4", "\"height\" : 4096")
            .replace("\"width\" : 4", "\"width\" : 4096"));
    assertRefused(
        description + ", /architecture/layers",
        "found conv2d with output (None, 4094, 4094, 2), expected at most 16,777,216 values");
  }

  @Test
  void missingFilesAreNamed() throws IOException {
    int size = (int) Files.size(weights);
    Files.delete(weights);
    assertRefused(
        weights.toString(), "found no file, expected the %d bytes of weights".formatted(size));
    Files.delete(description);
    assertRefused(description.toString(), "found no file, expected the description of a model");
  }

  /** To open one would wait for its writer. */
  @Test
  @Timeout(30)
  void pipesAreNotOpened(@TempDir Path other) throws Exception {
    Path pipe = other.resolve("pipe");
    assumeTrue(makesPipe(pipe), "mkfifo makes no pipe here");
    assertThatThrownBy(() -> ModelBundle.load(pipe))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(pipe + ": found a pipe or device, expected a model, a folder or a ZIP");
    for (Path file : List.of(weights, description)) {
      Files.delete(file);
      assumeTrue(makesPipe(file), "mkfifo makes no pipe here");
      assertThatThrownBy(() -> ModelBundle.load(dir))
          .isInstanceOf(ModelFormatException.class)
          .hasMessage(file + ": found a pipe or device, expected a file");
    }
  }

  private static boolean makesPipe(Path pipe) throws InterruptedException {
    try {
      return new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void truncatedLongerAndAlteredWeightsAreNamed() throws IOException {
    byte[] good = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(good, 100));
    assertRefused(
        weights.toString(),
        "found 100 bytes, expected %d, as model.json says".formatted(good.length));
    Files.write(weights, Arrays.copyOf(good, good.length + 5));
    assertRefused(
        weights.toString(),
        "found more than %1$d bytes, expected %1$d, as model.json says".formatted(good.length));
    byte[] altered = good.clone();
    altered[good.length - 1] ^= 1;
    Files.write(weights, altered);
    assertRefused(
        weights.toString(),
        "found SHA-256 %s, expected %s, as model.json says; the file was altered"
            .formatted(WeightsFile.of(altered).sha256(), WeightsFile.of(good).sha256()));
  }

  /** One label is another letter then, which nothing else tells. */
  @Test
  void anAlteredDescriptionInAZipIsRefused(@TempDir Path other) throws IOException {
    Path zip = other.resolve("model.zip");
    ModelBundle.load(dir).save(zip);
    byte[] bytes = Files.readAllBytes(zip);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("\"n\"") + 1] = 'm';
    Files.write(zip, bytes);
    assertThatThrownBy(() -> ModelBundle.load(zip))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(zip + "!model.json: found damaged data, expected a ZIP's entry");
  }

  @Test
  void weightsWithTheRightChecksumAreCheckedTheSame() throws IOException {
    assertRefused(
        replaceWeights(new byte[3]) + ", byte 0",
        "found 3 bytes, expected at least 8, which hold the header's length");
    Weights dense =
        Weights.builder().put("conv2d/kernel", List.of(3, 3, 1, 3), new float[27]).build();
    assertRefused(
        replaceWeights(SafeTensors.encode(dense)).toString(),
        "weights conv2d/kernel: found shape [3, 3, 1, 3], architecture tiny has [3, 3, 1, 2]");
  }

  @ParameterizedTest
  @CsvSource({
    "conv2d/kernel, NaN, a finite number",
    "dense/bias, -Infinity, a finite number",
    "batch_normalization/moving_variance, -1.0, a finite number of 0 or more"
  })
  void weightsThatAreNoNumbersAreRefused(String name, float value, String expected)
      throws IOException {
    Weights good = ModelBundle.load(dir).weights();
    Weights.Builder bad = Weights.builder();
    for (String other : good.names()) {
      float[] values = good.values(other);
      values[1] = other.equals(name) ? value : values[1];
      bad.put(other, good.shape(other), values);
    }
    assertRefused(
        replaceWeights(SafeTensors.encode(bad.build())).toString(),
        "weights %s: found %s at element 1, expected %s".formatted(name, value, expected));
  }

  /** As someone would who alters a model and its description alike. */
  private Path replaceWeights(byte[] bytes) throws IOException {
    WeightsFile old = WeightsFile.of(Files.readAllBytes(weights));
    WeightsFile changed = WeightsFile.of(bytes);
    Files.writeString(
        description,
        json.replace(old.name(), changed.name())
            .replace(old.sha256(), changed.sha256())
            .replace("\"size\" : " + old.size(), "\"size\" : " + changed.size()));
    return Files.write(dir.resolve(changed.name()), bytes);
  }

  @Test
  void aZipIsCheckedLikeAFolder(@TempDir Path other) throws IOException {
    Path zip = Zips.deflated(other.resolve("model.zip"), dir);
    assertThat(ModelBundle.load(zip)).isEqualTo(TinyModels.tiny(1));
    byte[] good = Files.readAllBytes(zip);

    Files.delete(weights);
    int size = WeightsFile.of(SafeTensors.encode(TinyModels.tiny(1).weights())).size();
    Zips.deflated(zip, dir);
    assertRefused(
        zip,
        zip + "!" + weights.getFileName(),
        "found no file, expected the %d bytes of weights".formatted(size));
    Files.delete(description);
    Zips.deflated(zip, dir, "../model.json");
    assertRefused(zip, zip + "!model.json", "found no file, expected the description of a model");
    Files.writeString(zip, "no ZIP");
    assertRefused(zip, zip.toString(), "found no ZIP, expected a model, a folder or a ZIP");
    Files.write(zip, Arrays.copyOf(good, good.length - 30));
    assertRefused(zip, zip.toString(), "found no ZIP, expected a model, a folder or a ZIP");
    try (RandomAccessFile file = new RandomAccessFile(zip.toFile(), "rw")) {
      file.setLength(1L << 32);
    }
    assertRefused(
        zip, zip.toString(), "found 4,294,967,296 bytes, expected a ZIP of at most 1,091,567,616");
  }

  @Test
  void aZipEntryThatIsDamagedIsNamed(@TempDir Path other) throws IOException {
    Path zip = Zips.deflated(other.resolve("model.zip"), dir);
    byte[] bytes = Files.readAllBytes(zip);
    int data = 30 + "model.json".length(); // behind the first entry's local header
    Arrays.fill(bytes, data, data + 20, (byte) 0xFF);
    Files.write(zip, bytes);
    assertRefused(zip, zip + "!model.json", "found damaged data, expected a ZIP's entry");
  }

  @Test
  void anEntryThatUnpacksToFarMoreIsNotUnpacked(@TempDir Path other) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(description.toFile(), "rw")) {
      file.setLength(64 << 20);
    }
    Path zip = Zips.deflated(other.resolve("model.zip"), dir);
    assertThat(zip).satisfies(z -> assertThat(Files.size(z)).isLessThan(100_000));
    assertRefused(
        zip,
        zip + "!model.json",
        "found more than 16,777,216 bytes, expected the description of a model");
  }

  private void assertRefused(String where, String problem) {
    assertRefused(dir, where, problem);
  }

  private static void assertRefused(Path model, String where, String problem) {
    assertThatThrownBy(() -> ModelBundle.load(model))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("%s: %s", where, problem)
        .extracting(e -> ((ModelFormatException) e).where())
        .isEqualTo(where);
  }
}
