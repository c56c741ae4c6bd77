package io.github.emnist.data.download;

import io.github.emnist.data.EmnistSplit;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The result of a download.
 *
 * @param split whose files they are
 * @param folder where they are
 * @param files all files of the split, those that were there before included
 * @param mirror where the missing ones came from; empty where none was missing
 * @param received bytes of files and archives that came over the network this time
 */
public record DownloadReport(
    EmnistSplit split,
    Path folder,
    List<DownloadedFile> files,
    Optional<URI> mirror,
    long received) {
  /**
   * Copies the list.
   *
   * @param split of the files
   * @param folder of the files
   * @param files of the split
   * @param mirror of the files
   * @param received bytes
   */
  public DownloadReport {
    files = List.copyOf(files);
  }

  /**
   * Tells whether every file has the checksum expected of it.
   *
   * @return false where the content of any is unknown
   */
  public boolean verified() {
    return files.stream().allMatch(DownloadedFile::verified);
  }

  /**
   * A file of a download.
   *
   * @param path where it is
   * @param bytes its length
   * @param sha256 the SHA-256 of its bytes, 64 lower-case hexadecimal digits
   * @param verified whether that is the checksum expected of this file; if not, the file arrived as
   *     its sender packed it, but its content is unknown
   */
  public record DownloadedFile(Path path, long bytes, String sha256, boolean verified) {}
}
