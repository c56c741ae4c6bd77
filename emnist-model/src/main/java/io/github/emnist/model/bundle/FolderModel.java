package io.github.emnist.model.bundle;

import io.github.emnist.data.internal.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** The files of a model in a folder. */
record FolderModel(Path folder) implements ModelFiles {
  @Override
  public byte[] read(String name, int limit) throws IOException {
    Path file = folder.resolve(name);
    try {
      // Read once, since another process can replace the file at any time.
      BasicFileAttributes kind = Files.readAttributes(file, BasicFileAttributes.class);
      if (!kind.isRegularFile()) { // opening a pipe would block
        throw ModelFormatException.of(
            where(name), kind.isDirectory() ? "a folder" : "a pipe or device", "a file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        return ModelFiles.readUpTo(in, limit);
      }
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public String where(String name) {
    return folder.resolve(name).toString();
  }

  /**
   * Writes the weights beside the old ones, then replaces the description atomically, and then
   * deletes the old weights. If several processes save at the same time, each deletes what it
   * replaced, or its own weights if it was replaced, and checks afterwards whether the description
   * refers to them again. What remains is deleted by a later save.
   */
  static void save(Path folder, byte[] description, String weightsName, byte[] weights)
      throws IOException {
    checkReplaceable(folder);
    boolean isNew = Files.notExists(folder);
    Files.createDirectories(folder);
    Path json = folder.resolve(ModelJson.NAME);
    Path weightsFile = folder.resolve(weightsName);
    String replaced;
    try (AtomicFiles files = new AtomicFiles()) {
      files.write(weightsFile, out -> out.write(weights));
      files.write(json, out -> out.write(description));
      replaced = currentWeights(folder);
      files.commit();
    } finally {
      if (isNew && Files.notExists(json)) {
        deleteIfEmpty(folder);
      }
    }
    String current = currentWeights(folder);
    if (current.equals(weightsName) && Files.notExists(weightsFile)) {
      // Equal weights existed before, and another process has just deleted them.
      AtomicFiles.write(weightsFile, weights);
    }
    for (Path file : files(folder)) {
      String name = file.getFileName().toString();
      boolean over = name.equals(replaced) || name.equals(weightsName);
      if (!name.equals(current) && (over || isSuperseded(file) && isStale(file, json))) {
        deleteIfPossible(file);
      }
    }
  }

  private static void deleteIfEmpty(Path folder) {
    try {
      Files.delete(folder);
    } catch (IOException e) {
      // Another process saves there.
    }
  }

  /** Returns the name of the weights in the description; empty if there is no description. */
  private static String currentWeights(Path folder) throws IOException {
    byte[] description = new FolderModel(folder).read(ModelJson.NAME, ModelJson.MAX_SIZE);
    return description == null ? "" : ModelJson.weightsName(description);
  }

  private static boolean isStale(Path file, Path written) {
    try {
      return AtomicFiles.isStale(file, written);
    } catch (IOException e) {
      return false; // just deleted by another process
    }
  }

  /** Returns whether a file is weights, or a temporary file of a killed process. */
  private static boolean isSuperseded(Path file) {
    String name = file.getFileName().toString();
    return WeightsFile.NAME.matcher(name).matches()
        || WeightsFile.TEMPORARY.matcher(name).matches();
  }

  /**
   * Renames weights, and deletes them unless another process has just saved equal ones. Windows
   * does not delete files that are being read; a later save deletes them.
   */
  private static void deleteIfPossible(Path file) {
    Path aside = AtomicFiles.temporary(file);
    try {
      Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
      if (currentWeights(file.getParent()).equals(file.getFileName().toString())) {
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.delete(aside);
      }
    } catch (IOException e) {
      // The new model is in place, so the save has succeeded.
    }
  }

  private static void checkReplaceable(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new FileAlreadyExistsException(
          folder.toString(), null, "found a file, expected a folder, or a name that ends in .zip");
    }
    Path json = folder.resolve(ModelJson.NAME);
    if (Files.isDirectory(json)) {
      throw new FileAlreadyExistsException(
          json.toString(), null, "found a folder, expected an earlier model's file or none");
    }
    byte[] description = new FolderModel(folder).read(ModelJson.NAME, ModelJson.MAX_SIZE);
    if (description != null && !ModelJson.isDescription(description)) {
      throw new FileAlreadyExistsException(
          json.toString(),
          null,
          "found a file that is not this library's, expected an earlier model or none");
    }
    if (description == null && Files.exists(folder)) {
      List<String> others =
          files(folder).stream()
              .filter(file -> !isSuperseded(file))
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.startsWith(".")) // files of the system
              .sorted()
              .toList();
      if (!others.isEmpty()) {
        throw new FileAlreadyExistsException(
            folder.toString(),
            null,
            "found a folder with %s, expected an earlier model or an empty folder"
                .formatted(others.get(0)));
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
