package io.github.emnist.data.download;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Notes what was downloaded to a folder, in the form that {@code sha256sum -c} reads. It is how a
 * file whose content nobody vouches for is known to be what once arrived.
 */
final class SumsFile {
  static final String NAME = "emnist-sha256sums.txt";

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (\\S+)");
  private static final long MAX_BYTES = 1 << 20;

  private final Path file;

  SumsFile(Path folder) {
    this.file = folder.resolve(NAME);
  }

  Optional<String> sha256(String fileName) throws IOException {
    return Optional.ofNullable(read().get(fileName));
  }

  void put(String fileName, String sha256) throws IOException {
    Map<String, String> sums = read();
    sums.put(fileName, sha256);
    StringBuilder text = new StringBuilder();
    sums.forEach((name, sum) -> text.append(sum).append("  ").append(name).append('\n'));
    Path temporary = file.resolveSibling(NAME + ".tmp");
    Files.writeString(temporary, text);
    LocalFiles.move(temporary, file);
  }

  /** Lines of another form are not ours to judge, and are dropped. */
  private Map<String, String> read() throws IOException {
    Map<String, String> sums = new TreeMap<>();
    if (Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES) {
      Files.readString(file, StandardCharsets.ISO_8859_1)
          .lines()
          .map(LINE::matcher)
          .filter(Matcher::matches)
          .forEach(line -> sums.put(line.group(2), line.group(1)));
    }
    return sums;
  }
}
