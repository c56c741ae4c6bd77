package io.github.emnist.data.table;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.PixelBox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.dflib.DataFrame;
import org.dflib.Index;
import org.dflib.IntSeries;
import org.dflib.LongSeries;
import org.dflib.Series;
import org.dflib.series.IntArraySeries;
import org.dflib.series.IntBaseSeries;
import org.dflib.series.ObjectSeries;

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
   * Returns a table whose last column, {@code image}, holds each image as a {@link
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
   * Returns a table whose last columns, {@code p0}, {@code p1} and so on, hold the pixels as int, 0
   * to 255, row-major. They take a byte a pixel until DFLib copies them, as it does when rows are
   * chosen.
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
    int size = dataset.size();
    int[] labels = new int[size];
    String[] characters = new String[size];
    double[] ink = new double[size];
    int[][] boxes = new int[4][size];
    byte[] image = new byte[dataset.width() * dataset.height()];
    for (int i = 0; i < size; i++) {
      labels[i] = dataset.label(i);
      characters[i] = dataset.labelMap().label(labels[i]);
      dataset.copyImage(i, image, 0);
      long sum = 0;
      int max = 0;
      for (byte pixel : image) {
        sum += pixel & 0xFF;
        max = Math.max(max, pixel & 0xFF);
      }
      ink[i] = sum / (255.0 * image.length);
      if (max > 0) {
        PixelBox box = PixelBox.find(image, dataset.width(), dataset.height(), (max + 1) / 2);
        boxes[0][i] = box.left();
        boxes[1][i] = box.top();
        boxes[2][i] = box.right() - box.left();
        boxes[3][i] = box.bottom() - box.top();
      }
    }
    List<String> allNames = new ArrayList<>(COLUMNS);
    allNames.addAll(names);
    List<Series<?>> all = new ArrayList<>();
    all.add(Series.ofInt(labels));
    all.add(Series.of(characters));
    all.add(Series.ofDouble(ink));
    for (int[] column : boxes) {
      all.add(Series.ofInt(column));
    }
    all.addAll(last);
    return DataFrame.byColumn(Index.of(allNames.toArray(String[]::new)))
        .of(all.toArray(Series<?>[]::new));
  }

  /** What pandas calls {@code describe}, with its definitions; DFLib has nothing like it. */
  private static final class Description {
    private static final Set<Class<?>> NUMBERS =
        Set.of(int.class, long.class, float.class, double.class);

    private static final String[] COLUMNS = {
      "column", "count", "mean", "std", "min", "25%", "50%", "75%", "max"
    };

    private Description() {}

    static DataFrame of(DataFrame table) {
      List<String> names = new ArrayList<>();
      List<double[]> rows = new ArrayList<>();
      for (String name : table.getColumnsIndex()) {
        double[] values = numbers(table.getColumn(name));
        if (values != null) {
          names.add(name);
          rows.add(statistics(values));
        }
      }
      Series<?>[] columns = new Series<?>[COLUMNS.length];
      columns[0] = Series.of(names.toArray(String[]::new));
      columns[1] = Series.ofInt(names.stream().mapToInt(name -> table.height()).toArray());
      for (int c = 2; c < columns.length; c++) {
        int statistic = c - 2;
        columns[c] = Series.ofDouble(rows.stream().mapToDouble(row -> row[statistic]).toArray());
      }
      return DataFrame.byColumn(Index.of(COLUMNS)).of(columns);
    }

    /**
     * Returns a column's values in ascending order, or null where it holds anything but numbers.
     */
    private static double[] numbers(Series<?> column) {
      double[] values = new double[column.size()];
      if (values.length == 0 && !NUMBERS.contains(column.getNominalType())) {
        return null;
      }
      for (int i = 0; i < values.length; i++) {
        if (!(column.get(i) instanceof Number number)) {
          return null;
        }
        values[i] = number.doubleValue();
      }
      Arrays.sort(values);
      return values;
    }

    private static double[] statistics(double[] sorted) {
      double mean = Arrays.stream(sorted).sum() / sorted.length;
      double squares = Arrays.stream(sorted).map(value -> (value - mean) * (value - mean)).sum();
      return new double[] {
        mean,
        sorted.length < 2 ? Double.NaN : Math.sqrt(squares / (sorted.length - 1)),
        quantile(sorted, 0),
        quantile(sorted, 0.25),
        quantile(sorted, 0.5),
        quantile(sorted, 0.75),
        quantile(sorted, 1)
      };
    }

    private static double quantile(double[] sorted, double share) {
      if (sorted.length == 0) {
        return Double.NaN;
      }
      double place = share * (sorted.length - 1);
      int below = (int) place;
      int above = Math.min(below + 1, sorted.length - 1);
      return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
  }

  /**
   * The images of a data set as a column that holds none of them. DFLib's own lazy columns make all
   * values once one is asked for; this one never keeps any.
   */
  private static final class ImageSeries extends ObjectSeries<GrayImage> {
    private final EmnistDataset dataset;

    ImageSeries(EmnistDataset dataset) {
      super(GrayImage.class);
      this.dataset = dataset;
    }

    @Override
    public int size() {
      return dataset.size();
    }

    @Override
    public GrayImage get(int index) {
      return dataset.image(index);
    }

    @Override
    public void copyTo(Object[] to, int fromOffset, int toOffset, int length) {
      for (int i = 0; i < length; i++) {
        to[toOffset + i] = dataset.image(fromOffset + i);
      }
    }

    @Override
    public Series<GrayImage> materialize() {
      return this;
    }

    @Override
    public Series<GrayImage> fillNulls(GrayImage value) {
      return this;
    }

    @Override
    public Series<GrayImage> fillNullsFromSeries(Series<? extends GrayImage> values) {
      return this;
    }

    @Override
    public Series<GrayImage> fillNullsBackwards() {
      return this;
    }

    @Override
    public Series<GrayImage> fillNullsForward() {
      return this;
    }
  }

  /** One pixel of every image: ints to DFLib, which would take four bytes for each, bytes here. */
  private static final class PixelSeries extends IntBaseSeries {
    private final byte[] pixels;

    PixelSeries(byte[] pixels) {
      this.pixels = pixels;
    }

    @Override
    public int size() {
      return pixels.length;
    }

    @Override
    public int getInt(int index) {
      return pixels[index] & 0xFF;
    }

    @Override
    public void copyToInt(int[] to, int fromOffset, int toOffset, int length) {
      for (int i = 0; i < length; i++) {
        to[toOffset + i] = pixels[fromOffset + i] & 0xFF;
      }
    }

    @Override
    public IntSeries materialize() {
      return this;
    }

    @Override
    public IntSeries rangeInt(int fromInclusive, int toExclusive) {
      Objects.checkFromToIndex(fromInclusive, toExclusive, pixels.length);
      return copy().rangeInt(fromInclusive, toExclusive);
    }

    @Override
    public LongSeries cumSum() {
      return copy().cumSum();
    }

    @Override
    public int max() {
      return copy().max();
    }

    @Override
    public int min() {
      return copy().min();
    }

    @Override
    public long sum() {
      return copy().sum();
    }

    @Override
    public double avg() {
      return copy().avg();
    }

    @Override
    public double median() {
      return copy().median();
    }

    private IntSeries copy() {
      int[] ints = new int[pixels.length];
      copyToInt(ints, 0, 0, ints.length);
      return new IntArraySeries(ints);
    }
  }
}
