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

/** Writes the folder of a SavedModel. */
final class SavedModelFolder {
  static final String GRAPH = "saved_model.pb";

  /** The subfolder that TensorFlow leaves to a user's own files. */
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
    AtomicFiles.deleteFolder(temporary); // left by a killed process
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

  /** Returns the path that an earlier export is moved to. */
  private static Path old(Path folder) {
    return folder.resolveSibling("." + folder.getFileName() + ".old");
  }

  /**
   * Moves the new folder into place. No system replaces a folder in one step, so the old one is
   * moved away first.
   */
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
   * Recognises the folders that an export may replace: those whose files were all written by
   * exports, finished or ended by a killed process. A folder with any other file is never replaced.
   *
   * @param begin the first bytes of every description, which name the format
   */
  record EarlierSavedModel(byte[] begin) {
    private static final String EXPECTED = "expected an earlier export, an empty folder or nothing";

    /** The file that macOS writes into any folder that its file manager shows. */
    private static final String SYSTEMS = ".DS_Store";

    static EarlierSavedModel like(String description) {
      return new EarlierSavedModel(
          description.substring(0, description.indexOf(',')).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Checks that the folder does not exist, is empty, or holds nothing but an earlier export.
     *
     * @param path the folder as the user named it
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

    /** Returns the files of a folder, sorted so that messages are always the same. */
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

    /** Returns whether the file is the exported one, or the temporary file that becomes it. */
    private static boolean isOneOf(Path file, Path exported) {
      return file.equals(exported) || AtomicFiles.isTemporary(file, exported);
    }

    /**
     * Returns whether the file is an export's description; a temporary one may end within {@link
     * #begin}.
     */
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
