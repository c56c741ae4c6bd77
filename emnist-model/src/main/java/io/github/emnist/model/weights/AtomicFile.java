package io.github.emnist.model.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files so that whoever reads one finds the old bytes or the new, whenever the process or
 * the machine stops.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /**
   * Writes a file: all bytes into {@link #temporary} beside it, forced to the disk, then renamed
   * over it. Two calls for one path must not run at the same time.
   *
   * @param path the file, replaced if it is there; its folder must be there
   * @param bytes the new content
   * @throws IOException if it cannot be written; the old file is then untouched
   */
  public static void write(Path path, byte[] bytes) throws IOException {
    Path temporary = temporary(path);
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    forceFolder(path.toAbsolutePath().getParent());
  }

  /**
   * Where {@link #write} collects the bytes. A process that is killed leaves this file behind; the
   * next call replaces it.
   *
   * @param path the file to be written
   * @return a path beside it: its name with a dot before and {@code .tmp} behind
   */
  public static Path temporary(Path path) {
    return path.resolveSibling("." + path.getFileName() + ".tmp");
  }

  /**
   * Makes renames in a folder outlast a power cut, where the system lets a folder be opened for
   * that.
   *
   * @param folder that is there
   */
  public static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folders. The file is whole and in place all the same.
    }
  }
}
