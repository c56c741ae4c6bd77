package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import io.github.emnist.data.file.AtomicFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Writes EMNIST's own files, for {@link EmnistReader} and every other reader of EMNIST:
 *
 * <pre>{@code
 * EmnistWriter.write(SyntheticEmnist.balanced(), Path.of("synthetic"));
 * EmnistDataset train = EmnistReader.open(Path.of("synthetic")).train();
 * }</pre>
 *
 * <p>The files follow EMNIST's conventions: images are stored column by column, Letters' labels
 * start at 1. Reading them back gives the same {@link EmnistDataset#contentSha256()}.
 *
 * <p>Equal data give equal bytes, on every machine and JDK, for plain IDX, CSV and the mapping
 * file. Of a gzip file the header and the unpacked bytes are always equal; how it is deflated
 * depends on the zlib that the JDK uses, so compare such files unpacked.
 *
 * <p>Files are collected beside their place under a hidden name ({@code .<name>.tmp}), forced to
 * the disk, and renamed when all files of the call are whole: an error or a kill before then leaves
 * what was there. Little memory is needed beside the data set. Thread-safe, as long as no two calls
 * write the same file at a time.
 */
public final class EmnistWriter {
  private EmnistWriter() {}

  /**
   * Writes all partitions of a source as gzip IDX under the official names, and the mapping file.
   *
   * @param source read one partition after the other
   * @param folder receives the files, over files of the same names; made where it is missing
   * @throws FileAlreadyExistsException if a plain IDX file lies there, which readers prefer to the
   *     gzip file of the same name
   * @throws IllegalArgumentException as {@link #writeIdx}
   * @throws IOException if the source cannot be read or a file cannot be written
   */
  public static void write(EmnistSource source, Path folder) throws IOException {
    for (Partition partition : source.partitions()) {
      checkNoPlain(folder, source.split(), partition);
    }
    Files.createDirectories(folder);
    try (AtomicFiles files = new AtomicFiles()) {
      for (Partition partition : source.partitions()) {
        collectIdx(files, source.read(partition), partition, folder, Compression.GZIP);
      }
      byte[] mapping = MappingOutput.bytes(source.split());
      files.write(folder.resolve(FileNames.mapping(source.split())), out -> out.write(mapping));
      files.commit();
    }
  }

  /**
   * Writes the images and the labels of one partition as IDX under the official names.
   *
   * @param dataset of one of EMNIST's splits, with at least one image
   * @param partition which names the files
   * @param folder receives the two files, over files of the same names; made where it is missing
   * @param compression plain or gzip
   * @throws FileAlreadyExistsException if {@code compression} is gzip and a plain file lies there,
   *     which readers prefer to the gzip file of the same name
   * @throws IllegalArgumentException if the data set has no images, or is a user's own ({@link
   *     EmnistDataset#split()} is empty or other classes than the split's): for that, the official
   *     names and the mapping file have no place
   * @throws IOException if a file cannot be written
   */
  public static void writeIdx(
      EmnistDataset dataset, Partition partition, Path folder, Compression compression)
      throws IOException {
    Objects.requireNonNull(partition, "partition");
    Objects.requireNonNull(compression, "compression");
    checkNotEmpty(dataset);
    EmnistSplit split = officialSplit(dataset);
    if (compression == Compression.GZIP) {
      checkNoPlain(folder, split, partition);
    }
    Files.createDirectories(folder);
    try (AtomicFiles files = new AtomicFiles()) {
      collectIdx(files, dataset, partition, folder, compression);
      files.commit();
    }
  }

  /**
   * Writes a data set, EMNIST's or a user's own, in the form in which Kaggle offers EMNIST: a line
   * an image without a header, the label and then the pixels column by column, LF after each line.
   * Labels are numbers: EMNIST's as in its files, a user's own from 0 in the order of the label
   * map, whose names the file does not hold.
   *
   * @param dataset with at least one image
   * @param file receives the lines, over what it held, gzipped where its name ends in {@code .gz};
   *     its folder is made where it is missing
   * @throws IllegalArgumentException if the data set has no images, or other classes than its
   *     split's
   * @throws IOException if the file cannot be written
   */
  public static void writeCsv(EmnistDataset dataset, Path file) throws IOException {
    checkNotEmpty(dataset);
    int firstLabel = dataset.split().isPresent() ? officialSplit(dataset).firstFileLabel() : 0;
    Path target = file.toAbsolutePath();
    if (target.getParent() != null) {
      Files.createDirectories(target.getParent());
    }
    boolean gzip = file.toString().endsWith(FileNames.GZIP_SUFFIX);
    try (AtomicFiles files = new AtomicFiles()) {
      AtomicFiles.Content lines = out -> CsvOutput.write(dataset, firstLabel, out);
      files.write(target, gzip ? gzip(lines) : lines);
      files.commit();
    }
  }

  private static void collectIdx(
      AtomicFiles files,
      EmnistDataset dataset,
      Partition partition,
      Path folder,
      Compression compression)
      throws IOException {
    checkNotEmpty(dataset);
    EmnistSplit split = officialSplit(dataset);
    collect(
        files,
        folder.resolve(FileNames.images(split, partition)),
        compression,
        out -> IdxOutput.writeImages(dataset, out));
    collect(
        files,
        folder.resolve(FileNames.labels(split, partition)),
        compression,
        out -> IdxOutput.writeLabels(dataset, split.firstFileLabel(), out));
  }

  private static void collect(
      AtomicFiles files, Path plain, Compression compression, AtomicFiles.Content content)
      throws IOException {
    Path file = plain.resolveSibling(plain.getFileName() + compression.suffix());
    files.write(file, compression == Compression.GZIP ? gzip(content) : content);
  }

  /** A stale plain file would be read in place of the new gzip file. */
  private static void checkNoPlain(Path folder, EmnistSplit split, Partition partition)
      throws FileAlreadyExistsException {
    for (String name :
        List.of(FileNames.images(split, partition), FileNames.labels(split, partition))) {
      if (Files.exists(folder.resolve(name))) {
        throw new FileAlreadyExistsException(
            folder.resolve(name).toString(),
            null,
            "found a plain file, which readers prefer to %s; delete it first, or write plain files"
                .formatted(name + FileNames.GZIP_SUFFIX));
      }
    }
  }

  private static AtomicFiles.Content gzip(AtomicFiles.Content content) {
    return out -> {
      try (GzipOutput gzip = new GzipOutput(out)) {
        content.writeTo(gzip);
      }
    };
  }

  private static void checkNotEmpty(EmnistDataset dataset) {
    if (dataset.size() == 0) {
      throw new IllegalArgumentException(dataset + " has no images to write");
    }
  }

  private static EmnistSplit officialSplit(EmnistDataset dataset) {
    EmnistSplit split =
        dataset
            .split()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        dataset
                            + " belongs to no EMNIST split, whose name IDX files carry; write it"
                            + " with EmnistWriter.writeCsv"));
    if (!dataset.labelMap().equals(split.labelMap())) {
      throw new IllegalArgumentException(
          "%s has the classes %s, expected those of %s: %s"
              .formatted(
                  dataset, dataset.labelMap().labels(), split.id(), split.labelMap().labels()));
    }
    return split;
  }
}
