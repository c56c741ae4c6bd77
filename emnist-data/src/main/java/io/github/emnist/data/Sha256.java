package io.github.emnist.data;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The JDK's SHA-256 without its checked exception. Not thread-safe. */
final class Sha256 {
  private final MessageDigest digest;

  Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  Sha256 update(byte[] bytes) {
    return update(bytes, 0, bytes.length);
  }

  Sha256 update(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
    return this;
  }

  /** The digest of all bytes so far, in lower-case hexadecimal digits; starts anew. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
