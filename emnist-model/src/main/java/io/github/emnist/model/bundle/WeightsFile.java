package io.github.emnist.model.bundle;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.Sha256;
import java.util.regex.Pattern;

/**
 * The description of the file of the weights.
 *
 * @param size in bytes
 * @param sha256 64 lower-case hexadecimal digits
 */
record WeightsFile(String name, int size, String sha256) {
  /** The only names that are read, written or deleted as weights; no path matches. */
  static final Pattern NAME = Pattern.compile("weights-[0-9a-f]{16}\\.safetensors");

  /** The names of weights while they are written or deleted. */
  static final Pattern TEMPORARY =
      Pattern.compile("\\.weights-[0-9a-f]{16}\\.safetensors\\.([0-9a-f-]{36}\\.)?tmp");

  static final int MAX_SIZE = 1 << 30;

  /** Describes a file by its bytes, from which its name follows. */
  static WeightsFile of(byte[] bytes) {
    String sha256 = Sha256.of(bytes);
    return new WeightsFile(
        "weights-" + sha256.substring(0, 16) + ".safetensors", bytes.length, sha256);
  }

  /** Throws an exception unless the bytes are those that were saved. */
  void check(byte[] bytes, String where, boolean checksum) throws ModelFormatException {
    if (bytes.length != size) {
      String length =
          bytes.length > size
              ? Messages.format("more than %,d bytes", size)
              : Messages.format("%,d bytes", bytes.length);
      throw ModelFormatException.of(
          where, length, Messages.format("%,d, as model.json says", size));
    }
    String found = checksum ? Sha256.of(bytes) : sha256;
    if (!found.equals(sha256)) {
      throw ModelFormatException.of(
          where, "SHA-256 " + found, sha256 + ", as model.json says; the file was altered");
    }
  }
}
