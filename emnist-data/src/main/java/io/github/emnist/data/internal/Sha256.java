package io.github.emnist.data.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The JDK's SHA-256 without its checked exception. Not thread-safe. */
public final class Sha256 {
  private static final int BUFFER_BYTES = 1 << 16;

  private final MessageDigest digest;

  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Adds bytes and returns this. */
  public Sha256 update(byte[] bytes) {
    return update(bytes, 0, bytes.length);
  }

  /** Adds a range of an array and returns this. */
  public Sha256 update(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
    return this;
  }

  /** Returns the digest of all bytes so far in lower-case hexadecimal digits, and resets. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Returns the digest of an array. */
  public static String of(byte[] bytes) {
    return new Sha256().update(bytes).hex();
  }

  /** Returns the digest of a file. */
  public static String of(Path file) throws IOException {
    Sha256 sha = new Sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        sha.update(buffer, 0, count);
      }
    }
    return sha.hex();
  }
}
