package io.github.emnist.data.io;

import io.github.emnist.data.MalformedDataException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What is in an archive.
 *
 * @param files the members under official names, in whatever folder
 * @param unsafe the first member that is not to be unpacked: its name leads out of the folder, or
 *     it is a link or a device
 */
record Archive(EmnistFiles files, Optional<Refusal> unsafe) {

  /** The archive's member for messages. */
  static String memberName(Path archive, String name) {
    return archive + "!/" + MemberName.shownToItsEnd(name);
  }

  /** Gathers members as they come by; keeps those of interest. Not thread-safe. */
  static final class Builder {
    private final Path archive;
    private final ReadLimits limits;
    private final EmnistFiles.Builder files;
    private Refusal unsafe;
    private int entries;
    private long unpacked;

    Builder(Path archive, ReadLimits limits) {
      this.archive = archive;
      this.limits = limits;
      this.files = EmnistFiles.in(archive.toString());
    }

    /** Counts a member, of any kind. */
    void count(long offset) throws MalformedDataException {
      if (++entries > limits.maxEntries()) {
        throw new MalformedDataException(
            archive.toString(),
            offset,
            "another member",
            String.format(Locale.ROOT, "at most %d (ReadLimits.maxEntries)", limits.maxEntries()));
      }
    }

    /** Whether a member is one of EMNIST's files, by a name that can be trusted. */
    boolean wants(String name) {
      return MemberName.isSafe(name) && FileNames.isOfficial(MemberName.fileName(name));
    }

    /** Notes a member's name, at this byte of the archive, if it is not to be unpacked. */
    void checkName(String name, long offset) {
      if (!MemberName.isSafe(name)) {
        refuse(
            new Refusal(
                archive.toString(),
                offset,
                "a member named \"" + MemberName.shown(name) + "\"",
                "a name that stays in the folder"));
      }
    }

    /** A link or a device, which {@code kind} describes. */
    void addSpecial(String name, String kind, long offset) {
      Refusal refusal = new Refusal(memberName(archive, name), offset, kind, "a file");
      refuse(refusal);
      addUnreadable(name, refusal);
    }

    /** A member that cannot be read; that matters only to those who ask for it. */
    void addUnreadable(String name, Refusal refusal) {
      if (wants(name)) {
        files.addIrregular(MemberName.fileName(name), refusal);
      }
    }

    /** A file whose size and origin are known; it is read only if somebody asks for it. */
    void addFile(String name, long offset, long size, long bytesOnDisk, ByteSource bytes)
        throws MalformedDataException {
      if (!wants(name)) {
        return;
      }
      if (!limits.allowsRatio(size, bytesOnDisk)) {
        addUnreadable(
            name,
            new Refusal(
                memberName(archive, name),
                offset,
                String.format(Locale.ROOT, "%d bytes packed into %d", size, bytesOnDisk),
                String.format(
                    Locale.ROOT,
                    "at most %d times as many (ReadLimits.maxCompressionRatio)",
                    limits.maxCompressionRatio())));
        return;
      }
      if (size > limits.maxUnpackedBytes() - unpacked) {
        throw new MalformedDataException(
            archive.toString(),
            offset,
            String.format(
                Locale.ROOT, "a member of %d bytes after %d bytes of others", size, unpacked),
            String.format(
                Locale.ROOT,
                "at most %d bytes in all (ReadLimits.maxUnpackedBytes)",
                limits.maxUnpackedBytes()));
      }
      unpacked += size;
      files.add(MemberName.fileName(name), bytes);
    }

    private void refuse(Refusal refusal) {
      if (unsafe == null) {
        unsafe = refusal;
      }
    }

    Archive build() {
      return new Archive(files.build(), Optional.ofNullable(unsafe));
    }
  }
}
