package io.github.emnist.data.download;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The expected SHA-256 and length of downloaded files. Immutable. */
public final class Checksums {
  private static final String RESOURCE = "sha256.tsv";
  private static final String DIGITS = "[0-9a-f]{64}";

  private static final Checksums OFFICIAL = load();

  private final Map<String, Expected> files;

  private Checksums(Map<String, Expected> files) {
    this.files = Map.copyOf(files);
  }

  /**
   * A file's length and checksum.
   *
   * @param bytes length, not negative
   * @param sha256 64 lower-case hexadecimal digits
   */
  public record Expected(long bytes, String sha256) {
    /** Throws {@link IllegalArgumentException} if either is malformed. */
    public Expected {
      if (bytes < 0) {
        throw new IllegalArgumentException("bytes (" + bytes + ") must not be negative");
      }
      if (!sha256.matches(DIGITS)) {
        throw new IllegalArgumentException(
            "sha256 (" + sha256 + ") must be 64 lower-case hexadecimal digits");
      }
    }
  }

  /** {@return the checksums of the 24 {@code .gz} files in NIST's archive, as they are packed} */
  public static Checksums official() {
    return OFFICIAL;
  }

  /**
   * {@return checksums for a mirror with other content}
   *
   * @param files by file name, such as {@code emnist-balanced-train-images-idx3-ubyte.gz}; may be
   *     empty
   */
  public static Checksums of(Map<String, Expected> files) {
    return new Checksums(files);
  }

  /**
   * {@return the length and checksum that a file must have, or empty if it is not listed}
   *
   * @param fileName its name without a folder
   */
  public Optional<Expected> expected(String fileName) {
    return Optional.ofNullable(files.get(fileName));
  }

  /** Tells whether a file has its expected checksum. */
  boolean verify(String fileName, String sha256) {
    return expected(fileName).map(file -> file.sha256().equals(sha256)).orElse(false);
  }

  private static Checksums load() {
    Map<String, Expected> files = new LinkedHashMap<>();
    try (InputStream in = Checksums.class.getResourceAsStream(RESOURCE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t"))
          .forEach(
              columns ->
                  files.put(columns[0], new Expected(Long.parseLong(columns[1]), columns[2])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Checksums(files);
  }
}
