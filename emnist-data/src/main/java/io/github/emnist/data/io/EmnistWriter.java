package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import io.github.emnist.data.internal.AtomicFiles;
import io.github.emnist.data.internal.Messages;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.io.output.CloseShieldOutputStream;

/**
 * Writes EMNIST's own files, for {@link EmnistReader} and other readers of EMNIST:
 *
 * <pre>{@code
 * EmnistWriter.write(SyntheticEmnist.balanced(), Path.of("synthetic"));
 * EmnistDataset train = EmnistReader.open(Path.of("synthetic")).train();
 * }</pre>
 *
 * <p>The files follow EMNIST's conventions: images are stored column by column, labels of Letters
 * start at 1. Reading them back gives the same {@link EmnistDataset#contentSha256()}.
 *
 * <p>Equal data gives equal bytes, on every machine and JDK, for plain IDX, CSV and the mapping
 * file. The compressed bytes of gzip files depend on the JDK's zlib, so compare these files
 * unpacked.
 *
 * <p>Files are written under a hidden temporary name ({@code .<name>.<id>.tmp}) beside their place,
 * forced to disk, and renamed once all files of the call are complete: a failure before that
 * changes nothing. Needs little memory beside the data set. Thread-safe unless two calls write the
 * same file at once.
 */
public final class EmnistWriter {
  private static final int BLOCK_BYTES = 1 << 16;
  private static final int IMAGES_MAGIC = 0x803;
  private static final int LABELS_MAGIC = 0x801;

  private EmnistWriter() {}

  /**
   * Writes all partitions of a source as gzip IDX under the official names, and the mapping file.
   *
   * @param source read one partition after the other
   * @param folder receives the files, replacing files of the same names; created if missing
   * @throws FileAlreadyExistsException if it has a plain IDX file, which readers prefer to the gzip
   *     file of the same name
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
      byte[] mapping = MappingFile.bytes(source.split());
      files.write(folder.resolve(FileNames.mapping(source.split())), out -> out.write(mapping));
      files.commit();
    }
  }

  /**
   * Writes the images and the labels of one partition as IDX under the official names.
   *
   * @param dataset of one of EMNIST's splits, with at least one image
   * @param partition for the files' names
   * @param folder receives the two files, replacing files of the same names; created if missing
   * @param compression plain or gzip
   * @throws FileAlreadyExistsException if {@code compression} is gzip and the folder has a plain
   *     file, which readers prefer to the gzip file of the same name
   * @throws IllegalArgumentException if the data set has no images, no {@link
   *     EmnistDataset#split()}, or other classes than its split's: official names and the mapping
   *     file cannot describe it
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
   * Writes any data set in the form of Kaggle's EMNIST: one line per image without a header, the
   * label and then the pixels column by column, LF after each line. Labels are numbers: EMNIST's as
   * in its files, others from 0 in the order of the label map, whose names are not written.
   *
   * @param dataset with at least one image
   * @param file receives the lines, replacing an existing file, gzipped if its name ends in {@code
   *     .gz}; its folder is created if missing
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
      AtomicFiles.Content lines = out -> writeLines(dataset, firstLabel, out);
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
        out -> writeImages(dataset, out));
    collect(
        files,
        folder.resolve(FileNames.labels(split, partition)),
        compression,
        out -> writeLabels(dataset, split.firstFileLabel(), out));
  }

  private static void writeImages(EmnistDataset dataset, OutputStream out) throws IOException {
    int width = dataset.width();
    int height = dataset.height();
    int imageBytes = width * height;
    // The upright image's columns are the file's rows.
    writeHeader(out, IMAGES_MAGIC, dataset.size(), width, height);
    byte[] upright = new byte[imageBytes];
    byte[] stored = new byte[imageBytes];
    byte[] block = new byte[Math.max(1, BLOCK_BYTES / imageBytes) * imageBytes];
    int filled = 0;
    for (int i = 0; i < dataset.size(); i++) {
      dataset.copyImage(i, upright, 0);
      Transposition.transpose(upright, 0, height, width, stored);
      System.arraycopy(stored, 0, block, filled, imageBytes);
      filled += imageBytes;
      if (filled == block.length) {
        out.write(block, 0, filled);
        filled = 0;
      }
    }
    out.write(block, 0, filled);
  }

  private static void writeLabels(EmnistDataset dataset, int firstFileLabel, OutputStream out)
      throws IOException {
    writeHeader(out, LABELS_MAGIC, dataset.size());
    byte[] labels = new byte[dataset.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (dataset.label(i) + firstFileLabel);
    }
    out.write(labels);
  }

  private static void writeLines(EmnistDataset dataset, int firstFileLabel, OutputStream file)
      throws IOException {
    byte[][] cells = new byte[256][];
    Arrays.setAll(cells, value -> (value + ",").getBytes(StandardCharsets.US_ASCII));
    byte[] upright = new byte[dataset.width() * dataset.height()];
    byte[] stored = new byte[upright.length];
    OutputStream out = new BufferedOutputStream(file, BLOCK_BYTES);
    for (int i = 0; i < dataset.size(); i++) {
      dataset.copyImage(i, upright, 0);
      Transposition.transpose(upright, 0, dataset.height(), dataset.width(), stored);
      out.write(cells[dataset.label(i) + firstFileLabel]);
      for (int p = 0; p < stored.length - 1; p++) {
        out.write(cells[stored[p] & 0xFF]);
      }
      out.write(((stored[stored.length - 1] & 0xFF) + "\n").getBytes(StandardCharsets.US_ASCII));
    }
    out.flush();
  }

  private static void writeHeader(OutputStream out, int... header) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(header.length * Integer.BYTES);
    for (int value : header) {
      bytes.putInt(value);
    }
    out.write(bytes.array());
  }

  private static void collect(
      AtomicFiles files, Path plain, Compression compression, AtomicFiles.Content content)
      throws IOException {
    Path file = plain.resolveSibling(plain.getFileName() + compression.suffix());
    files.write(file, compression == Compression.GZIP ? gzip(content) : content);
  }

  /** Refuses a stale plain file, which would be read instead of the new gzip file. */
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

  /** Compresses as one member without name and time, so that equal data gives equal headers. */
  private static AtomicFiles.Content gzip(AtomicFiles.Content content) {
    return out -> {
      try (OutputStream gzip =
          new GZIPOutputStream(CloseShieldOutputStream.wrap(out), BLOCK_BYTES)) {
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
                            + " belongs to no EMNIST split, which IDX file names need; write it"
                            + " with EmnistWriter.writeCsv"));
    if (!dataset.labelMap().equals(split.labelMap())) {
      throw Messages.illegal(
          "%s has the classes %s, expected those of %s: %s",
          dataset, dataset.labelMap().labels(), split.id(), split.labelMap().labels());
    }
    return split;
  }

  /** The compression of a file. */
  public enum Compression {
    /** None: the same bytes on every machine, and the fastest to read. */
    NONE(""),

    /** Gzip, as in the official files: about a third of the size. */
    GZIP(FileNames.GZIP_SUFFIX);

    private final String suffix;

    Compression(String suffix) {
      this.suffix = suffix;
    }

    /** Returns the suffix of a file's name. */
    String suffix() {
      return suffix;
    }
  }
}
