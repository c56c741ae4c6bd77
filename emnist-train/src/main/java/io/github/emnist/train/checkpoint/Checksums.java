package io.github.emnist.train.checkpoint;

import io.github.emnist.data.internal.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The file {@code SHA256SUMS} of a folder, as {@code sha256sum} writes and checks it: a line a
 * file, digest, two blanks, name.
 */
final class Checksums {
  static final String NAME = "SHA256SUMS";
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([A-Za-z0-9._-]+)");

  private Checksums() {}

  /** Writes the digests of all files that are in the folder. */
  static void write(Path folder) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Path file : files(folder)) {
      lines.append(sha256(file)).append("  ").append(file.getFileName()).append('\n');
    }
    AtomicFiles.write(folder.resolve(NAME), lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Refuses a folder in which a file is missing, one too many, or not as it was written. */
  static void verify(Path folder) throws IOException {
    Path sums = folder.resolve(NAME);
    if (!Files.isRegularFile(sums)) {
      throw new CheckpointFormatException(folder.toString(), "no file " + NAME, "a checkpoint");
    }
    List<String> expected =
        new String(Files.readAllBytes(sums), StandardCharsets.ISO_8859_1).lines().toList();
    for (String line : expected) {
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw new CheckpointFormatException(
            sums.toString(), "'" + line + "'", "a SHA-256 and the name of a file");
      }
      Path file = folder.resolve(parts.group(2));
      if (!Files.isRegularFile(file)) {
        throw new CheckpointFormatException(
            file.toString(), "no file", "one, as " + NAME + " says");
      }
      if (!sha256(file).equals(parts.group(1))) {
        throw new CheckpointFormatException(
            file.toString(), "SHA-256 " + sha256(file), parts.group(1) + ", as " + NAME + " says");
      }
    }
    if (files(folder).size() != expected.size() + 1) {
      throw new CheckpointFormatException(
          folder.toString(),
          files(folder).size() + " files",
          String.format(Locale.ROOT, "%d and %s", expected.size(), NAME));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
