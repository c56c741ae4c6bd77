package io.github.emnist.data.file;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes files that belong together: each is collected in a hidden file beside it, and only once
 * all are whole and on the disk do they take their names. Whatever fails before then leaves the
 * folder as it was. Not thread-safe.
 */
public final class AtomicFiles implements Closeable {
  /** What goes into one file; buffers its own writes. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Files not yet in place, each with where its bytes are. */
  private final Map<Path, Path> waiting = new LinkedHashMap<>();

  /** Collects one file's bytes; its folder must be there. */
  public void write(Path file, Content content) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(
          file.toString(), null, "found a folder, expected a file or nothing");
    }
    Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
    Files.deleteIfExists(temporary); // left by a process that was killed
    waiting.put(file, temporary);
    try (FileChannel channel = open(temporary, file)) {
      content.writeTo(new NamingStream(Channels.newOutputStream(channel), file));
      channel.force(true);
    }
  }

  private static FileChannel open(Path temporary, Path file) throws IOException {
    try {
      return FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(file.toString(), null, "found no folder to write it to");
    } catch (AccessDeniedException e) {
      throw new AccessDeniedException(
          file.toString(), null, "found a folder that may not be written to");
    }
  }

  /** Gives every file its name, over whatever had it. */
  public void commit() throws IOException {
    Iterator<Map.Entry<Path, Path>> entries = waiting.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<Path, Path> entry = entries.next();
      Files.move(entry.getValue(), entry.getKey(), StandardCopyOption.ATOMIC_MOVE);
      entries.remove();
    }
  }

  /** Says which file a failed write was for: "No space left on device" does not. */
  private static final class NamingStream extends FilterOutputStream {
    private final Path file;

    NamingStream(OutputStream out, Path file) {
      super(out);
      this.file = file;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        FileSystemException failure =
            new FileSystemException(file.toString(), null, "cannot be written: " + e.getMessage());
        failure.initCause(e);
        throw failure;
      }
    }
  }

  /** Deletes what was not committed. */
  @Override
  public void close() throws IOException {
    for (Path temporary : waiting.values()) {
      Files.deleteIfExists(temporary);
    }
  }
}
