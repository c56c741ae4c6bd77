package io.github.emnist.data.io;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.AtomicFiles;
import io.github.emnist.data.io.EmnistReader.AmbiguousSplitException;
import io.github.emnist.data.io.EmnistReader.FilesSource;
import io.github.emnist.data.io.EmnistReader.MissingDataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Unpacks one split of an archive of EMNIST files:
 *
 * <pre>{@code
 * EmnistArchive.extract(Path.of("gzip.zip"), EmnistSplit.LETTERS, Path.of("letters"));
 * }</pre>
 *
 * <p>Reading needs no unpacking: {@link EmnistReader} reads archives directly. Thread-safe unless
 * two calls unpack to the same folder at once.
 */
public final class EmnistArchive {
  private static final int BUFFER_BYTES = 1 << 16;

  private EmnistArchive() {}

  /**
   * Unpacks the only split in an archive.
   *
   * @param archive a ZIP or a TAR, plain or gzipped
   * @param folder receives the files, without the archive's folders; created if missing
   * @return the split's files in the folder
   * @throws AmbiguousSplitException if the archive holds several splits
   * @throws IOException as {@link #extract(Path, EmnistSplit, Path, ReadLimits)}
   */
  public static List<Path> extract(Path archive, Path folder) throws IOException {
    Archive members = EmnistFiles.archive(archive, ReadLimits.defaults());
    EmnistSplit split = EmnistReader.onlySplit(members.files());
    return extract(members, split, folder, ReadLimits.defaults());
  }

  /**
   * Unpacks the files of one split.
   *
   * @param archive a ZIP or a TAR, plain or gzipped
   * @param split the split to unpack
   * @param folder receives the files, without the archive's folders; created if missing
   * @return the split's files in the folder
   * @throws IOException as {@link #extract(Path, EmnistSplit, Path, ReadLimits)}
   */
  public static List<Path> extract(Path archive, EmnistSplit split, Path folder)
      throws IOException {
    return extract(archive, split, folder, ReadLimits.defaults());
  }

  /**
   * Unpacks the files of one split, with other limits. The files are those that reading the split
   * would use: images, labels and mapping, unchanged, gzip or not. They are written under temporary
   * names and renamed once all are complete with correct checksums, so a failure leaves nothing
   * behind. An existing file with the same bytes is kept.
   *
   * @param archive a ZIP or a TAR, plain or gzipped
   * @param split the split to unpack
   * @param folder receives the files, without the archive's folders; created if missing
   * @param limits on the archive
   * @return the split's files in the folder
   * @throws MissingDataException if the archive or the split's files do not exist
   * @throws FileAlreadyExistsException if the folder has a file of one of the names with other
   *     content, which is kept
   * @throws MalformedDataException if the archive is malformed, or any of its members has a name
   *     that leads out of the folder, or is a link or a device
   * @throws IOException if the archive cannot be read or the files cannot be written
   */
  public static List<Path> extract(Path archive, EmnistSplit split, Path folder, ReadLimits limits)
      throws IOException {
    Objects.requireNonNull(archive, "archive");
    Objects.requireNonNull(split, "split");
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(limits, "limits");
    return extract(EmnistFiles.archive(archive, limits), split, folder, limits);
  }

  private static List<Path> extract(
      Archive archive, EmnistSplit split, Path folder, ReadLimits limits) throws IOException {
    if (archive.unsafe().isPresent()) {
      throw archive.unsafe().get();
    }
    EmnistReader.requireSplit(archive.files(), split);
    FilesSource source = FilesSource.open(archive.files(), split, limits);
    List<ByteSource> members = source.members();
    if (Files.isDirectory(folder)) {
      return extract(members, folder);
    }
    if (Files.exists(folder)) {
      throw new FileSystemException(
          folder.toString(), null, "found a file, expected a folder or nothing");
    }
    Files.createDirectories(folder);
    try {
      return extract(members, folder);
    } catch (IOException e) {
      deleteEmpty(folder, e);
      throw e;
    }
  }

  private static void deleteEmpty(Path folder, IOException cause) {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // another program has put something there
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static List<Path> extract(List<ByteSource> members, Path folder) throws IOException {
    List<Path> targets = new ArrayList<>();
    try (AtomicFiles files = new AtomicFiles()) {
      for (ByteSource member : members) {
        Path target = folder.resolve(Archive.fileName(member.fullName()));
        if (Files.isRegularFile(target)) {
          requireSame(member, target);
        } else {
          files.write(target, out -> copy(member, out));
        }
        targets.add(target);
      }
      files.commit();
    }
    return List.copyOf(targets);
  }

  private static void copy(ByteSource member, OutputStream out) throws IOException {
    try (InputStream in = member.open()) {
      in.transferTo(out);
    }
  }

  private static void requireSame(ByteSource member, Path target) throws IOException {
    try (InputStream one = member.open();
        InputStream other = Files.newInputStream(target)) {
      byte[] wanted;
      byte[] there;
      do {
        wanted = one.readNBytes(BUFFER_BYTES);
        there = other.readNBytes(BUFFER_BYTES);
        if (!Arrays.equals(wanted, there)) {
          throw new FileAlreadyExistsException(
              target.toString(), null, "found other content than the archive's, expected the same");
        }
      } while (wanted.length > 0);
    }
  }
}
