package io.github.emnist.data.download;

import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Gets from one mirror what is still missing. Another pass over the same mirror goes on where this
 * one broke off.
 */
final class MirrorPass {
  private static final int BUFFER_BYTES = 1 << 16;

  private final DownloadSettings settings;
  private final CachedFiles cached;
  private final Path folder;
  private final Meter meter;

  /** Files that did not match once, and were begun anew. */
  private final Set<String> begunAnew = new HashSet<>();

  MirrorPass(DownloadSettings settings, CachedFiles cached, Path folder, Meter meter) {
    this.settings = settings;
    this.cached = cached;
    this.folder = folder;
    this.meter = meter;
  }

  List<DownloadedFile> run(Mirror mirror, List<List<String>> sets) throws IOException {
    List<DownloadedFile> files = new ArrayList<>();
    try (ArchiveBytes archive = mirror.open()) {
      List<ZipMember> members = ZipDirectory.read(archive).select(sets);
      cached.refuseShadows(members.stream().map(ZipMember::fileName).toList());
      for (ZipMember member : members) {
        Optional<DownloadedFile> there = cached.find(member.fileName());
        files.add(there.isPresent() ? there.get() : fetch(archive, member));
      }
    } catch (MalformedDataException e) {
      mirror.forget(); // a whole archive that is malformed is not worth keeping
      throw e;
    }
    return files;
  }

  private DownloadedFile fetch(ArchiveBytes archive, ZipMember member) throws IOException {
    String fileName = member.fileName();
    Optional<Checksums.Expected> expected = settings.checksums.expected(fileName);
    if (settings.verifiedOnly && expected.isPresent() && expected.get().bytes() != member.size()) {
      throw TransferException.giveUp(
          String.format(
              Locale.ROOT,
              "%s: found %d bytes, expected %d",
              fileName,
              member.size(),
              expected.get().bytes()));
    }
    cached.setAside(fileName, settings.listener);
    Path temporary = folder.resolve(fileName + ".tmp");
    try {
      String sha256 =
          archive instanceof LocalArchive
              ? unpack(archive, member, temporary)
              : download(archive, member, temporary);
      if (settings.verifiedOnly && !settings.checksums.verify(fileName, sha256)) {
        throw otherContent(fileName, "SHA-256 " + sha256, expected.orElseThrow().sha256());
      }
      DownloadedFile file = cached.store(fileName, temporary, sha256);
      PartFile.delete(part(fileName));
      settings.listener.fetched(file);
      return file;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private String unpack(ArchiveBytes archive, ZipMember member, Path target) throws IOException {
    try (InputStream in = archive.range(member.header(), member.end())) {
      long data = LocalHeader.skip(in, member, archive.name());
      try (InputStream packed = archive.range(data, data + member.packedSize())) {
        return new Unpacker(archive.name(), member, settings.durable).unpack(packed, target);
      }
    }
  }

  /** Packed bytes go to the part file first: they are what a later try can go on from. */
  private String download(ArchiveBytes archive, ZipMember member, Path target) throws IOException {
    Path path = part(member.fileName());
    try (PartFile part =
        new PartFile(path, archive.identity() + "\n" + member.identity(), settings.durable)) {
      receive(archive, member, part);
    } catch (MalformedDataException e) {
      PartFile.delete(path);
      throw e;
    }
    try (InputStream packed = Files.newInputStream(path)) {
      return new Unpacker(archive.name(), member, settings.durable).unpack(packed, target);
    } catch (MalformedDataException e) {
      throw otherContent(member.fileName(), e.found(), e.expected());
    }
  }

  private void receive(ArchiveBytes archive, ZipMember member, PartFile part) throws IOException {
    long missing = member.packedSize() - part.length();
    if (missing == 0 && part.resumed()) {
      return;
    }
    long from = part.resumed() ? part.data() + part.length() : member.header();
    long to = part.resumed() ? from + missing : member.end();
    try (InputStream in = archive.range(from, to)) {
      if (!part.resumed()) {
        part.beginsAt(LocalHeader.skip(in, member, archive.name()));
      }
      byte[] buffer = new byte[BUFFER_BYTES];
      while (missing > 0) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, missing));
        if (count < 0) {
          throw TransferException.retry(Reasons.CUT);
        }
        part.append(buffer, count);
        missing -= count;
        meter.received(member.fileName(), count, part.length(), member.packedSize());
      }
    }
  }

  /** The bytes may have been spoilt on the way or on the disk: once, it is worth another try. */
  private TransferException otherContent(String fileName, String found, String expected)
      throws IOException {
    PartFile.delete(part(fileName));
    String reason = fileName + ": found " + found + ", expected " + expected;
    if (!begunAnew.add(fileName)) {
      return TransferException.giveUp(reason);
    }
    meter.begunAnew(fileName);
    return TransferException.retry(reason);
  }

  private Path part(String fileName) {
    return folder.resolve(fileName + ".part");
  }
}
