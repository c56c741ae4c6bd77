package io.github.emnist.model.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.model.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What may be where an export goes, and what stays there when it cannot be written. */
class ExportTargetTest {
  private static final ModelBundle MODEL = TestBundles.small(1);
  private static final ModelBundle OTHER = TestBundles.small(2);

  @TempDir private Path dir;

  @ParameterizedTest
  @EnumSource
  void anEarlierExportIsReplaced(ExportFormat format) throws Exception {
    Path path = dir.resolve("export");
    Path fresh = dir.resolve("fresh");
    format.write(MODEL, path);
    format.write(OTHER, path);
    format.write(OTHER, fresh);
    assertThat(contents(path)).isEqualTo(contents(fresh));
    assertThat(names(dir)).containsExactly("export", "fresh");
  }

  @ParameterizedTest
  @EnumSource(names = {"ONNX", "SAFETENSORS"})
  void anEmptyFileIsReplaced(ExportFormat format) throws Exception {
    Path file = Files.createFile(dir.resolve("empty"));
    format.write(MODEL, file);
    assertThat(file).isNotEmptyFile();
  }

  @ParameterizedTest
  @EnumSource(names = {"ONNX", "SAFETENSORS"})
  void anotherFileIsLeftAlone(ExportFormat format) throws Exception {
    Path file = Files.writeString(dir.resolve("mine"), "a long text of the user's own ".repeat(9));
    checkRefused(
        format,
        file,
        file + ": found a file that is no such export of this library, expected one or nothing");
  }

  /** Weights that this library itself needs. */
  @Test
  void aBundlesWeightsAreLeftAlone() throws Exception {
    Path folder = dir.resolve("model");
    MODEL.save(folder);
    Path weights =
        contents(folder).stream()
            .map(line -> folder.resolve(line.substring(0, line.indexOf(' '))))
            .filter(file -> file.toString().endsWith(".safetensors"))
            .findFirst()
            .orElseThrow();
    checkRefused(
        ExportFormat.SAFETENSORS,
        weights,
        weights + ": found a file that is no such export of this library, expected one or nothing");
  }

  @ParameterizedTest
  @EnumSource(names = {"ONNX", "SAFETENSORS"})
  void aFolderIsNoPlaceForAFile(ExportFormat format) throws Exception {
    Path folder = Files.createDirectory(dir.resolve("folder"));
    checkRefused(
        format, folder, folder + ": found a folder, expected an earlier export or nothing");
  }

  @Test
  void anEmptyFolderBecomesASavedModel() throws Exception {
    Path folder = Files.createDirectory(dir.resolve("folder"));
    Files.createFile(folder.resolve(".DS_Store"));
    ExportFormat.SAVED_MODEL.write(MODEL, folder);
    assertThat(names(folder)).containsExactly("assets.extra", "saved_model.pb");
  }

  @Test
  void aFileIsNoPlaceForASavedModel() throws Exception {
    Path file = Files.writeString(dir.resolve("mine"), "text");
    checkRefused(
        ExportFormat.SAVED_MODEL,
        file,
        file + ": found a file, expected an earlier export, an empty folder or nothing");
  }

  @Test
  void aForeignSavedModelIsLeftAlone() throws Exception {
    Path folder = Files.createDirectories(dir.resolve("foreign/variables")).getParent();
    Files.writeString(folder.resolve("saved_model.pb"), "somebody's");
    checkRefused(
        ExportFormat.SAVED_MODEL,
        folder,
        folder
            + ": found a folder with saved_model.pb, expected an earlier export, an empty folder or"
            + " nothing");
  }

  @Test
  void aUsersFileBesideAnEarlierExportIsLeftAlone() throws Exception {
    Path folder = dir.resolve("export");
    ExportFormat.SAVED_MODEL.write(MODEL, folder);
    Files.writeString(folder.resolve("notes.txt"), "text");
    checkRefused(
        ExportFormat.SAVED_MODEL,
        folder,
        folder
            + ": found a folder with notes.txt, expected an earlier export, an empty folder or"
            + " nothing");
  }

  @Test
  void aModelIsLeftAlone() throws Exception {
    Path folder = dir.resolve("model");
    MODEL.save(folder);
    checkRefused(
        ExportFormat.SAVED_MODEL,
        folder,
        folder
            + ": found a folder with model.json, expected an earlier export, an empty folder or"
            + " nothing");
  }

  @Test
  void whatAKilledExportLeftIsTidiedUp() throws Exception {
    Path folder = dir.resolve("export");
    Files.createDirectories(dir.resolve(".export.tmp/assets.extra"));
    Files.writeString(dir.resolve(".export.tmp/saved_model.pb"), "half");
    ExportFormat.SAVED_MODEL.write(MODEL, folder);
    assertThat(names(dir)).containsExactly("export");
  }

  private void checkRefused(ExportFormat format, Path path, String message) throws IOException {
    List<String> before = contents(dir);
    assertThatThrownBy(() -> format.write(MODEL, path))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(message);
    assertThat(contents(dir)).isEqualTo(before);
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Each file below with a hash of its bytes. */
  private static List<String> contents(Path path) throws IOException {
    List<Path> all;
    try (var files = Files.walk(path)) {
      all = files.filter(Files::isRegularFile).sorted().toList();
    }
    List<String> lines = new ArrayList<>();
    for (Path file : all) {
      lines.add(path.relativize(file) + " " + Arrays.hashCode(Files.readAllBytes(file)));
    }
    return lines;
  }
}
