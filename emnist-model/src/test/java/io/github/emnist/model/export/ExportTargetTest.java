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
import org.junit.jupiter.params.provider.ValueSource;

/** What may be where an export goes, and what stays there when it cannot be written. */
class ExportTargetTest {
  private static final ModelBundle MODEL = TestBundles.measured(TestBundles.small(1));
  private static final ModelBundle OTHER = TestBundles.measured(TestBundles.small(2));

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
  @EnumSource(names = {"ONNX", "ONNX_INT8", "SAFETENSORS"})
  void anEmptyFileIsReplaced(ExportFormat format) throws Exception {
    Path file = Files.createFile(dir.resolve("empty"));
    format.write(MODEL, file);
    assertThat(file).isNotEmptyFile();
  }

  @ParameterizedTest
  @EnumSource(names = {"ONNX", "ONNX_INT8", "SAFETENSORS"})
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
  @EnumSource(names = {"ONNX", "ONNX_INT8", "SAFETENSORS"})
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

  @ParameterizedTest
  @ValueSource(strings = {".git", ".env", ".export.tmp", "assets.extra/notes.txt"})
  void aUsersFilesAreLeftAloneWhateverTheirNames(String name) throws Exception {
    for (boolean exported : new boolean[] {false, true}) {
      Path folder = dir.resolve("export" + exported);
      if (exported) {
        ExportFormat.SAVED_MODEL.write(MODEL, folder);
      }
      Files.createDirectories(folder.resolve(name).getParent());
      Files.writeString(folder.resolve(name), "text");
      checkRefused(ExportFormat.SAVED_MODEL, folder, folderWith(folder, name));
    }
  }

  /** A folder by the name of an export's file, and a file by the name of its folder. */
  @Test
  void namesOfAnExportDoNotMakeOne() throws Exception {
    Path folder = dir.resolve("export");
    ExportFormat.SAVED_MODEL.write(MODEL, folder);
    Files.delete(folder.resolve("saved_model.pb"));
    Files.writeString(
        Files.createDirectory(folder.resolve("saved_model.pb")).resolve("mine"), "text");
    checkRefused(ExportFormat.SAVED_MODEL, folder, folderWith(folder, "saved_model.pb"));

    Path file = Files.createDirectory(dir.resolve("file"));
    Files.writeString(file.resolve("assets.extra"), "text");
    checkRefused(ExportFormat.SAVED_MODEL, file, folderWith(file, "assets.extra"));

    Path description = dir.resolve("description/assets.extra/model.json");
    Files.createDirectories(description.getParent());
    Files.createFile(description);
    Path other = dir.resolve("description");
    checkRefused(ExportFormat.SAVED_MODEL, other, folderWith(other, "assets.extra/model.json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {".export.old", ".export.tmp"})
  void aUsersFolderByTheNameOfALeftOneIsLeftAlone(String name) throws Exception {
    Path neighbour = Files.createDirectory(dir.resolve(name));
    Files.writeString(neighbour.resolve("thesis.txt"), "text");
    Path folder = dir.resolve("export");
    checkRefused(ExportFormat.SAVED_MODEL, folder, folderWith(neighbour, "thesis.txt"));

    Files.delete(neighbour.resolve("thesis.txt"));
    ExportFormat.SAVED_MODEL.write(MODEL, folder);
    Files.deleteIfExists(neighbour);
    Files.writeString(neighbour, "text");
    checkRefused(
        ExportFormat.SAVED_MODEL,
        folder,
        neighbour + ": found a file, expected an earlier export, an empty folder or nothing");
  }

  private static String folderWith(Path folder, String name) {
    return "%s: found a folder with %s, expected an earlier export, an empty folder or nothing"
        .formatted(folder, name);
  }

  @Test
  void whatAKilledExportLeftIsTidiedUp() throws Exception {
    Path folder = dir.resolve("export");
    Path left = dir.resolve(".export.tmp");
    Path extra = left.resolve("assets.extra");

    Files.createDirectories(extra); // nothing written yet
    ExportFormat.SAVED_MODEL.write(MODEL, folder);
    assertThat(names(dir)).containsExactly("export");

    Files.createDirectories(extra); // the first bytes of the first file
    Files.writeString(extra.resolve(".model.json.tmp"), MODEL.description().substring(0, 5));
    ExportFormat.SAVED_MODEL.write(MODEL, folder);
    assertThat(names(dir)).containsExactly("export");

    Files.createDirectories(extra); // half of the second
    Files.writeString(extra.resolve("model.json"), MODEL.description());
    Files.writeString(left.resolve(".saved_model.pb.tmp"), "half");
    ExportFormat.SAVED_MODEL.write(MODEL, folder);
    assertThat(names(dir)).containsExactly("export");

    Files.move(folder, dir.resolve(".export.old")); // between the two renames
    ExportFormat.SAVED_MODEL.write(MODEL, left);
    ExportFormat.SAVED_MODEL.write(OTHER, folder);
    ExportFormat.SAVED_MODEL.write(OTHER, folder);
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
