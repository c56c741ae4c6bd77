package io.github.emnist.model.export;

import io.github.emnist.data.internal.AtomicFiles;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.internal.tensorflow.SavedModelFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a SavedModel. */
final class SavedModelFolder {
  static final String GRAPH = "saved_model.pb";

  /** Where TensorFlow leaves a user's own files alone. */
  static final String EXTRA = "assets.extra";

  static final String DESCRIPTION = "model.json";

  private SavedModelFolder() {}

  static void write(ModelBundle model, Path path) throws IOException {
    ExportSize.check("SavedModel", model.architecture());
    Path folder = path.toAbsolutePath().normalize();
    String description = model.description();
    EarlierSavedModel earlier = EarlierSavedModel.like(description);
    earlier.check(folder, path);
    Path temporary = folder.resolveSibling("." + folder.getFileName() + ".tmp");
    earlier.check(temporary, temporary);
    earlier.check(old(folder), old(folder));
    byte[] graph = SavedModelFile.bytes(model.architecture(), model.weights());

    Files.createDirectories(folder.getParent());
    delete(temporary); // what a killed process left
    try {
      Files.createDirectories(temporary.resolve(EXTRA));
      AtomicFiles.write(
          temporary.resolve(EXTRA).resolve(DESCRIPTION),
          description.getBytes(StandardCharsets.UTF_8));
      AtomicFiles.write(temporary.resolve(GRAPH), graph);
      moveInto(temporary, folder);
    } finally {
      delete(temporary);
    }
    AtomicFiles.forceFolder(folder.getParent());
  }

  /** Where an earlier export steps aside to. */
  private static Path old(Path folder) {
    return folder.resolveSibling("." + folder.getFileName() + ".old");
  }

  /** No system replaces a folder in one step, so the old one steps aside. */
  private static void moveInto(Path temporary, Path folder) throws IOException {
    if (Files.notExists(folder)) {
      Files.move(temporary, folder);
      return;
    }
    Path old = old(folder);
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
