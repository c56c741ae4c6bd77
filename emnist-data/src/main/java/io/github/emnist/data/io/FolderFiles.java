package io.github.emnist.data.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files of one folder, not of the folders in it. */
record FolderFiles(Path folder) implements EmnistFiles {
  static FolderFiles of(Path folder) throws MissingDataException {
    if (!Files.isDirectory(folder)) {
      throw new MissingDataException(
          folder.toString(),
          Files.exists(folder) ? "a file" : "no such folder",
          "a folder with " + FileNames.anySplit());
    }
    return new FolderFiles(folder);
  }

  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public Optional<ByteSource> find(String fileName) {
    Path path = folder.resolve(fileName);
    return Files.isRegularFile(path) ? Optional.of(new FileBytes(path)) : Optional.empty();
  }

  private record FileBytes(Path path) implements ByteSource {
    @Override
    public String name() {
      return path.toString();
    }

    @Override
    public long size() throws IOException {
      return Files.size(path);
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(path);
    }
  }
}
