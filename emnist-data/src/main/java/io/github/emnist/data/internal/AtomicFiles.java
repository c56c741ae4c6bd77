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
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes files that belong together: each goes to a hidden temporary file beside it, and {@link
 * #commit} renames them all, in the order written, once they are complete and on the disk. A
 * failure before that leaves the folder as it was. Temporary names are unique, so several processes
 * may write to one path; each file then comes complete from one of them. Not thread-safe.
 */
public final class AtomicFiles implements Closeable {
  /** The content of one file; buffers its own writes. */
  @FunctionalInterface
  public interface Content {
    /** Writes the content to a stream without closing it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** A temporary file this much older than a new one is abandoned. */
  private static final Duration STALE = Duration.ofHours(1);

  private static final Pattern UNIQUE =
      Pattern.compile("([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.)?tmp");

  /** Maps each file that has not been renamed to its temporary file. */
  private final Map<Path, Path> waiting = new LinkedHashMap<>();

  /** Creates an empty group of files. */
  public AtomicFiles() {}

  /** Writes or replaces one file in an existing folder; on failure, an old file remains. */
  public static void write(Path file, byte[] bytes) throws IOException {
    try (AtomicFiles files = new AtomicFiles()) {
      files.write(file, out -> out.write(bytes));
      files.commit();
    }
  }

  /** Returns a unique temporary name beside a file. */
  public static Path temporary(Path file) {
    return file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
  }

  /** Tells whether a path has a name that {@link #temporary} returns for a file. */
  public static boolean isTemporary(Path candidate, Path file) {
    String name = candidate.getFileName().toString();
    String begin = "." + file.getFileName() + ".";
    return name.startsWith(begin) && UNIQUE.matcher(name.substring(begin.length())).matches();
  }

  /** Tells whether a file was last written over an hour before another. */
  public static boolean isStale(Path file, Path written) throws IOException {
    long age =
        Files.getLastModifiedTime(written).toMillis() - Files.getLastModifiedTime(file).toMillis();
    return age > STALE.toMillis();
  }

  /** Writes one file's content to a temporary file in its folder, which must exist. */
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

  /** Deletes the temporary files of killed processes, where possible. */
  private static void deleteStale(Path file, Path temporary) {
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(
            file.toAbsolutePath().getParent(),
            other -> isTemporary(other, file) && isStale(other, temporary))) {
      for (Path stale : left) {
        Files.deleteIfExists(stale);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Harmless: the next write tries again.
    }
  }

  private static FileChannel open(Path temporary, Path file) throws IOException {
    try {
      return FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(file.toString(), null, "its folder does not exist");
    } catch (AccessDeniedException e) {
      throw new AccessDeniedException(file.toString(), null, "its folder is not writable");
    }
  }

  /** Renames every temporary file, replacing existing files. */
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

  /** Makes renames in a folder survive a power failure, where the system can open folders. */
  public static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot open folders; the file is complete and in place all the same.
    }
  }

  /** Deletes a folder with all that is in it, if it exists. */
  public static void deleteFolder(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    List<Path> innermostFirst;
    try (Stream<Path> files = Files.walk(folder)) {
      innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : innermostFirst) {
      Files.deleteIfExists(file);
    }
  }

  /** Adds the file to the message of a failed write: "No space left on device" lacks it. */
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

  /** Deletes the temporary files that were not committed. */
  @Override
  public void close() throws IOException {
    for (Path temporary : waiting.values()) {
      Files.deleteIfExists(temporary);
    }
  }
}
