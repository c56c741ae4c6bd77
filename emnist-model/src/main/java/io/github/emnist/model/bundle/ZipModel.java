package io.github.emnist.model.bundle;

import io.github.emnist.data.internal.AtomicFiles;
import io.github.emnist.data.internal.Messages;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Reads and writes the files of a model in a ZIP. Only the two entries of a model are read, into
 * memory, so that other entries do no harm.
 */
final class ZipModel implements ModelFiles, Closeable {
  /** The earliest time of a ZIP, so that equal models give equal bytes. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Path path;
  private final ZipFile zip;

  private ZipModel(Path path, ZipFile zip) {
    this.path = path;
    this.zip = zip;
  }

  static ZipModel open(Path path) throws IOException {
    if (Files.exists(path) && !Files.isRegularFile(path)) { // opening a pipe would block
      throw ModelFormatException.of(
          path.toString(), "a pipe or device", "a model, a folder or a ZIP");
    }
    long size = Files.size(path);
    if (size > MAX_SIZE) { // the JDK reads a ZIP's directory without limit
      throw ModelFormatException.of(
          path.toString(),
          Messages.format("%,d bytes", size),
          Messages.format("a ZIP of at most %,d", MAX_SIZE));
    }
    try {
      return new ZipModel(path, new ZipFile(path.toFile()));
    } catch (ZipException | EOFException e) {
      throw ModelFormatException.because(
          path.toString(), "found no ZIP, expected a model, a folder or a ZIP", e);
    }
  }

  @Override
  public byte[] read(String name, int limit) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      return null;
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] content = ModelFiles.readUpTo(in, limit);
      if (content.length <= limit && crc(content) != entry.getCrc()) {
        throw ModelFormatException.of(where(name), "damaged data", "a ZIP's entry");
      }
      return content;
    } catch (ZipException | EOFException e) {
      throw ModelFormatException.because(
          where(name), "found damaged data, expected a ZIP's entry", e);
    }
  }

  @Override
  public String where(String name) {
    return path + "!" + name;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /** Saves without compression, since weights hardly compress. */
  static void save(Path path, byte[] description, String weightsName, byte[] weights)
      throws IOException {
    checkReplaceable(path);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(description.length + weights.length);
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.setMethod(ZipOutputStream.STORED);
      put(out, ModelJson.NAME, description);
      put(out, weightsName, weights);
    }
    Files.createDirectories(path.toAbsolutePath().getParent());
    AtomicFiles.write(path, bytes.toByteArray());
  }

  private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setSize(content.length);
    entry.setCrc(crc(content));
    entry.setTimeLocal(TIME);
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }

  private static long crc(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return crc.getValue();
  }

  private static void checkReplaceable(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new FileAlreadyExistsException(
          path.toString(), null, "found a folder, expected an earlier model's ZIP or nothing");
    }
    if (Files.exists(path) && Files.size(path) > 0 && !holdsDescription(path)) {
      throw new FileAlreadyExistsException(
          path.toString(),
          null,
          "found a file that is not this library's, expected an earlier model's ZIP or nothing");
    }
  }

  private static boolean holdsDescription(Path path) throws IOException {
    try (ZipModel zip = open(path)) {
      byte[] description = zip.read(ModelJson.NAME, ModelJson.MAX_SIZE);
      return description != null && ModelJson.isDescription(description);
    } catch (ModelFormatException e) {
      return false;
    }
  }
}
