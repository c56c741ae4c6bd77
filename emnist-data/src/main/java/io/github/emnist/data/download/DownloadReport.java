package io.github.emnist.data.download;

import io.github.emnist.data.EmnistSplit;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a download left.
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
   * @param split whose files they are
   * @param folder where they are
   * @param files all files of the split
   * @param mirror where the missing ones came from
   * @param received bytes that came over the network
   */
  public DownloadReport {
    files = List.copyOf(files);
  }

  /**
   * Whether every file has the checksum expected of it.
   *
   * @return false where the content of any is unknown
   */
  public boolean verified() {
    return files.stream().allMatch(DownloadedFile::verified);
  }
}
