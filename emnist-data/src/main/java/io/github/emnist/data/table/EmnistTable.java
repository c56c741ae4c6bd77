package io.github.emnist.data.table;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.LabelMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.dflib.DataFrame;
import org.dflib.Index;
import org.dflib.Series;

/**
 * A data set as a table of DFLib, a row an image in the data set's order, to filter, sort, group
 * and print it with that library.
 *
 * <pre>{@code
 * DataFrame table = EmnistTable.of(dataset);
 * System.out.println(Printers.tabular.toString(table.head(5)));
 * System.out.println(Printers.tabular.toString(EmnistTable.describe(table)));
 * DataFrame ink = table.group("character").agg($col("character").first(), $double("ink").avg());
 * }</pre>
 *
 * <p>The columns that both tables have:
 *
 * <table>
 *   <caption>Columns</caption>
 *   <tr><th>name<th>type<th>holds
 *   <tr><td>{@code label}<td>int<td>the 0-based label
 *   <tr><td>{@code character}<td>String<td>the class name
 *   <tr><td>{@code ink}<td>double<td>the mean of all pixels, 0 (black) to 1 (white)
 *   <tr><td>{@code left}, {@code top}<td>int<td>the first column and row of the box around the ink
 *   <tr><td>{@code width}, {@code height}<td>int<td>the box' size in pixels
 * </table>
 *
 * <p>The box holds every pixel of at least half the image's strongest, which leaves out the soft
 * edge of strokes; an image without ink has 0 in all four.
 */
@SuppressWarnings("exports") // DFLib is optional: a module that uses tables requires it itself
public final class EmnistTable {
  private static final List<String> COLUMNS =
      List.of("label", "character", "ink", "left", "top", "width", "height");

  private static final int ROWS_AT_A_TIME = 32;

  private EmnistTable() {}

  /**
   * A table whose last column, {@code image}, holds each image as a {@link
   * io.github.emnist.data.GrayImage}. The images are made when they are asked for, each time anew,
   * so that the column takes no memory; the table keeps the data set alive.
   *
   * @param dataset of any size
   * @return a row an image
   */
  public static DataFrame of(EmnistDataset dataset) {
    return table(dataset, List.of("image"), List.of(new ImageSeries(dataset)));
  }

  /**
   * A table whose last columns, {@code p0}, {@code p1} and so on, hold the pixels as int, 0 to 255,
   * row-major. They take a byte a pixel until DFLib copies them, as it does when rows are chosen.
   *
   * @param dataset of any size
   * @return a row an image; 784 pixel columns for EMNIST
   */
  public static DataFrame withPixels(EmnistDataset dataset) {
    byte[][] pixels = pixelColumns(dataset);
    return table(
        dataset,
        IntStream.range(0, pixels.length).mapToObj(p -> "p" + p).toList(),
        Arrays.stream(pixels).map(PixelSeries::new).toList());
  }

  /** Turns rows into columns, a few rows at a time so that both stay in the processor's cache. */
  private static byte[][] pixelColumns(EmnistDataset dataset) {
    byte[][] columns = new byte[dataset.width() * dataset.height()][dataset.size()];
    byte[] rows = new byte[columns.length * ROWS_AT_A_TIME];
    for (int first = 0; first < dataset.size(); first += ROWS_AT_A_TIME) {
      int count = Math.min(ROWS_AT_A_TIME, dataset.size() - first);
      for (int i = 0; i < count; i++) {
        dataset.copyImage(first + i, rows, i * columns.length);
      }
      for (int p = 0; p < columns.length; p++) {
        byte[] column = columns[p];
        for (int i = 0; i < count; i++) {
          column[first + i] = rows[i * columns.length + p];
        }
      }
    }
    return columns;
  }

  /**
   * Summarises the columns of numbers: a row a column, with its name ({@code column}), how many
   * rows it has ({@code count}), and as double its {@code mean}, sample standard deviation ({@code
   * std}), {@code min}, quartiles ({@code 25%}, {@code 50%}, {@code 75%}, between two rows in
   * proportion) and {@code max}. NaN where there are too few rows.
   *
   * @param table any table; columns that hold no numbers, or not only numbers, are left out
   * @return the summary
   */
  public static DataFrame describe(DataFrame table) {
    return Description.of(table);
  }

  private static DataFrame table(
      EmnistDataset dataset, List<String> names, List<? extends Series<?>> last) {
    LabelMap labelMap = dataset.labelMap();
    int[] labels = new int[dataset.size()];
    String[] characters = new String[labels.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = dataset.label(i);
      characters[i] = labelMap.label(labels[i]);
    }
    InkColumns ink = InkColumns.of(dataset);
    List<String> allNames = new ArrayList<>(COLUMNS);
    allNames.addAll(names);
    List<Series<?>> all = new ArrayList<>();
    all.add(Series.ofInt(labels));
    all.add(Series.of(characters));
    all.add(Series.ofDouble(ink.mean()));
    all.add(Series.ofInt(ink.left()));
    all.add(Series.ofInt(ink.top()));
    all.add(Series.ofInt(ink.width()));
    all.add(Series.ofInt(ink.height()));
    all.addAll(last);
    return DataFrame.byColumn(Index.of(allNames.toArray(String[]::new)))
        .of(all.toArray(Series<?>[]::new));
  }
}
