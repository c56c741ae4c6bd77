package io.github.emnist.model.bundle;

import io.github.emnist.model.weights.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of a model in a folder. */
record FolderModel(Path folder) implements ModelFiles {
  @Override
  public byte[] read(String name, int limit) throws IOException {
    Path file = folder.resolve(name);
    if (Files.exists(file) && !Files.isRegularFile(file)) { // to open a pipe would wait for ever
      String kind = Files.isDirectory(file) ? "a folder" : "a pipe or device";
      throw ModelFormatException.of(where(name), kind, "a file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return ModelFiles.readUpTo(in, limit);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public String where(String name) {
    return folder.resolve(name).toString();
  }

  /**
   * Writes the weights beside the old ones, then replaces the description in one step, and only
   * then takes the old weights away.
   */
  static void save(Path folder, byte[] description, String weightsName, byte[] weights)
      throws IOException {
    checkReplaceable(folder);
    Files.createDirectories(folder);
    AtomicFile.write(folder.resolve(weightsName), weights);
    AtomicFile.write(folder.resolve(ModelJson.NAME), description);
    for (Path file : files(folder)) {
      String name = file.getFileName().toString();
      if (!name.equals(weightsName) && isSuperseded(file)) {
        deleteIfPossible(file);
      }
    }
  }

  /** Weights, and what a killed process left of a file of a model. */
  private static boolean isSuperseded(Path file) {
    String name = file.getFileName().toString();
    return WeightsFile.NAME.matcher(name).matches()
        || name.startsWith(".")
            && name.endsWith(".tmp")
            && WeightsFile.NAME.matcher(name.substring(1, name.length() - 4)).matches();
  }

  /** Windows deletes no file that someone reads; what stays does no harm and goes another time. */
  private static void deleteIfPossible(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The new model is in place; to report a failed save would be wrong.
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
              .filter(name -> !name.startsWith(".")) // what systems keep in any folder
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
