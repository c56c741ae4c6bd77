package io.github.emnist.data.download;

/** Counts what arrives and tells the listener. */
final class Meter {
  private final DownloadListener listener;
  private long received;

  Meter(DownloadListener listener) {
    this.listener = listener;
  }

  /** All bytes of members and archives so far. */
  long received() {
    return received;
  }

  /** More bytes of a file; {@code total} is negative where the server does not tell. */
  void received(String fileName, int count, long done, long total) {
    received += count;
    listener.progress(fileName, done, total);
  }
}
