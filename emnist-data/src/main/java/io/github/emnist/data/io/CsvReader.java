package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.io.CsvParser.CsvLayout;
import io.github.emnist.data.io.CsvParser.CsvRow;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Reads images from a CSV file in the form of Kaggle's EMNIST: one line per image, the label first,
 * then a number from 0 to 255 for each pixel, column by column. The file may have any name.
 *
 * <pre>{@code
 * EmnistDataset train =
 *     CsvReader.of(EmnistSplit.BALANCED).read(Path.of("emnist-balanced-train.csv"));
 * }</pre>
 *
 * <p>Other classes are given by their names, in the order of their numbers:
 *
 * <pre>{@code
 * EmnistDataset letters =
 *     CsvReader.of(LabelMap.ofCharacters("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 28, 28)
 *         .withUprightPixels()
 *         .read(Path.of("A_Z Handwritten Data.csv"));
 * }</pre>
 *
 * <p>Lines end in LF or CRLF; the last may end with the file. A UTF-8 byte order mark and empty
 * lines at the end are skipped. A header (a first line of names, or of column numbers as pandas
 * writes it) is skipped and reported to the {@link #withListener listener}. A column that the
 * header calls {@code label} or {@code class}, in any case, has the labels; the others are the
 * pixels. Numbers may have leading zeros, double quotes, and spaces or tabs around those. Anything
 * else, including a header that names a pixel in the label's column, is a {@link
 * MalformedDataException} that names the line and the column, both counted from 1.
 *
 * <p>Memory beside the result: under 1 MiB for 28x28 pixels, and at times a copy of the last 65,536
 * images. Immutable and thread-safe.
 */
public final class CsvReader {
  private final CsvLayout layout;
  private final ReadLimits limits;
  private final Listener listener;

  private CsvReader(CsvLayout layout, ReadLimits limits, Listener listener) {
    this.layout = layout;
    this.limits = limits;
    this.listener = listener;
  }

  private static CsvReader of(CsvLayout layout) {
    return new CsvReader(layout, ReadLimits.defaults(), CsvReader::logHeader);
  }

  /**
   * {@return a reader of EMNIST's 28x28 images, with the labels of the official files (Letters from
   * 1)}
   *
   * @param split the split of the labels
   */
  public static CsvReader of(EmnistSplit split) {
    return of(CsvLayout.of(split));
  }

  /**
   * {@return a reader of other images, with labels from 0}
   *
   * @param labels names of the classes, in label order
   * @param width of every image, in pixels
   * @param height of every image, in pixels
   * @throws IllegalArgumentException if a side is below 1 or above 1,024
   */
  public static CsvReader of(LabelMap labels, int width, int height) {
    return of(CsvLayout.of(labels, width, height));
  }

  /** {@return a copy that reads pixels row by row, as most files other than EMNIST's have them} */
  public CsvReader withUprightPixels() {
    return new CsvReader(layout.withUprightPixels(), limits, listener);
  }

  /**
   * {@return a copy with other limits}
   *
   * @param limits of which {@code maxImages}, {@code maxPixels} and, for gzip, {@code
   *     maxCompressionRatio} apply
   */
  public CsvReader withLimits(ReadLimits limits) {
    return new CsvReader(layout, Objects.requireNonNull(limits, "limits"), listener);
  }

  /**
   * {@return a copy that reports headers to a listener} By default they are logged (level {@code
   * INFO}, {@link System.Logger} {@code io.github.emnist.data.io}).
   *
   * @param listener called in the caller's thread
   */
  public CsvReader withListener(Listener listener) {
    return new CsvReader(layout, limits, Objects.requireNonNull(listener, "listener"));
  }

  /**
   * Reads a file.
   *
   * @param file the lines, gzipped if its name ends in {@code .gz}
   * @return upright images and 0-based labels
   * @throws NoSuchFileException if there is no such file
   * @throws IOException as {@link #read(InputStream, String)}
   */
  public EmnistDataset read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "found a folder, expected a CSV file");
    }
    if (Files.notExists(file)) {
      throw new NoSuchFileException(file.toString(), null, "file not found");
    }
    return read(ByteSource.of(file));
  }

  /**
   * Reads a stream to its end.
   *
   * @param in the lines; not closed
   * @param name the stream's name for messages
   * @return upright images and 0-based labels
   * @throws MalformedDataException if a line is malformed, there is no image, or a limit is
   *     exceeded
   * @throws IOException if the stream cannot be read
   */
  public EmnistDataset read(InputStream in, String name) throws IOException {
    return read(in, name, 0);
  }

  EmnistDataset read(ByteSource source) throws IOException {
    try (UnpackedStream in = UnpackedStream.open(source, limits)) {
      return read(in, source.name(), in.trustedSize());
    }
  }

  private EmnistDataset read(InputStream in, String name, long knownBytes) throws IOException {
    return new CsvParser(in, name, layout, limits, listener).read(knownBytes);
  }

  private static void logHeader(String source, String header) {
    System.getLogger(CsvReader.class.getPackageName())
        .log(Level.INFO, () -> "%s: skipped a header, %s".formatted(source, CsvRow.show(header)));
  }

  @Override
  public String toString() {
    return Messages.format(
        "CsvReader[%d classes, %dx%d pixels]",
        layout.labelMap().size(), layout.width(), layout.height());
  }

  /** Receives the headers that a {@link CsvReader} skips. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Called when the first line is a header.
     *
     * @param source what is being read, usually a file
     * @param header the line, without its line break
     */
    void headerSkipped(String source, String header);
  }
}
