package io.github.emnist.data.io;

import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Reads the directory of a ZIP, and nothing else of it. */
final class ZipArchive {
  /** The bytes before a member's name, which may be followed by extra fields. */
  static final int LOCAL_HEADER_BYTES = 30;

  private final Path path;
  private final Archive.Builder archive;

  private ZipArchive(Path path, ReadLimits limits) {
    this.path = path;
    this.archive = new Archive.Builder(path, limits);
  }

  static Archive read(Path path, ReadLimits limits) throws IOException {
    try (FileChannel file = FileChannel.open(path)) {
      ZipEnd.Directory directory = ZipEnd.read(file, path.toString(), limits);
      List<ZipArchiveEntry> entries = entries(file, path, directory);
      ZipArchive zip = new ZipArchive(path, limits);
      zip.checkOrder(entries, directory);
      for (ZipArchiveEntry entry : entries) {
        zip.add(entry);
      }
      return zip.archive.build();
    }
  }

  private static List<ZipArchiveEntry> entries(
      FileChannel file, Path path, ZipEnd.Directory directory) throws IOException {
    List<ZipArchiveEntry> entries;
    try (ZipFile zip =
        ZipFile.builder()
            .setSeekableByteChannel(file)
            .setIgnoreLocalFileHeader(true) // we read those of the members that we want
            .setUseUnicodeExtraFields(false) // a member has one name
            .get()) {
      entries = Collections.list(zip.getEntries());
    } catch (IOException | RuntimeException e) { // RuntimeException: some fields are not checked
      throw new MalformedDataException(
          path.toString(), directory.start(), "a damaged directory", "the directory of a ZIP", e);
    }
    if (entries.size() != directory.entries()) {
      throw new MalformedDataException(
          path.toString(),
          directory.start(),
          String.format(Locale.ROOT, "%d members in the directory", entries.size()),
          String.format(Locale.ROOT, "%d, as the end of the ZIP says", directory.entries()));
    }
    entries.sort(Comparator.comparingLong(ZipArchiveEntry::getLocalHeaderOffset));
    return entries;
  }

  /** Members must follow each other: one that is unpacked twice makes a small bomb a large one. */
  private void checkOrder(List<ZipArchiveEntry> entries, ZipEnd.Directory directory)
      throws MalformedDataException {
    long end = 0;
    String before = null;
    for (ZipArchiveEntry entry : entries) {
      long start = entry.getLocalHeaderOffset();
      if (before == null && start != 0) {
        throw new MalformedDataException(
            path.toString(), 0, "bytes before the first member", "the first member");
      }
      if (start < end) {
        throw new MalformedDataException(
            path.toString(),
            start,
            MemberName.shown(ZipMember.name(entry)) + " within " + before,
            "members one after the other");
      }
      before = MemberName.shown(ZipMember.name(entry));
      long bytes = LOCAL_HEADER_BYTES + entry.getRawName().length + entry.getCompressedSize();
      if (entry.getCompressedSize() < 0 || bytes > directory.start() - start) {
        throw new MalformedDataException(
            path.toString(),
            start,
            String.format(Locale.ROOT, "%s of %d bytes", before, entry.getCompressedSize()),
            "members that end before the directory at byte " + directory.start());
      }
      end = start + bytes;
    }
  }

  private void add(ZipArchiveEntry entry) throws MalformedDataException {
    long offset = entry.getLocalHeaderOffset();
    String name = ZipMember.name(entry);
    archive.count(offset);
    archive.checkName(name, offset);
    if (name.endsWith("/")) {
      return;
    }
    if (entry.isUnixSymlink()) {
      archive.addSpecial(name, "a symbolic link", offset);
    } else if (entry.getGeneralPurposeBit().usesEncryption()) {
      addUnreadable(entry, "an encrypted member", "one that is not encrypted");
    } else if (entry.getMethod() != ZipEntry.STORED && entry.getMethod() != ZipEntry.DEFLATED) {
      addUnreadable(
          entry,
          String.format(Locale.ROOT, "compression method %d", entry.getMethod()),
          "0 (stored) or 8 (deflated)");
    } else {
      ZipMember member = ZipMember.of(path, entry);
      archive.addFile(name, offset, member.size(), member.bytesOnDisk(), member);
    }
  }

  private void addUnreadable(ZipArchiveEntry entry, String found, String expected) {
    String member = Archive.memberName(path, ZipMember.name(entry));
    archive.addUnreadable(
        ZipMember.name(entry), new Refusal(member, entry.getLocalHeaderOffset(), found, expected));
  }
}
