package io.github.emnist.data.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes to our own disk, whose failures are no mirror's fault and so are told apart. */
final class LocalFiles {
  private LocalFiles() {}

  static void write(FileChannel channel, Path path, byte[] bytes, int length) throws IOException {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  /** Forces bytes to the disk, if that is wanted. */
  static void force(FileChannel channel, Path path, boolean wanted) throws IOException {
    if (!wanted) {
      return;
    }
    try {
      channel.force(false);
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  /** Renames at one stroke where the file system can. */
  static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static FileSystemException failed(Path path, IOException cause) {
    FileSystemException failed =
        new FileSystemException(path.toString(), null, String.valueOf(cause.getMessage()));
    failed.initCause(cause);
    return failed;
  }
}
