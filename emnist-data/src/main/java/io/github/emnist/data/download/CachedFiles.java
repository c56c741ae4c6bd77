package io.github.emnist.data.download;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files that are there already. Each is hashed each time: 33 MB, the Balanced split, took 0.04
 * to 0.1 s on two cores with other work, and no note of an earlier check can be stale.
 */
final class CachedFiles {
  private static final int PREFIX = 8;

  private final Path folder;
  private final Checksums checksums;
  private final boolean verifiedOnly;
  private final SumsFile sums;

  CachedFiles(Path folder, Checksums checksums, boolean verifiedOnly) {
    this.folder = folder;
    this.checksums = checksums;
    this.verifiedOnly = verifiedOnly;
    this.sums = new SumsFile(folder);
  }

  /** The first set of files that is there as a whole, each as it should be. */
  Optional<List<DownloadedFile>> complete(List<List<String>> sets) throws IOException {
    for (List<String> set : sets) {
      if (set.stream().allMatch(name -> Files.isRegularFile(folder.resolve(name)))) {
        List<DownloadedFile> files = new ArrayList<>();
        for (String fileName : set) {
          find(fileName).ifPresent(files::add);
        }
        if (files.size() == set.size()) {
          refuseShadows(set);
          return Optional.of(files);
        }
      }
    }
    return Optional.empty();
  }

  /** A file that is there and is as it should be. */
  Optional<DownloadedFile> find(String fileName) throws IOException {
    Path path = folder.resolve(fileName);
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    String sha256 = Digests.sha256(path);
    boolean verified = checksums.verify(fileName, sha256);
    boolean asItCame = !verifiedOnly && sums.sha256(fileName).filter(sha256::equals).isPresent();
    return verified || asItCame
        ? Optional.of(new DownloadedFile(path, Files.size(path), sha256, verified))
        : Optional.empty();
  }

  /** Renames a file that is not as it should be, so that nothing of the user's is ever lost. */
  void setAside(String fileName, DownloadListener listener) throws IOException {
    Path path = folder.resolve(fileName);
    if (Files.isDirectory(path)) {
      throw new FileSystemException(
          path.toString(), null, "found a folder, expected a file or nothing");
    }
    if (Files.exists(path)) {
      String prefix = Digests.sha256(path).substring(0, PREFIX);
      Path aside = folder.resolve(fileName + ".corrupt-" + prefix);
      LocalFiles.move(path, aside);
      listener.setAside(path, aside);
    }
  }

  /** Puts a new file into its place. */
  DownloadedFile store(String fileName, Path temporary, String sha256) throws IOException {
    Path path = folder.resolve(fileName);
    LocalFiles.move(temporary, path);
    sums.put(fileName, sha256);
    return new DownloadedFile(path, Files.size(path), sha256, checksums.verify(fileName, sha256));
  }

  /** A reader takes the plain file where both are there, and nobody has checked that one. */
  void refuseShadows(List<String> set) throws IOException {
    for (String fileName : set) {
      String other = SplitFiles.readBefore(fileName);
      if (!other.equals(fileName) && Files.exists(folder.resolve(other))) {
        throw new FileSystemException(
            folder.resolve(other).toString(),
            null,
            "found beside "
                + fileName
                + ", expected only one of them, since a reader takes the plain one; move it away or"
                + " choose another folder");
      }
    }
  }
}
