package io.github.emnist.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * Keeps a folder of checkpoints for one run at a time, of this process or another. The system takes
 * the lock away from a process that is killed.
 */
final class RunLock implements AutoCloseable {
  static final String FILE = ".lock";

  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Locks a folder, which is created where it is missing.
   *
   * @throws UncheckedIOException if another run uses it, or it cannot be written
   */
  static RunLock of(Path folder) {
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve(FILE);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        channel.close();
        FileSystemException used =
            new FileSystemException(
                folder.toString(),
                null,
                "another run uses these checkpoints now, here or in another process; wait until it"
                    + " ends, or stop it");
        throw new UncheckedIOException(used.getMessage(), used);
      }
      return new RunLock(file, channel);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write a checkpoint into " + folder + ": " + e.getMessage(), e);
    }
  }

  private static boolean isLocked(FileChannel channel) {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      return true; // a file system without locks, as some on a network: go on without
    }
  }

  /** Frees the folder, and takes away the file where the run has left nothing else. */
  @Override
  public void close() {
    try (channel) {
      if (isAlone()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      return; // the run's result counts, not this file
    }
  }

  private boolean isAlone() throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      return files.allMatch(file::equals);
    }
  }
}
