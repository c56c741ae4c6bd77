package io.github.emnist.data.download;

import java.util.Locale;

/**
 * One file in an archive, as the archive's directory tells.
 *
 * @param header where its local header begins
 * @param end a byte behind its data: the next header, or a place that its data cannot reach
 * @param method 0 stored, 8 deflated
 */
record ZipMember(
    String path, long header, long end, int method, long crc, long packedSize, long size) {
  static final int STORED = 0;
  static final int DEFLATED = 8;

  /** The path's last part. */
  String fileName() {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  /** What tells it from another state of the same member. */
  String identity() {
    return String.format(
        Locale.ROOT, "%s\n%d\n%d\n%08x\n%d\n%d", path, header, method, crc, packedSize, size);
  }
}
