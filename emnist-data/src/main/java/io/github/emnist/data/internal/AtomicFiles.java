package io.github.emnist.data.internal;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Writes files that belong together: each is collected in a hidden file beside it, and only once
 * all are whole and on the disk do they take their names, in the order in which they were written.
 * Whatever fails before then leaves the folder as it was. The hidden files have names of their own,
 * so that several processes may write to one path: each file is then one of theirs, whole. Not
 * thread-safe.
 */
public final class AtomicFiles implements Closeable {
  /** What goes into one file; buffers its own writes. */
  @FunctionalInterface
  public interface Content {
    /** Writes it to a stream, which is not to be closed. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** A hidden file that much older than a new one is no longer being written. */
  private static final Duration STALE = Duration.ofHours(1);

  private static final Pattern UNIQUE =
      Pattern.compile("([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.)?tmp");

  /** Files not yet in place, each with where its bytes are. */
  private final Map<Path, Path> waiting = new LinkedHashMap<>();

  /** Starts with no files. */
  public AtomicFiles() {}

  /**
   * Writes one file over whatever had its name, in a folder that is there. Where it cannot be
   * written, what had its name is still there.
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    try (AtomicFiles files = new AtomicFiles()) {
      files.write(file, out -> out.write(bytes));
      files.commit();
    }
  }

  /** Returns a name beside a file, under which only the caller writes. */
  public static Path temporary(Path file) {
    return file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
  }

  /** Tells whether one file has a name that {@link #temporary} gives for another. */
  public static boolean isTemporary(Path candidate, Path file) {
    String name = candidate.getFileName().toString();
    String begin = "." + file.getFileName() + ".";
    return name.startsWith(begin) && UNIQUE.matcher(name.substring(begin.length())).matches();
  }

  /**
   * Tells whether a file was last written an hour before another, so that nobody still works on it.
   */
  public static boolean isStale(Path file, Path written) throws IOException {
    long age =
        Files.getLastModifiedTime(written).toMillis() - Files.getLastModifiedTime(file).toMillis();
    return age > STALE.toMillis();
  }

  /** Collects one file's bytes, beside it in a folder that is there. */
  public void write(Path file, Content content) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(
          file.toString(), null, "found a folder, expected a file or nothing");
    }
    Path temporary = temporary(file);
    waiting.put(file, temporary);
    try (FileChannel channel = open(temporary, file)) {
      content.writeTo(new NamingStream(Channels.newOutputStream(channel), file));
      channel.force(true);
    }
    deleteStale(file, temporary);
  }

  /** What killed processes left, if it can be told and deleted. */
  private static void deleteStale(Path file, Path temporary) {
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(
            file.toAbsolutePath().getParent(),
            other -> isTemporary(other, file) && isStale(other, temporary))) {
      for (Path stale : left) {
        Files.deleteIfExists(stale);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // It does no harm, and the next write tries again.
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
    Set<Path> folders = new HashSet<>();
    Iterator<Map.Entry<Path, Path>> entries = waiting.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<Path, Path> entry = entries.next();
      Files.move(entry.getValue(), entry.getKey(), StandardCopyOption.ATOMIC_MOVE);
      entries.remove();
      folders.add(entry.getKey().toAbsolutePath().getParent());
    }
    folders.forEach(AtomicFiles::forceFolder);
  }

  /** Makes renames in a folder outlast a power cut, where the system lets a folder be opened. */
  public static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folders. The file is whole and in place all the same.
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
