package io.github.emnist.model.export;

import io.github.emnist.data.internal.AtomicFiles;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.internal.tensorflow.SavedModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
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
    ExportedFile.checkSize("SavedModel", model.architecture());
    Path folder = path.toAbsolutePath().normalize();
    String description = model.description();
    EarlierSavedModel earlier = EarlierSavedModel.like(description);
    earlier.check(folder, path);
    Path temporary = folder.resolveSibling("." + folder.getFileName() + ".tmp");
    earlier.check(temporary, temporary);
    earlier.check(old(folder), old(folder));
    byte[] graph = SavedModelFile.bytes(model.architecture(), model.weights());

    Files.createDirectories(folder.getParent());
    AtomicFiles.deleteFolder(temporary); // what a killed process left
    try {
      Files.createDirectories(temporary.resolve(EXTRA));
      AtomicFiles.write(
          temporary.resolve(EXTRA).resolve(DESCRIPTION),
          description.getBytes(StandardCharsets.UTF_8));
      AtomicFiles.write(temporary.resolve(GRAPH), graph);
      moveInto(temporary, folder);
    } finally {
      AtomicFiles.deleteFolder(temporary);
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
    AtomicFiles.deleteFolder(old);
    Files.move(folder, old);
    try {
      Files.move(temporary, folder);
    } catch (IOException e) {
      Files.move(old, folder);
      throw e;
    }
    AtomicFiles.deleteFolder(old);
  }

  /**
   * What an export may put itself in the place of, because exports wrote all of it: an earlier one,
   * or the part that a killed process left. Anything else is somebody's, and stays.
   *
   * @param begin of every description, with the format
   */
  record EarlierSavedModel(byte[] begin) {
    private static final String EXPECTED = "expected an earlier export, an empty folder or nothing";

    /** What a file manager writes into any folder it shows. */
    private static final String SYSTEMS = ".DS_Store";

    static EarlierSavedModel like(String description) {
      return new EarlierSavedModel(
          description.substring(0, description.indexOf(',')).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Refuses whatever holds more than an export.
     *
     * @param path as the user named it
     */
    void check(Path folder, Path path) throws IOException {
      if (Files.notExists(folder)) {
        return;
      }
      if (!Files.isDirectory(folder)) {
        throw refusal(path, "a file");
      }
      Path extra = folder.resolve(SavedModelFolder.EXTRA);
      Path description = extra.resolve(SavedModelFolder.DESCRIPTION);
      Path graph = folder.resolve(SavedModelFolder.GRAPH);
      boolean own = isFile(description) && Arrays.equals(beginOf(description), begin);
      for (Path file : files(folder)) {
        boolean known =
            file.equals(extra)
                ? Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                : isFile(file) && (isSystems(file) || own && isOneOf(file, graph));
        if (!known) {
          throw refusal(path, "a folder with " + file.getFileName());
        }
      }
      if (Files.notExists(extra)) {
        return;
      }
      for (Path file : files(extra)) {
        boolean known = isFile(file) && (isSystems(file) || isDescription(file, description));
        if (!known) {
          throw refusal(path, "a folder with " + SavedModelFolder.EXTRA + "/" + file.getFileName());
        }
      }
    }

    private static FileAlreadyExistsException refusal(Path path, String found) {
      return new FileAlreadyExistsException(
          path.toString(), null, "found " + found + ", " + EXPECTED);
    }

    /** Sorted, so that messages are always the same. */
    private static List<Path> files(Path folder) throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        return files.sorted().toList();
      }
    }

    private static boolean isFile(Path path) {
      return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isSystems(Path file) {
      return file.getFileName().toString().equals(SYSTEMS);
    }

    /** Whether it is a file of an export, or that file on its way to the disk. */
    private static boolean isOneOf(Path file, Path exported) {
      return file.equals(exported) || AtomicFiles.isTemporary(file, exported);
    }

    /** One on its way to the disk may still be shorter than the beginning. */
    private boolean isDescription(Path file, Path description) throws IOException {
      byte[] found = beginOf(file);
      return isOneOf(file, description)
          && Arrays.equals(found, Arrays.copyOf(begin, found.length))
          && (found.length == begin.length || !file.equals(description));
    }

    private byte[] beginOf(Path file) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        return in.readNBytes(begin.length);
      }
    }
  }
}
