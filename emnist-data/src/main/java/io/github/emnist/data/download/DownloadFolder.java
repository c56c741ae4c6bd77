package io.github.emnist.data.download;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import io.github.emnist.data.download.EmnistDownloader.DownloadReport.DownloadedFile;
import io.github.emnist.data.download.EmnistDownloader.DownloadSettings;
import io.github.emnist.data.internal.AtomicFiles;
import io.github.emnist.data.internal.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks the files in the download folder and stores new ones. Files are hashed each time: 33 MB,
 * the Balanced split, took 0.04 to 0.1 s on two busy cores, and no record of an earlier check can
 * be stale. The checksums of downloaded files are recorded in a file that {@code sha256sum -c}
 * reads; they identify files without an expected checksum.
 */
final class DownloadFolder {
  /** The file that records the checksums of downloaded files. */
  static final String SUMS = "emnist-sha256sums.txt";

  private static final Pattern SUMS_LINE = Pattern.compile("([0-9a-f]{64})  (\\S+)");
  private static final long MAX_SUMS_BYTES = 1 << 20;
  private static final String GZIP = ".gz";
  private static final int PREFIX = 8;
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path folder;
  private final Checksums checksums;
  private final boolean verifiedOnly;
  private final boolean durable;

  DownloadFolder(DownloadSettings settings) {
    this.folder = settings.target();
    this.checksums = settings.checksums;
    this.verifiedOnly = settings.verifiedOnly;
    this.durable = settings.durable;
  }

  Path path() {
    return folder;
  }

  Path resolve(String fileName) {
    return folder.resolve(fileName);
  }

  /**
   * Returns the sets of files that each form the whole split, the preferred one first. NIST has
   * gzip. Kaggle has plain IDX, and CSV with fewer images of Letters: 88,800 and 14,800 instead of
   * 124,800 and 20,800.
   */
  static List<List<String>> sets(EmnistSplit split) {
    List<String> plain =
        Arrays.stream(Partition.values())
            .flatMap(
                partition ->
                    Stream.of(
                        name(split, partition, "-images-idx3-ubyte"),
                        name(split, partition, "-labels-idx1-ubyte")))
            .toList();
    List<String> gzip = plain.stream().map(name -> name + GZIP).toList();
    List<String> csv =
        Arrays.stream(Partition.values()).map(partition -> name(split, partition, ".csv")).toList();
    return List.of(gzip, plain, csv);
  }

  private static String name(EmnistSplit split, Partition partition, String rest) {
    return "emnist-" + split.id() + "-" + partition.id() + rest;
  }

  /** Returns the first set that is complete and intact. */
  Optional<List<DownloadedFile>> complete(List<List<String>> sets) throws IOException {
    for (List<String> set : sets) {
      if (set.stream().allMatch(name -> Files.isRegularFile(folder.resolve(name)))) {
        List<DownloadedFile> files = new ArrayList<>();
        for (String fileName : set) {
          find(fileName).ifPresent(files::add);
        }
        if (files.size() == set.size()) {
          refuseShadows(set);
          return Optional.of(files);
        }
      }
    }
    return Optional.empty();
  }

  /** Returns a file if it exists and is intact. */
  Optional<DownloadedFile> find(String fileName) throws IOException {
    Path path = folder.resolve(fileName);
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    String sha256 = Sha256.of(path);
    boolean verified = checksums.verify(fileName, sha256);
    return verified || !verifiedOnly && sha256.equals(sums().get(fileName))
        ? Optional.of(new DownloadedFile(path, Files.size(path), sha256, verified))
        : Optional.empty();
  }

  /** Throws if a reader would prefer an unchecked plain file to the gzip file. */
  void refuseShadows(List<String> set) throws IOException {
    for (String fileName : set) {
      if (fileName.endsWith(GZIP)) {
        Path plain = folder.resolve(fileName.substring(0, fileName.length() - GZIP.length()));
        if (Files.exists(plain)) {
          throw new FileSystemException(
              plain.toString(),
              null,
              "found beside "
                  + fileName
                  + ", expected only one of them, since a reader takes the plain one; move it away"
                  + " or choose another folder");
        }
      }
    }
  }

