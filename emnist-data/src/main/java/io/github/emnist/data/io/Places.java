package io.github.emnist.data.io;

import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells by its content what a path leads to. */
final class Places {
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};
  private static final byte[] GZIP = {0x1F, (byte) 0x8B, 8};
  private static final byte[] IDX = {0, 0, 8};
  private static final Pattern CSV = Pattern.compile("[0-9]+,[0-9]");
  private static final int SHOWN_BYTES = 4;
  private static final String ITS_FOLDER = " (give the folder that holds it)";

  private Places() {}

  /** The EMNIST files in a folder or an archive. */
  static EmnistFiles files(Path path, ReadLimits limits) throws IOException {
    if (Files.isDirectory(path)) {
      return FolderFiles.find(path, limits);
    }
    return archive(path, limits, "a folder or an archive (ZIP, TAR, TAR.GZ) with ").files();
  }

  /** What is in an archive. */
  static Archive archive(Path path, ReadLimits limits) throws IOException {
    return archive(path, limits, "an archive (ZIP, TAR, TAR.GZ) with ");
  }

  private static Archive archive(Path path, ReadLimits limits, String expected) throws IOException {
    if (!Files.isRegularFile(path)) {
      String found =
          Files.isDirectory(path)
              ? "a folder"
              : Files.exists(path) ? "neither a file nor a folder" : "nothing";
      throw new MissingDataException(path.toString(), found, expected + FileNames.anySplit());
    }
    byte[] start = start(path);
    if (startsWith(start, ZIP) || startsWith(start, EMPTY_ZIP)) {
      return ZipArchive.read(path, limits);
    }
    if (TarArchive.isOne(start)) {
      return TarArchive.read(path, false, limits);
    }
    boolean gzip = startsWith(start, GZIP);
    Optional<byte[]> unpacked = gzip ? unpackedStart(path, limits) : Optional.empty();
    if (unpacked.filter(TarArchive::isOne).isPresent()) {
      return TarArchive.read(path, true, limits);
    }
    throw new MissingDataException(
        path.toString(),
        gzip ? "a gzip file that holds no TAR" + ITS_FOLDER : describe(start),
        expected + FileNames.anySplit());
  }

  private static byte[] start(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(TarArchive.BLOCK_BYTES);
    }
  }

  /** The first bytes after gunzip; empty where they are damaged. */
  private static Optional<byte[]> unpackedStart(Path path, ReadLimits limits) throws IOException {
    try (InputStream in = UnpackedStream.open(ByteSource.of(path), true, limits)) {
      return Optional.of(in.readNBytes(TarArchive.BLOCK_BYTES));
    } catch (MalformedDataException e) {
      return Optional.empty();
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  private static String describe(byte[] start) {
    String text =
        new String(start, StandardCharsets.ISO_8859_1).stripLeading().toLowerCase(Locale.ROOT);
    if (start.length == 0) {
      return "an empty file";
    }
    if (startsWith(start, IDX)) {
      return "a single IDX file" + ITS_FOLDER;
    }
    if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
      return "an HTML page";
    }
    if (CSV.matcher(text).lookingAt()) {
      return "a single CSV file (give the folder that holds it, or read it with CsvReader)";
    }
    return "a file that begins with "
        + IdxInput.hex(Arrays.copyOf(start, Math.min(SHOWN_BYTES, start.length)));
  }
}
