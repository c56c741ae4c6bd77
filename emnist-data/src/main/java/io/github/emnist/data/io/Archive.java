package io.github.emnist.data.io;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.archive.ZipBytes;
import io.github.emnist.data.internal.archive.ZipDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The contents of an archive. The members' names are untrusted.
 *
 * @param files the members under official names, in any folder
 * @param unsafe the first member that must not be unpacked: its name leads out of the folder, or it
 *     is a link or a device
 */
record Archive(EmnistFiles files, Optional<MalformedDataException> unsafe) {
  private static final int SHOWN_CHARACTERS = 100;
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
  private static final Pattern HIDDEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]");

  /**
   * Tells whether a name stays in the folder into which it would be unpacked, on any system:
   * backslashes and drive letters lead elsewhere on Windows.
   */
  private static boolean isSafe(String name) {
    return !name.isEmpty()
        && !name.startsWith("/")
        && name.indexOf('\\') < 0
        && !DRIVE.matcher(name).matches()
        && !HIDDEN.matcher(name).find()
        && !Arrays.asList(name.split("/")).contains("..");
  }

  static String fileName(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** Shortens a name for messages and replaces control characters. */
  private static String shown(String name) {
    return Messages.shortened(HIDDEN.matcher(name).replaceAll("?"), SHOWN_CHARACTERS);
  }

  /** Collects members and keeps those of interest. Not thread-safe. */
  static final class Builder {
    private final Path archive;
    private final ReadLimits limits;
    private final EmnistFiles.Builder files;
    private MalformedDataException unsafe;
    private int entries;
    private long unpacked;

    Builder(Path archive, ReadLimits limits) {
      this.archive = archive;
      this.limits = limits;
      this.files = EmnistFiles.in(archive.toString());
    }

    /** Names a member in messages: shortened at the start, since names differ at the end. */
    String memberName(String name) {
      String shown = HIDDEN.matcher(name).replaceAll("?");
      int cut = Math.max(0, shown.length() - SHOWN_CHARACTERS);
      return archive + "!/" + (cut == 0 ? shown : "..." + shown.substring(cut));
    }

    /** Counts a member of any kind. */
    void count(long offset) throws MalformedDataException {
      if (++entries > limits.maxEntries()) {
        String expected =
            Messages.format("at most %d (ReadLimits.maxEntries)", limits.maxEntries());
        throw malformed(offset, "another member", expected);
      }
    }

    /** Tells whether a member has the name of an EMNIST file, and a safe one. */
    boolean wants(String name) {
      return isSafe(name) && FileNames.isOfficial(fileName(name));
    }

    /** Records a member whose name leads out of the folder. */
    void checkName(String name, long offset) {
      if (!isSafe(name)) {
        String found = "a member named \"" + shown(name) + "\"";
        refuse(malformed(offset, found, "a name that stays in the folder"));
      }
    }

    /** Adds a link or a device, which {@code kind} describes. */
    void addSpecial(String name, String kind, long offset) {
      refuse(addUnreadable(name, offset, kind, "a file"));
    }

    /** Adds a member that cannot be read, which is an error only when it is read. */
    MalformedDataException addUnreadable(String name, long offset, String found, String expected) {
      MalformedDataException refusal =
          new MalformedDataException(memberName(name), offset, found, expected);
      if (wants(name)) {
        files.addIrregular(fileName(name), refusal);
      }
      return refusal;
    }

    /** Adds a file, which is read only on request. */
    void addFile(ByteSource.Member member, long offset) throws MalformedDataException {
      if (!wants(member.fullName())) {
        return;
      }
      if (!limits.allowsRatio(member.size(), member.bytesOnDisk())) {
        addUnreadable(
            member.fullName(),
            offset,
            Messages.format("%d bytes packed into %d", member.size(), member.bytesOnDisk()),
            Messages.format(
                "at most %d times as many (ReadLimits.maxCompressionRatio)",
                limits.maxCompressionRatio()));
        return;
      }
      if (member.size() > limits.maxUnpackedBytes() - unpacked) {
        throw malformed(
            offset,
            Messages.format(
                "a member of %d bytes after %d bytes of others", member.size(), unpacked),
            Messages.format(
                "at most %d bytes in all (ReadLimits.maxUnpackedBytes)",
                limits.maxUnpackedBytes()));
      }
      unpacked += member.size();
      files.add(fileName(member.fullName()), member);
    }

    private MalformedDataException malformed(long offset, String found, String expected) {
      return new MalformedDataException(archive.toString(), offset, found, expected);
    }

    private void refuse(MalformedDataException refusal) {
      if (unsafe == null) {
        unsafe = refusal;
      }
    }

    Archive build() {
      return new Archive(files.build(), Optional.ofNullable(unsafe));
    }
  }

  /** Finds the members of a ZIP by its directory, without reading their data. */
  static Archive ofZip(Path path, ReadLimits limits) throws IOException {
    Builder archive = new Builder(path, limits);
    try (ZipBytes zip = ZipBytes.of(path, path.toString())) {
      for (ZipDirectory.Member member : ZipDirectory.read(zip, limits.maxEntries())) {
        add(archive, zip, member);
      }
    }
    return archive.build();
  }

  private static void add(Builder archive, ZipBytes zip, ZipDirectory.Member member)
      throws IOException {
    String name = member.path();
    archive.checkName(name, member.offset());
    String[] unreadable = member.unreadable();
    if (name.endsWith("/")) {
      return;
    }
    if (member.entry().isUnixSymlink()) {
      archive.addSpecial(name, "a symbolic link", member.offset());
    } else if (unreadable != null) {
      archive.addUnreadable(name, member.offset(), unreadable[0], unreadable[1]);
    } else {
      String shown = archive.memberName(name);
      archive.addFile(
          new ByteSource.Member(
              shown, name, member.size(), member.packedSize(), () -> member.open(zip, shown)),
          member.offset());
    }
  }
}
