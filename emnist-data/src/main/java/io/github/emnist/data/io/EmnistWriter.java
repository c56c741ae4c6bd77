package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import io.github.emnist.data.internal.AtomicFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

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
  private static final int BLOCK_BYTES = 1 << 16;
  private static final int IMAGES_MAGIC = 0x803;
  private static final int LABELS_MAGIC = 0x801;

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
      byte[] mapping = MappingFile.bytes(source.split());
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

  /** Whether a file is stored as it is or gzipped. */
  public enum Compression {
    /** As it is: the same bytes on every machine, and the fastest to read. */
    NONE(""),

    /** As the official files are: about a third of the size. */
    GZIP(FileNames.GZIP_SUFFIX);

    private final String suffix;

    Compression(String suffix) {
      this.suffix = suffix;
    }

    /** Returns what a file's name ends in. */
    String suffix() {
      return suffix;
    }
  }

  /**
   * Gzips into one member without a name or a time (RFC 1952, 2.3), so that equal data give equal
   * bytes: {@link java.util.zip.GZIPOutputStream}'s header has changed between JDKs. The deflated
   * bytes in between are those of the JDK's zlib. Closing it leaves the stream beneath open. Not
   * thread-safe.
   */
  static final class GzipOutput extends DeflaterOutputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    /** ID1, ID2, "deflate", no flags, no time (4), no hint at the level, "unknown" system. */
    private static final byte[] HEADER = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF};

    private final CRC32 checksum = new CRC32();

    GzipOutput(OutputStream out) throws IOException {
      super(out, new Deflater(Deflater.DEFAULT_COMPRESSION, true), BUFFER_BYTES);
      out.write(HEADER);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      super.write(bytes, offset, length);
      checksum.update(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      try {
        finish();
        out.write(
            ByteBuffer.allocate(2 * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) checksum.getValue())
                .putInt((int) def.getBytesRead())
                .array());
      } finally {
        def.end();
      }
    }
  }

  /**
   * Writes Kaggle's form of EMNIST: no header, a line an image, the label and then the pixels
   * column by column, between commas, each line ended by LF.
   */
  private static final class CsvOutput {
    private static final int BUFFER_BYTES = 1 << 16;

    /** "255," */
    private static final int MAX_CELL_BYTES = 4;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int filled;

    private CsvOutput(OutputStream out) {
      this.out = out;
    }

    static void write(EmnistDataset dataset, int firstFileLabel, OutputStream out)
        throws IOException {
      new CsvOutput(out).write(dataset, firstFileLabel);
    }

    private void write(EmnistDataset dataset, int firstFileLabel) throws IOException {
      int width = dataset.width();
      int height = dataset.height();
      byte[] upright = new byte[width * height];
      byte[] stored = new byte[width * height];
      for (int i = 0; i < dataset.size(); i++) {
        dataset.copyImage(i, upright, 0);
        Transposition.transpose(upright, 0, height, width, stored);
        writeCell(dataset.label(i) + firstFileLabel);
        for (byte pixel : stored) {
          writeCell(pixel & 0xFF);
        }
        buffer[filled - 1] = '\n';
      }
      out.write(buffer, 0, filled);
    }

    private void writeCell(int value) throws IOException {
      if (filled > BUFFER_BYTES - MAX_CELL_BYTES) {
        // All but the last byte, a comma that may have to become the line's end.
        out.write(buffer, 0, filled - 1);
        buffer[0] = buffer[filled - 1];
        filled = 1;
      }
      if (value >= 100) {
        buffer[filled++] = (byte) ('0' + value / 100);
      }
      if (value >= 10) {
        buffer[filled++] = (byte) ('0' + value / 10 % 10);
      }
      buffer[filled++] = (byte) ('0' + value % 10);
      buffer[filled++] = ',';
    }
  }
}
