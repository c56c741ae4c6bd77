package io.github.emnist.model.export;

import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.tensorflow.SavedModelFile;
import io.github.emnist.model.weights.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a SavedModel. */
final class SavedModelFolder {
  static final String GRAPH = "saved_model.pb";

  /** Where TensorFlow leaves a user's own files alone. */
  static final String EXTRA = "assets.extra";

  static final String DESCRIPTION = "model.json";

  private static final String EXPECTED = "expected an earlier export, an empty folder or nothing";

  private SavedModelFolder() {}

  static void write(ModelBundle model, Path path) throws IOException {
    ExportSize.check("SavedModel", model.architecture());
    Path folder = path.toAbsolutePath().normalize();
    String description = model.description();
    checkReplaceable(folder, path, description);
    byte[] graph = SavedModelFile.bytes(model.architecture(), model.weights());

    Files.createDirectories(folder.getParent());
    Path temporary = AtomicFile.temporary(folder);
    delete(temporary); // what a killed process left
    try {
      Files.createDirectories(temporary.resolve(EXTRA));
      AtomicFile.write(
          temporary.resolve(EXTRA).resolve(DESCRIPTION),
          description.getBytes(StandardCharsets.UTF_8));
      AtomicFile.write(temporary.resolve(GRAPH), graph);
      moveInto(temporary, folder);
    } finally {
      delete(temporary);
    }
    AtomicFile.forceFolder(folder.getParent());
  }

  /** No system replaces a folder in one step, so the old one steps aside. */
  private static void moveInto(Path temporary, Path folder) throws IOException {
    if (Files.notExists(folder)) {
      Files.move(temporary, folder);
      return;
    }
    Path old = folder.resolveSibling("." + folder.getFileName() + ".old");
    delete(old);
    Files.move(folder, old);
    try {
      Files.move(temporary, folder);
    } catch (IOException e) {
      Files.move(old, folder);
      throw e;
    }
    delete(old);
  }

  /**
   * Refuses whatever holds more than an export.
   *
   * @param path as the user named it
   */
  private static void checkReplaceable(Path folder, Path path, String description)
      throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new FileAlreadyExistsException(path.toString(), null, "found a file, " + EXPECTED);
    }
    boolean own = isDescribed(folder.resolve(EXTRA).resolve(DESCRIPTION), description);
    try (Stream<Path> files = Files.list(folder)) {
      List<String> others =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.startsWith(".")) // what systems keep in any folder
              .filter(name -> !(own && (name.equals(GRAPH) || name.equals(EXTRA))))
              .sorted()
              .toList();
      if (!others.isEmpty()) {
        throw new FileAlreadyExistsException(
            path.toString(), null, "found a folder with %s, %s".formatted(others.get(0), EXPECTED));
      }
    }
  }

  /** Whether a file begins like a description, with its format. */
  private static boolean isDescribed(Path file, String description) throws IOException {
    byte[] begin =
        description.substring(0, description.indexOf(',')).getBytes(StandardCharsets.UTF_8);
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(begin.length), begin);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    List<Path> innermostFirst;
    try (Stream<Path> files = Files.walk(folder)) {
      innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : innermostFirst) {
      Files.delete(file);
    }
  }
}
