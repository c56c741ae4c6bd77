package io.github.emnist.data.download;

import java.util.HashMap;
import java.util.Map;

/** Counts what arrives and tells the listener. */
final class Meter {
  private final DownloadListener listener;

  /** How many bytes there were at most of each file, from the mirror that is asked now. */
  private final Map<String, Long> furthest = new HashMap<>();

  private long received;
  private long gained;

  Meter(DownloadListener listener) {
    this.listener = listener;
  }

  /** All bytes of members and archives so far. */
  long received() {
    return received;
  }

  /** Those of them that brought a file further than any earlier try of its mirror had. */
  long gained() {
    return gained;
  }

  /** More bytes of a file; {@code total} is negative where the server does not tell. */
  void received(String fileName, int count, long done, long total) {
    received += count;
    long before = furthest.getOrDefault(fileName, 0L);
    if (done > before) {
      gained += Math.min(count, done - before);
      furthest.put(fileName, done);
    }
    listener.progress(fileName, done, total);
  }

  /** What there is of a file turned out to be wrong, so that its bytes count again. */
  void begunAnew(String fileName) {
    furthest.remove(fileName);
  }

  /** Another mirror is asked, whose files are others. */
  void nextMirror() {
    furthest.clear();
  }
}
