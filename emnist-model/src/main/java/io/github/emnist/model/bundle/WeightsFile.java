package io.github.emnist.model.bundle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a description says of the file with the weights.
 *
 * @param size in bytes
 * @param sha256 64 lower-case hexadecimal digits
 */
record WeightsFile(String name, int size, String sha256) {
  /** The only names that are ever read, written or deleted as weights: no path fits. */
  static final Pattern NAME = Pattern.compile("weights-[0-9a-f]{16}\\.safetensors");

  /** Weights on their way to the disk, or away from it. */
  static final Pattern TEMPORARY =
      Pattern.compile("\\.weights-[0-9a-f]{16}\\.safetensors\\.([0-9a-f-]{36}\\.)?tmp");

  static final int MAX_SIZE = 1 << 30;

  /** The entry for a file's bytes; its name follows from them. */
  static WeightsFile of(byte[] bytes) {
    String sha256 = sha256(bytes);
    return new WeightsFile(
        "weights-" + sha256.substring(0, 16) + ".safetensors", bytes.length, sha256);
  }

  /** Refuses bytes other than those that were saved. */
  void check(byte[] bytes, String where) throws ModelFormatException {
    if (bytes.length != size) {
      String found =
          bytes.length > size
              ? String.format(Locale.ROOT, "more than %,d bytes", size)
              : String.format(Locale.ROOT, "%,d bytes", bytes.length);
      throw ModelFormatException.of(
          where, found, String.format(Locale.ROOT, "%,d, as model.json says", size));
    }
    if (!sha256(bytes).equals(sha256)) {
      throw ModelFormatException.of(
          where, "SHA-256 " + sha256(bytes), sha256 + ", as model.json says; the file was altered");
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
