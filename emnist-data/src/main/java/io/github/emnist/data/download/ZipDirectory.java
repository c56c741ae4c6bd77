package io.github.emnist.data.download;

import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** What an archive's central directory lists, ZIP64 or not. Nothing in it is believed yet. */
final class ZipDirectory {
  /** No file of EMNIST, packed or not, comes near it: ByClass as CSV is the largest, 1.5 GB. */
  static final long MAX_MEMBER_BYTES = 1L << 31;

  private static final int HEADER_BYTES = 30;

  /** Name and extra field of a local header are at most so long. */
  private static final int MAX_HEADER_BYTES = HEADER_BYTES + 2 * 0xFFFF;

  private final String archive;
  private final long length;
  private final List<ZipArchiveEntry> entries;

  private ZipDirectory(ArchiveBytes archive, List<ZipArchiveEntry> entries) {
    this.archive = archive.name();
    this.length = archive.length();
    this.entries = entries;
  }

  static ZipDirectory read(ArchiveBytes archive) throws IOException {
    try (ZipFile zip =
        ZipFile.builder()
            .setSeekableByteChannel(archive.channel())
            .setIgnoreLocalFileHeader(true) // each would be a request
            .get()) {
      return new ZipDirectory(archive, Collections.list(zip.getEntries()));
    } catch (IOException | RuntimeException e) {
      throwOurs(e);
      throw new MalformedDataException(
          archive.name(),
          Math.max(0, archive.length() - 1),
          "no ZIP directory that can be read (" + e.getMessage() + ")",
          "one at the end",
          e);
    }
  }

  /** The library wraps what the channel throws: a cut connection is no fault of the directory's. */
  private static void throwOurs(Throwable failure) throws IOException {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TransferException || cause instanceof MalformedDataException) {
        throw (IOException) cause;
      }
    }
  }

  /** The first of the sets of files that is there as a whole. */
  List<ZipMember> select(List<List<String>> sets) throws IOException {
    for (List<String> set : sets) {
      List<ZipMember> members = new ArrayList<>();
      for (String fileName : set) {
        find(fileName).ifPresent(members::add);
      }
      if (members.size() == set.size()) {
        return members;
      }
    }
    throw new MalformedDataException(
        archive,
        Math.max(0, length - 1),
        String.format(Locale.ROOT, "none or not all of them among %d members", entries.size()),
        String.join(", ", sets.get(0)));
  }

  private Optional<ZipMember> find(String fileName) throws IOException {
    List<ZipArchiveEntry> found =
        entries.stream().filter(entry -> isFile(entry, fileName)).toList();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (found.size() > 1) {
      throw new MalformedDataException(
          archive,
          found.get(1).getLocalHeaderOffset(),
          String.format(Locale.ROOT, "%d members named %s", found.size(), fileName),
          "one");
    }
    return Optional.of(member(found.get(0)));
  }

  /** Whatever folder the archive keeps it in; macOS keeps its own notes under the same names. */
  private static boolean isFile(ZipArchiveEntry entry, String fileName) {
    String path = entry.getName();
    return path.endsWith(fileName)
        && (path.length() == fileName.length()
            || "/\\".indexOf(path.charAt(path.length() - fileName.length() - 1)) >= 0)
        && !path.startsWith("__MACOSX")
        && !entry.isUnixSymlink();
  }

  private ZipMember member(ZipArchiveEntry entry) throws MalformedDataException {
    long header = entry.getLocalHeaderOffset();
    String shown = entry.getName().replaceAll("[^ -~]", "?");
    boolean readable =
        entry.getMethod() == ZipMember.STORED || entry.getMethod() == ZipMember.DEFLATED;
    if (!readable || entry.getGeneralPurposeBit().usesEncryption()) {
      throw malformed(
          header,
          shown
              + (readable
                  ? " encrypted"
                  : String.format(Locale.ROOT, " packed by method %d", entry.getMethod())),
          "it stored or deflated");
    }
    long packed = entry.getCompressedSize();
    long size = entry.getSize();
    if (packed < 0 || packed > MAX_MEMBER_BYTES || size < 0 || size > MAX_MEMBER_BYTES) {
      throw malformed(
          header,
          String.format(Locale.ROOT, "%s of %d bytes, packed %d", shown, size, packed),
          String.format(Locale.ROOT, "at most %d", MAX_MEMBER_BYTES));
    }
    long end = Math.min(nextHeader(header), header + MAX_HEADER_BYTES + packed);
    if (header < 0 || end - header < HEADER_BYTES + packed) {
      throw malformed(
          Math.max(0, header),
          String.format(Locale.ROOT, "%s of %d bytes here", shown, packed),
          "all of it before the next member and the archive's end");
    }
    return new ZipMember(
        entry.getName(), header, end, entry.getMethod(), entry.getCrc(), packed, size);
  }

  private long nextHeader(long header) {
    NavigableSet<Long> headers = new TreeSet<>();
    entries.forEach(entry -> headers.add(entry.getLocalHeaderOffset()));
    Long next = headers.higher(header);
    return next == null ? length : Math.min(next, length);
  }

  private MalformedDataException malformed(long offset, String found, String expected) {
    return new MalformedDataException(archive, offset, found, expected);
  }
}
