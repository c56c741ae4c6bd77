package io.github.emnist.data.io;

import io.github.emnist.data.MalformedDataException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files under EMNIST's official names in one place: a folder or an archive. Immutable. */
final class EmnistFiles {
  private final String name;
  private final Map<String, List<ByteSource>> files;
  private final Map<String, MalformedDataException> irregular;

  private EmnistFiles(Builder builder) {
    name = builder.name;
    files = builder.files;
    irregular = builder.irregular;
  }

  static Builder in(String name) {
    return new Builder(name);
  }

  /** The place, for messages. */
  String name() {
    return name;
  }

  /** Whether there is a file of exactly this name, or something else under it. */
  private boolean holds(String fileName) {
    return files.containsKey(fileName) || irregular.containsKey(fileName);
  }

  /** Whether {@link #findPlainOrGzip} has something to say. */
  boolean holdsPlainOrGzip(String fileName) {
    return holds(fileName) || holds(fileName + FileNames.GZIP_SUFFIX);
  }

  /** Every file of exactly this name. */
  List<ByteSource> all(String fileName) {
    return Collections.unmodifiableList(files.getOrDefault(fileName, List.of()));
  }

  /**
   * The file of this name or, failing that, of this name and {@code .gz}.
   *
   * @throws DuplicateFileException if there are several and they are no plain and gzip file side by
   *     side
   * @throws MalformedDataException if what has the name is no file but, say, a link
   */
  Optional<ByteSource> findPlainOrGzip(String fileName)
      throws DuplicateFileException, MalformedDataException {
    String gzipName = fileName + FileNames.GZIP_SUFFIX;
    Optional<ByteSource> plain = findOnly(fileName);
    Optional<ByteSource> gzip = findOnly(gzipName);
    if (plain.isPresent() && gzip.isPresent()) {
      String sideBySide = plain.get().fullName() + FileNames.GZIP_SUFFIX;
      if (!gzip.get().fullName().equals(sideBySide)) {
        throw new DuplicateFileException(name, fileName, plain.get().name(), gzip.get().name());
      }
    }
    Optional<ByteSource> found = plain.or(() -> gzip);
    if (found.isEmpty()) {
      refuseIrregular(fileName);
      refuseIrregular(gzipName);
    }
    return found;
  }

  private Optional<ByteSource> findOnly(String fileName) throws DuplicateFileException {
    List<ByteSource> found = all(fileName);
    if (found.size() > 1) {
      throw new DuplicateFileException(name, fileName, found.get(0).name(), found.get(1).name());
    }
    return found.stream().findFirst();
  }

  private void refuseIrregular(String fileName) throws MalformedDataException {
    MalformedDataException refusal = irregular.get(fileName);
    if (refusal != null) {
      throw refusal;
    }
  }

  /** Gathers files; takes no notice of those whose names are not official. Not thread-safe. */
  static final class Builder {
    private final String name;
    private final Map<String, List<ByteSource>> files = new LinkedHashMap<>();
    private final Map<String, MalformedDataException> irregular = new LinkedHashMap<>();

    private Builder(String name) {
      this.name = name;
    }

    void add(String fileName, ByteSource file) {
      if (FileNames.isOfficial(fileName)) {
        files.computeIfAbsent(fileName, key -> new ArrayList<>()).add(file);
      }
    }

    /** Something that cannot be read as a file; {@code refusal} is for whoever asks for it. */
    void addIrregular(String fileName, MalformedDataException refusal) {
      if (FileNames.isOfficial(fileName)) {
        irregular.putIfAbsent(fileName, refusal);
      }
    }

    EmnistFiles build() {
      files.values().forEach(found -> found.sort(Comparator.comparing(ByteSource::fullName)));
      return new EmnistFiles(this);
    }
  }
}