  /** Renames a file with other content, so that no file of the user is lost. */
  void setAside(String fileName, DownloadListener listener) throws IOException {
    Path path = folder.resolve(fileName);
    if (Files.isDirectory(path)) {
      throw new FileSystemException(
          path.toString(), null, "found a folder, expected a file or nothing");
    }
    if (Files.exists(path)) {
      String prefix = Sha256.of(path).substring(0, PREFIX);
      Path aside = folder.resolve(fileName + ".corrupt-" + prefix);
      move(path, aside);
      listener.setAside(path, aside);
    }
  }

  /** Copies a stream to a file on disk and returns its SHA-256. */
  String copy(InputStream in, Path target) throws IOException {
    Sha256 sha = new Sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (FileChannel out =
        FileChannel.open(
            target,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        sha.update(buffer, 0, count);
        write(out, target, buffer, count);
      }
      force(out, target, durable);
    }
    return sha.hex();
  }

  /** Renames a new file to its final name and records its checksum. */
  DownloadedFile store(String fileName, Path temporary, String sha256) throws IOException {
    Path path = folder.resolve(fileName);
    move(temporary, path);
    Map<String, String> sums = sums();
    sums.put(fileName, sha256);
    StringBuilder text = new StringBuilder();
    sums.forEach((name, sum) -> text.append(sum).append("  ").append(name).append('\n'));
    AtomicFiles.write(folder.resolve(SUMS), text.toString().getBytes(StandardCharsets.UTF_8));
    return new DownloadedFile(path, Files.size(path), sha256, checksums.verify(fileName, sha256));
  }

  /** Reads the recorded checksums and ignores malformed lines. */
  private Map<String, String> sums() throws IOException {
    Path file = folder.resolve(SUMS);
    Map<String, String> sums = new TreeMap<>();
    if (Files.isRegularFile(file) && Files.size(file) <= MAX_SUMS_BYTES) {
      Files.readString(file, StandardCharsets.ISO_8859_1)
          .lines()
          .map(SUMS_LINE::matcher)
          .filter(Matcher::matches)
          .forEach(line -> sums.put(line.group(2), line.group(1)));
    }
    return sums;
  }

  /** Writes to the disk; failures differ by type from those of a mirror. */
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

  /** Forces bytes to the disk if {@code wanted}. */
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

  private static FileSystemException failed(Path path, IOException cause) {
    FileSystemException failed =
        new FileSystemException(path.toString(), null, String.valueOf(cause.getMessage()));
    failed.initCause(cause);
    return failed;
  }

  /** Renames, atomically if the file system supports it. */
  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Allows one download to a folder at a time. The lock of the file excludes other processes and
   * ends with the process; since it does not exclude threads, each thread first takes a lock in the
   * JVM.
   */
  record Lock(ReentrantLock threads, FileChannel channel) implements Closeable {
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    static Lock acquire(Path folder, DownloadListener listener) throws IOException {
      Path real = Files.createDirectories(folder).toRealPath();
      ReentrantLock threads = THREADS.computeIfAbsent(real, path -> new ReentrantLock());
      boolean told = false;
      if (!threads.tryLock()) {
        listener.waiting(folder);
        told = true;
        try {
          threads.lockInterruptibly();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("interrupted while waiting for another download");
        }
      }
      FileChannel channel = null;
      boolean locked = false;
      try {
        channel =
            FileChannel.open(
                real.resolve(".emnist.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
          if (!told) {
            listener.waiting(folder);
          }
          channel.lock();
        }
        locked = true;
        return new Lock(threads, channel);
      } finally {
        if (!locked) {
          threads.unlock();
          if (channel != null) {
            channel.close();
          }
        }
      }
    }

    @Override
    public void close() throws IOException {
      try {
        channel.close(); // first, or the next thread would find the file locked by its own JVM
      } finally {
        threads.unlock();
      }
    }
  }
}
