package io.github.emnist.data.io;

import io.github.emnist.data.EmnistSplit;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/**
 * Finds the files of a folder. Where it holds IDX files itself, its sub-folders are left alone;
 * otherwise they are searched as deep as archives unpack: {@code gzip/} (NIST), {@code EMNIST/raw/}
 * (torchvision), {@code emnist_source_files/} (Kaggle).
 */
final class FolderFiles extends SimpleFileVisitor<Path> {
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
    // Unlike the folder itself, its "." is never a link, at which the walk would end.
    walked = folder.resolve(".");
    files = EmnistFiles.in(folder.toString());
  }

  static EmnistFiles find(Path folder, ReadLimits limits) throws IOException {
    FolderFiles visitor = new FolderFiles(folder, limits);
    if (visitor.holdsIdx()) {
      visitor.addOwnFiles();
    } else {
      Files.walkFileTree(visitor.walked, EnumSet.noneOf(FileVisitOption.class), MAX_DEPTH, visitor);
    }
    return visitor.files.build();
  }

  /** Asks for the names, not for a listing: the folder may hold a million other files. */
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

  /** A sub-folder that is closed to the user holds nothing for him. */
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
          String.format(
              Locale.ROOT,
              "more than %d files and folders (ReadLimits.maxEntries)",
              limits.maxEntries()),
          "the folder that holds the EMNIST files itself");
    }
  }
}
