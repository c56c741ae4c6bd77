package io.github.emnist.data.download;

import io.github.emnist.data.download.EmnistDownloader.DownloadReport;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Receives the events of a download. Methods do nothing by default. They are called on the
 * downloading thread: a slow one slows the download, and an exception ends it. Listeners never
 * receive a token or password.
 */
public interface DownloadListener {
  /** A listener that does nothing. */
  DownloadListener NONE = new DownloadListener() {};

  /**
   * Called before the first attempt at a mirror.
   *
   * @param mirror its address
   */
  default void mirror(URI mirror) {}

  /**
   * Called when bytes of a file arrive.
   *
   * @param fileName the file's name, or {@code archive} if the server sends only the whole
   * @param done bytes received, including earlier attempts
   * @param total all bytes, as packed in the archive; negative if unknown
   */
  default void progress(String fileName, long done, long total) {}

  /**
   * Called when a mirror failed and will be tried again.
   *
   * @param mirror its address
   * @param retry 1 for the first retry
   * @param wait the time until then
   * @param reason of the failure
   */
  default void retry(URI mirror, int retry, Duration wait, String reason) {}

  /**
   * Called when a mirror is given up.
   *
   * @param mirror its address
   * @param reason of the failure
   */
  default void failed(URI mirror, String reason) {}

  /**
   * Called when a file is complete, verified and in place.
   *
   * @param file the file
   */
  default void fetched(DownloadReport.DownloadedFile file) {}

  /**
   * Called before waiting for another process or thread that downloads to the same folder.
   *
   * @param folder the folder
   */
  default void waiting(Path folder) {}

  /**
   * Called when an existing file with other content was renamed.
   *
   * @param file its old path
   * @param aside its new path
   */
  default void setAside(Path file, Path aside) {}
}
