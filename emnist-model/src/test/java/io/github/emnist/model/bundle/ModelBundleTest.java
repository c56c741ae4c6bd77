package io.github.emnist.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.LabelMap;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelMetadata.Calibration;
import io.github.emnist.model.bundle.ModelMetadata.ProvenanceSection;
import io.github.emnist.model.internal.SafeTensors;
import io.github.emnist.model.weights.Weights;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelBundleTest {
  private static final ModelBundle MODEL = TinyModels.tiny(1);
  private static final ModelBundle OTHER = TinyModels.tiny(2);

  @TempDir private Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"model", "new/folders/model", "model.zip", "new/folders/MODEL.ZIP"})
  void aModelComesBackAndIsReplaced(String name) throws IOException {
    Path path = dir.resolve(name);
    MODEL.save(path);
    assertThat(ModelBundle.load(path)).isEqualTo(MODEL).isNotEqualTo(OTHER);
    OTHER.save(path);
    assertThat(ModelBundle.load(path)).isEqualTo(OTHER);
    OTHER.save(path);
    assertThat(ModelBundle.load(path)).isEqualTo(OTHER);
    assertThat(Files.isDirectory(path)).isEqualTo(name.endsWith("model"));
    assertThat(names(path.getParent())).containsExactly(path.getFileName().toString());
  }

  @Test
  void theNetworkOfThisProjectComesBack() throws IOException {
    ModelBundle model =
        TinyModels.of(
            CnnArchitecture.emnistCnn(), "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt", 3);
    model.save(dir.resolve("model"));
    assertThat(ModelBundle.load(dir.resolve("model"))).isEqualTo(model);
    assertThat(model.architecture()).isEqualTo(CnnArchitecture.emnistCnn());
  }

  @Test
  void theFilesAreWhatTheFormatSays() throws Exception {
    Path folder = dir.resolve("model");
    ModelBundle model =
        new ModelBundle(
            MODEL
                .metadata()
                .withCalibration(new Calibration(0.7123456789012345, 11297))
                .withProvenance(
                    "training", new ProvenanceSection(3, "{\"seed\": 42, \"x\": 1.50}")),
            MODEL.weights());
    model.save(folder);
    byte[] weights = SafeTensors.encode(MODEL.weights());
    String sha256 =
        java.util.HexFormat.of()
            .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(weights));
    String file = "weights-" + sha256.substring(0, 16) + ".safetensors";
    assertThat(names(folder)).containsExactly("model.json", file);
    assertThat(folder.resolve(file)).hasBinaryContent(weights);
    assertThat(Files.readString(folder.resolve("model.json")))
        .isEqualTo(
            """
            {
              "format" : "emnist-model",
              "formatVersion" : 1,
              "input" : {
                "height" : 4,
                "width" : 4,
                "type" : "uint8",
                "ink" : "white on black",
                "orientation" : "upright"
              },
              "preprocessing" : "%s",
              "labels" : [ "n", "o" ],
              "architecture" : {
                "name" : "tiny",
                "layers" : [ {
                  "type" : "Conv2D",
                  "filters" : 2,
                  "kernelHeight" : 3,
                  "kernelWidth" : 3,
                  "stride" : 1,
                  "padding" : "valid"
                }, {
                  "type" : "Activation",
                  "function" : "relu"
                }, {
                  "type" : "BatchNormalization",
                  "momentum" : 0.99,
                  "epsilon" : 0.001
                }, {
                  "type" : "Flatten"
                }, {
                  "type" : "Dense",
                  "units" : 2
                }, {
                  "type" : "Activation",
                  "function" : "softmax"
                } ]
              },
              "weights" : {
                "file" : "%s",
                "size" : %d,
                "sha256" : "%s"
              },
              "calibration" : {
                "temperature" : 0.7123456789012345,
                "images" : 11297
              },
              "provenance" : {
                "training" : {
                  "version" : 3,
                  "content" : {
                    "seed" : 42,
                    "x" : 1.50
                  }
                }
              }
            }
            """
                .formatted(CharacterPreprocessor.emnist().id(), file, weights.length, sha256));
    assertThat(ModelBundle.load(folder)).isEqualTo(model);
  }

  @Test
  void theSameModelGivesTheSameBytes() throws IOException {
    MODEL.save(dir.resolve("a.zip"));
    MODEL.save(dir.resolve("b.zip"));
    assertThat(dir.resolve("a.zip")).hasSameBinaryContentAs(dir.resolve("b.zip"));
  }

  @Test
  void aFolderPackedByAnotherToolIsAModel() throws IOException {
    Path folder = dir.resolve("model");
    MODEL.save(folder);
    Path zip = Zips.deflated(dir.resolve("packed"), folder, "../../escape", "model/other");
    assertThat(ModelBundle.load(zip)).isEqualTo(MODEL);
    assertThat(names(dir)).containsExactly("model", "packed");
  }

  @Test
  void aSaveCleansUpWhatKilledOnesLeft() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("model"));
    List<String> left =
        List.of(
            "weights-0123456789abcdef.safetensors",
            ".weights-0123456789abcdef.safetensors.01234567-89ab-cdef-0123-456789abcdef.tmp",
            ".model.json.01234567-89ab-cdef-0123-456789abcdef.tmp");
    for (String name : left) {
      Path file = Files.writeString(folder.resolve(name), "part of");
      Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    }
    MODEL.save(folder);
    assertThat(names(folder)).hasSize(2).doesNotContainAnyElementsOf(left);
    assertThat(ModelBundle.load(folder)).isEqualTo(MODEL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"new/model", "new/model.zip"})
  void aNewModelReplacesNothing(String name) throws IOException {
    Path path = dir.resolve(name);
    MODEL.save(path, StandardOpenOption.CREATE_NEW);
    assertThat(ModelBundle.load(path)).isEqualTo(MODEL);

    assertThatThrownBy(() -> OTHER.save(path, StandardOpenOption.CREATE_NEW))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(path + ": already exists, expected nothing (CREATE_NEW)");
    assertThat(ModelBundle.load(path)).isEqualTo(MODEL);
    OTHER.save(path);
    assertThat(ModelBundle.load(path)).isEqualTo(OTHER);
    assertThatThrownBy(() -> OTHER.save(path, StandardOpenOption.APPEND))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("APPEND; only CREATE_NEW is an option of a save");
  }

  @Test
  void aSmallFileThatAsksForMuchWorkIsRefusedUnlessAllowed() throws IOException {
    CnnArchitecture greedy =
        CnnArchitecture.builder()
            .input(1024, 1024, 1)
            .conv2d(16, 15)
            .globalAveragePool()
            .dense(2)
            .softmax()
            .build();
    ModelBundle model =
        new ModelBundle(
            ModelMetadata.of(greedy, LabelMap.ofCharacters("no")), Weights.initialize(greedy, 1));
    Path path = dir.resolve("greedy.zip");
    model.save(path);
    assertThat(Files.size(path)).isLessThan(20_000);
    assertThat(greedy.multiplyAdds()).isEqualTo(1010L * 1010 * 15 * 15 * 16 + 2 * 16);

    // The convolution's values, the pooled ones, and two for each of the last layers.
    long operations = greedy.multiplyAdds() + 1010 * 1010 * 16 + 16 + 2 + 2;
    assertThat(ModelBundle.load(path, operations)).isEqualTo(model);
    assertThatThrownBy(() -> ModelBundle.load(path, operations - 1))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            "%s!model.json, /architecture/layers: found %,d operations for one picture, expected at"
                    .formatted(path, operations)
                + " most %,d; if you trust the model, load it with ModelBundle.load(path,"
                    .formatted(operations - 1)
                + " maxOperations)");
    assertThatThrownBy(() -> ModelBundle.load(path))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("expected at most 2,147,483,648; if you trust the model");
  }

  @Test
  void filesOfOthersAreNeverTouched() throws IOException {
    Path folder = dir.resolve("model");
    MODEL.save(folder);
    for (String name :
        List.of(
            "README.md", "weights-mine.safetensors", "weights-0123456789abcdef.txt", ".x.tmp")) {
      Files.writeString(folder.resolve(name), "mine");
    }
    OTHER.save(folder);
    assertThat(ModelBundle.load(folder)).isEqualTo(OTHER);
    assertThat(names(folder))
        .hasSize(6)
        .contains(
            "README.md", "weights-mine.safetensors", "weights-0123456789abcdef.txt", ".x.tmp");
  }

  @Test
  void whatIsNoModelIsNotReplaced() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("photos"));
    Files.writeString(folder.resolve(".hidden"), "mine");
    Files.writeString(folder.resolve("cat.png"), "mine");
    assertRefused(
        folder,
        folder,
        "found a folder with cat.png, expected an earlier model or an empty folder");

    Path description = dir.resolve("web").resolve("model.json");
    Files.createDirectory(description.getParent());
    for (String content : List.of("{\"format\": \"layers-model\"}", "[]", "", "{")) {
      Files.writeString(description, content);
      assertRefused(
          description.getParent(),
          description,
          "found a file that is not this library's, expected an earlier model or none");
      assertThat(description).hasContent(content);
    }

    Path inner = Files.createDirectories(dir.resolve("deep").resolve("model.json"));
    assertRefused(
        inner.getParent(), inner, "found a folder, expected an earlier model's file or none");

    Path file = Files.writeString(dir.resolve("file"), "mine");
    assertRefused(file, file, "found a file, expected a folder, or a name that ends in .zip");

    Path text = Files.writeString(dir.resolve("text.zip"), "mine");
    Path foreign = Zips.deflated(dir.resolve("foreign.zip"), folder);
    for (Path zip : List.of(text, foreign)) {
      assertRefused(
          zip,
          zip,
          "found a file that is not this library's, expected an earlier model's ZIP or nothing");
    }
    Path folderZip = Files.createDirectory(dir.resolve("folder.zip"));
    assertRefused(
        folderZip, folderZip, "found a folder, expected an earlier model's ZIP or nothing");
    assertThat(names(dir))
        .containsExactly("deep", "file", "folder.zip", "foreign.zip", "photos", "text.zip", "web");
  }

  private void assertRefused(Path path, Path named, String reason) {
    assertThatThrownBy(() -> MODEL.save(path))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage("%s: %s", named, reason);
  }

  @Test
  void anEmptyFolderOrFileIsFilled() throws IOException {
    MODEL.save(Files.createDirectory(dir.resolve("empty")));
    MODEL.save(Files.createFile(dir.resolve("empty.zip")));
    assertThat(ModelBundle.load(dir.resolve("empty"))).isEqualTo(MODEL);
    assertThat(ModelBundle.load(dir.resolve("empty.zip"))).isEqualTo(MODEL);
  }

  @Test
  void aNewerOrDamagedModelIsReplaced() throws IOException {
    Path description = Files.createDirectory(dir.resolve("model")).resolve("model.json");
    Files.writeString(description, "{\"format\":\"emnist-model\",\"formatVersion\":2}");
    MODEL.save(description.getParent());
    assertThat(ModelBundle.load(description.getParent())).isEqualTo(MODEL);
  }

  @Test
  void whatCouldNotBeLoadedIsNotWritten() {
    CnnArchitecture wide =
        CnnArchitecture.builder().input(1, 1, 1).flatten().dense(65_537).dense(2).softmax().build();
    Path path = dir.resolve("wide");
    assertThatThrownBy(() -> TinyModels.of(wide, "no", 1).save(path))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            "%s, /architecture/layers/1/units: found 65537, expected a whole number from 1 to 65536",
            path.resolve("model.json"));
    assertThat(path).doesNotExist();
  }

  @Test
  void weightsMustBeTheArchitectures() {
    assertThatThrownBy(() -> new ModelBundle(MODEL.metadata(), Weights.builder().build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "weights conv2d/kernel are missing, architecture tiny has them with shape [3, 3, 1, 2]");
  }

  @Test
  void metadataMustFitTogether() {
    LabelMap three = LabelMap.ofCharacters("abc");
    assertThatThrownBy(() -> ModelMetadata.of(TinyModels.TINY, three))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("found 3 labels for a network with 2 classes");
    CnnArchitecture colour =
        CnnArchitecture.builder().input(4, 4, 3).flatten().dense(3).softmax().build();
    assertThatThrownBy(() -> ModelMetadata.of(colour, three))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("input channels (3) must be 1; models read grey images");
  }

  @Test
  void provenanceIsSortedReplacedAndUnmodifiable() {
    ModelMetadata metadata =
        MODEL
            .metadata()
            .withProvenance("b", new ProvenanceSection(1, "1"))
            .withProvenance("a", new ProvenanceSection(1, "2"))
            .withProvenance("b", new ProvenanceSection(2, "[3]"));
    assertThat(metadata.provenance())
        .containsExactly(
            Map.entry("a", new ProvenanceSection(1, "2")),
            Map.entry("b", new ProvenanceSection(2, "[3]")));
    assertThatThrownBy(() -> metadata.provenance().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aMissingFileIsReported() {
    Path path = dir.resolve("nothing");
    assertThatThrownBy(() -> ModelBundle.load(path))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage("%s: found nothing, expected a model, a folder or a ZIP", path);
  }

  @Test
  void aFolderInPlaceOfAFileIsReported() throws IOException {
    Path folder = dir.resolve("model");
    Path json = Files.createDirectories(folder.resolve("model.json"));
    assertThatThrownBy(() -> ModelBundle.load(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("%s: found a folder, expected a file", json);

    Files.delete(json);
    MODEL.save(folder);
    Path weights =
        folder.resolve(names(folder).stream().filter(n -> n.startsWith("weights")).findAny().get());
    Files.delete(weights);
    Files.createDirectory(weights);
    assertThatThrownBy(() -> ModelBundle.load(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("%s: found a folder, expected a file", weights);
  }

  private static List<String> names(Path folder) {
    return List.of(folder.toFile().list()).stream().sorted().toList();
  }
}
