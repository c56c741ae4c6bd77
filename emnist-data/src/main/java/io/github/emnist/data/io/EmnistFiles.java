package io.github.emnist.data.io;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.io.EmnistReader.DuplicateFileException;
import io.github.emnist.data.io.EmnistReader.MissingDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The files with official EMNIST names in a folder or an archive. Immutable. */
final class EmnistFiles {
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};
  private static final byte[] GZIP = {0x1F, (byte) 0x8B, 8};
  private static final byte[] IDX = {0, 0, 8};
  private static final Pattern CSV = Pattern.compile("[0-9]+,[0-9]");
  private static final int SHOWN_BYTES = 4;
  private static final String ITS_FOLDER = " (give the folder that holds it)";

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

  /** Finds the EMNIST files in a folder or an archive. */
  static EmnistFiles find(Path path, ReadLimits limits) throws IOException {
    if (Files.isDirectory(path)) {
      return FolderFiles.find(path, limits);
    }
    return archive(path, limits, "a folder or an archive (ZIP, TAR, TAR.GZ) with ").files();
  }

  /** Finds the members of an archive. */
  static Archive archive(Path path, ReadLimits limits) throws IOException {
    return archive(path, limits, "an archive (ZIP, TAR, TAR.GZ) with ");
  }

  private static Archive archive(Path path, ReadLimits limits, String expected) throws IOException {
    if (!Files.isRegularFile(path)) {
      String found =
          Files.isDirectory(path)
              ? "a folder"
              : Files.exists(path) ? "neither a file nor a folder" : null;
      throw new MissingDataException(path.toString(), found, expected + FileNames.anySplit());
    }
    byte[] start = start(path);
    if (startsWith(start, ZIP) || startsWith(start, EMPTY_ZIP)) {
      return Archive.ofZip(path, limits);
    }
    if (TarArchive.isOne(start)) {
      return TarArchive.read(path, false, limits);
    }
    boolean gzip = startsWith(start, GZIP);
    Optional<byte[]> unpacked = gzip ? unpackedStart(path, limits) : Optional.empty();
    if (unpacked.filter(TarArchive::isOne).isPresent()) {
      return TarArchive.read(path, true, limits);
    }
    throw new MissingDataException(
        path.toString(),
        gzip ? "a gzip file that holds no TAR" + ITS_FOLDER : describe(start),
        expected + FileNames.anySplit());
  }

  private static byte[] start(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(TarArchive.BLOCK_BYTES);
    }
  }

  /** Returns the first bytes after gunzip; empty if they are damaged. */
  private static Optional<byte[]> unpackedStart(Path path, ReadLimits limits) throws IOException {
    try (InputStream in = UnpackedStream.open(ByteSource.of(path), true, limits)) {
      return Optional.of(in.readNBytes(TarArchive.BLOCK_BYTES));
    } catch (MalformedDataException e) {
      return Optional.empty();
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  private static String describe(byte[] start) {
    String text =
        new String(start, StandardCharsets.ISO_8859_1).stripLeading().toLowerCase(Locale.ROOT);
    if (start.length == 0) {
      return "an empty file";
    }
    if (startsWith(start, IDX)) {
      return "a single IDX file" + ITS_FOLDER;
    }
    if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
      return "an HTML page";
    }
    if (CSV.matcher(text).lookingAt()) {
      return "a single CSV file (give the folder that holds it, or read it with CsvReader)";
    }
    return "a file that begins with "
        + Messages.hex(Arrays.copyOf(start, Math.min(SHOWN_BYTES, start.length)));
  }

  /** Returns the folder or archive, for messages. */
  String name() {
    return name;
  }

  /** Tells whether there is a file or something else with exactly this name. */
  private boolean holds(String fileName) {
    return files.containsKey(fileName) || irregular.containsKey(fileName);
  }

  /** Tells whether {@link #findPlainOrGzip} returns a file or throws. */
  boolean holdsPlainOrGzip(String fileName) {
    return holds(fileName) || holds(fileName + FileNames.GZIP_SUFFIX);
  }

  /** Returns every file with exactly this name. */
  List<ByteSource> all(String fileName) {
    return Collections.unmodifiableList(files.getOrDefault(fileName, List.of()));
  }

  /**
   * Returns the file of this name or, failing that, of this name and {@code .gz}.
   *
   * @throws DuplicateFileException if there are several, other than a plain and a gzip file side by
   *     side
   * @throws MalformedDataException if only a link or the like has the name
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

  /** Collects files and ignores those without official names. Not thread-safe. */
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

    /** Adds something that cannot be read as a file; finding it throws {@code refusal}. */
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

  /**
   * Finds the files of a folder. If it has no IDX files itself, its sub-folders are searched as
   * deep as archives unpack: {@code gzip/} (NIST), {@code EMNIST/raw/} (torchvision), {@code
   * emnist_source_files/} (Kaggle).
   */
  private static final class FolderFiles extends SimpleFileVisitor<Path> {
    /** {@code data/EMNIST/raw/FILE} below the folder given. */
    private static final int MAX_DEPTH = 4;

    private final Path folder;
    private final Path walked;
    private final ReadLimits limits;
    private final EmnistFiles.Builder files;
    private int entries;

    private FolderFiles(Path folder, ReadLimits limits) {
      this.folder = folder;
      this.limits = limits;
      // Unlike the folder itself, its "." is never a link, where the walk would end.
      walked = folder.resolve(".");
      files = EmnistFiles.in(folder.toString());
    }

    static EmnistFiles find(Path folder, ReadLimits limits) throws IOException {
      FolderFiles visitor = new FolderFiles(folder, limits);
      if (visitor.holdsIdx()) {
        visitor.addOwnFiles();
      } else {
        Files.walkFileTree(
            visitor.walked, EnumSet.noneOf(FileVisitOption.class), MAX_DEPTH, visitor);
      }
      return visitor.files.build();
    }

    /** Checks each name without listing the folder, which may have a million other files. */
    private boolean holdsIdx() {
      return Arrays.stream(EmnistSplit.values())
          .map(FileNames::idx)
          .flatMap(List::stream)
          .anyMatch(
              name ->
                  Files.isRegularFile(folder.resolve(name))
                      || Files.isRegularFile(folder.resolve(name + FileNames.GZIP_SUFFIX)));
    }

    private void addOwnFiles() {
      for (EmnistSplit split : EmnistSplit.values()) {
        FileNames.ofAllFormats(split).forEach(name -> add(folder.resolve(name)));
      }
    }

    private void add(Path file) {
      if (Files.isRegularFile(file)) {
        files.add(file.getFileName().toString(), ByteSource.of(file));
      }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      if (!directory.equals(walked)) {
        count();
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      count();
      if (FileNames.isOfficial(file.getFileName().toString())) {
        add(folder.resolve(walked.relativize(file)));
      }
      return FileVisitResult.CONTINUE;
    }

    /** Skips sub-folders that the user may not read. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof AccessDeniedException && !file.equals(walked)) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    private void count() throws MissingDataException {
      if (++entries > limits.maxEntries()) {
        throw new MissingDataException(
            folder.toString(),
            Messages.format(
                "more than %d files and folders (ReadLimits.maxEntries)", limits.maxEntries()),
            "the folder that holds the EMNIST files itself");
      }
    }
  }
}
