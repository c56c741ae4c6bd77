package io.github.emnist.data.download;

import io.github.emnist.data.download.EmnistDownloader.DownloadReport;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Hears how a download goes. Each method does nothing unless overridden. They are called on the
 * thread that downloads, so that a slow one slows the download; what one throws ends it. No token
 * or password ever reaches a listener.
 */
public interface DownloadListener {
  /** The listener that hears nothing. */
  DownloadListener NONE = new DownloadListener() {};

  /**
   * A mirror is tried for the first time.
   *
   * @param mirror its address
   */
  default void mirror(URI mirror) {}

  /**
   * Bytes of a file arrived.
   *
   * @param fileName the file's name, or {@code archive} where the server sends only the whole
   * @param done bytes that are there, those of earlier tries included
   * @param total bytes that there will be, as packed in the archive; negative where unknown
   */
  default void progress(String fileName, long done, long total) {}

  /**
   * A mirror failed and is tried again.
   *
   * @param mirror its address
   * @param retry 1 for the first retry
   * @param wait how long is waited before it
   * @param reason what happened
   */
  default void retry(URI mirror, int retry, Duration wait, String reason) {}

  /**
   * A mirror is given up.
   *
   * @param mirror its address
   * @param reason what happened
   */
  default void failed(URI mirror, String reason) {}

  /**
   * A file is complete, checked and in its place.
   *
   * @param file what it is
   */
  default void fetched(DownloadReport.DownloadedFile file) {}

  /**
   * Another process or thread downloads to the same folder; it is waited for.
   *
   * @param folder where to
   */
  default void waiting(Path folder) {}

  /**
   * A file that was there has not the bytes that it should have, and was renamed.
   *
   * @param file where it was
   * @param aside where it is now
   */
  default void setAside(Path file, Path aside) {}
}
