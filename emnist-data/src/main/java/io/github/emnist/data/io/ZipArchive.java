package io.github.emnist.data.io;

import io.github.emnist.data.internal.archive.ZipBytes;
import io.github.emnist.data.internal.archive.ZipDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Finds the members of a ZIP by its directory; the data stay where they are. */
final class ZipArchive {
  private ZipArchive() {}

  static Archive read(Path path, ReadLimits limits) throws IOException {
    Archive.Builder archive = new Archive.Builder(path, limits);
    try (ZipBytes zip = ZipBytes.of(path, path.toString())) {
      for (ZipDirectory.Member member : ZipDirectory.read(zip, limits.maxEntries())) {
        add(archive, zip, member);
      }
    }
    return archive.build();
  }

  private static void add(Archive.Builder archive, ZipBytes zip, ZipDirectory.Member member)
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
      archive.addFile(
          new Archive.Member(name, member.offset(), member.size(), member.packedSize()),
          new Source(zip, member, archive.memberName(name)));
    }
  }

  /** A member, read where it lies. */
  private record Source(ZipBytes zip, ZipDirectory.Member member, String name)
      implements ByteSource {
    @Override
    public String fullName() {
      return member.path();
    }

    @Override
    public long size() {
      return member.size();
    }

    @Override
    public long bytesOnDisk() {
      return member.packedSize();
    }

    @Override
    public InputStream open() throws IOException {
      return member.open(zip, name);
    }
  }
}
