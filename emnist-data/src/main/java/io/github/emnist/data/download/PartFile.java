package io.github.emnist.data.download;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The received part of a file, kept for a later attempt. A log beside it identifies the file and
 * records how many bytes are certainly on the disk: after a crash the rest may be anything.
 */
final class PartFile implements Closeable {
  /** The number of bytes after which they are forced to the disk; a kill loses fewer. */
  static final int SYNC_BYTES = 1 << 20;

  private static final String FORM = "emnist part 1";
  private static final long MAX_LOG_BYTES = 1 << 20;

  private final Path path;
  private final Path log;
  private final boolean durable;
  private final String title;
  private final FileChannel channel;
  private final boolean resumed;
  private long data;
  private long length;
  private long synced;

  /** Resumes an existing part of the same file, or starts a new one. */
  PartFile(Path path, String identity, boolean durable) throws IOException {
    this.path = path;
    this.durable = durable;
    this.log = log(path);
    String id = Sha256.of(identity.getBytes(StandardCharsets.UTF_8));
    this.title = FORM + "\nid " + id + "\n";
    this.resumed = trust(id);
    if (!resumed) {
      Files.writeString(log, title);
    }
    this.channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.truncate(length);
    channel.position(length);
  }

  static Path log(Path part) {
    return part.resolveSibling(part.getFileName() + ".log");
  }

  static void delete(Path part) throws IOException {
    Files.deleteIfExists(part);
    Files.deleteIfExists(log(part));
  }

  /** Reads how many bytes are reliable; returns false if none. */
  private boolean trust(String id) throws IOException {
    if (!Files.isRegularFile(path)
        || !Files.isRegularFile(log)
        || Files.size(log) > MAX_LOG_BYTES) {
      return false;
    }
    String text = Files.readString(log, StandardCharsets.ISO_8859_1);
    // An incomplete last line has no newline, and may lack digits.
    List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    if (lines.size() < 4
        || !lines.get(0).equals(FORM)
        || !lines.get(1).equals("id " + id)
        || !lines.get(2).matches("data [0-9]{1,18}")
        || !lines.get(lines.size() - 1).matches("synced [0-9]{1,18}")) {
      return false;
    }
    data = number(lines.get(2));
    synced = Math.min(number(lines.get(lines.size() - 1)), Files.size(path));
    length = synced;
    return length > 0;
  }

  private static long number(String line) {
    return Long.parseLong(line.substring(line.indexOf(' ') + 1));
  }

  /** Tells whether the bytes of an earlier attempt are used. */
  boolean resumed() {
    return resumed;
  }

  /** Returns the number of bytes. */
  long length() {
    return length;
  }

  /** Returns the offset of the bytes in the archive. */
  long data() {
    return data;
  }

  /** Records the offset of the bytes in the archive; once, before the first. */
  void beginsAt(long offset) throws IOException {
    data = offset;
    note("data", offset);
  }

  /** Discards all bytes. */
  void restart() throws IOException {
    Files.writeString(log, title);
    channel.truncate(0);
    channel.position(0);
    length = 0;
    synced = 0;
  }

  void append(byte[] bytes, int count) throws IOException {
    DownloadFolder.write(channel, path, bytes, count);
    length += count;
    if (length - synced >= SYNC_BYTES) {
      sync();
    }
  }

  private void sync() throws IOException {
    DownloadFolder.force(channel, path, durable);
    synced = length;
    note("synced", length);
  }

  private void note(String what, long number) throws IOException {
    Files.writeString(log, Messages.format("%s %d\n", what, number), StandardOpenOption.APPEND);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      if (length > synced) {
        sync();
      }
    }
  }
}
