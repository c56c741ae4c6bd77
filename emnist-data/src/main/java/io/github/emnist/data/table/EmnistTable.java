package io.github.emnist.data.table;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.PixelBox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.dflib.DataFrame;
import org.dflib.Index;
import org.dflib.Series;
import org.dflib.series.ObjectSeries;

/**
 * Creates DFLib tables of data sets, with a row for each image in order, to filter, sort, group and
 * print.
 *
 * <pre>{@code
 * DataFrame table = EmnistTable.of(dataset);
 * System.out.println(Printers.tabular.toString(table.head(5)));
 * System.out.println(Printers.tabular.toString(EmnistTable.describe(table)));
 * DataFrame ink = table.group("character").agg($col("character").first(), $double("ink").avg());
 * }</pre>
 *
 * <p>Its columns:
 *
 * <table>
 *   <caption>Columns</caption>
 *   <tr><th>name<th>type<th>holds
 *   <tr><td>{@code label}<td>int<td>the 0-based label
 *   <tr><td>{@code character}<td>String<td>the class name
 *   <tr><td>{@code ink}<td>double<td>the mean of all pixels, 0 (black) to 1 (white)
 *   <tr><td>{@code left}, {@code top}<td>int<td>the first column and row of the box around the ink
 *   <tr><td>{@code width}, {@code height}<td>int<td>the box' size in pixels
 *   <tr><td>{@code image}<td>{@link GrayImage}<td>the image, created on each access
 * </table>
 *
 * <p>The box contains every pixel of at least half the image's maximum, which excludes the soft
 * edge of strokes; an image without ink has 0 in all four.
 */
@SuppressWarnings("exports") // DFLib is optional: a module that uses tables requires it itself
public final class EmnistTable {
  private static final List<String> COLUMNS =
      List.of("label", "character", "ink", "left", "top", "width", "height", "image");

  private static final Set<Class<?>> NUMBERS =
      Set.of(int.class, long.class, float.class, double.class);

  private static final String[] STATISTICS = {
    "column", "count", "mean", "std", "min", "25%", "50%", "75%", "max"
  };

  private EmnistTable() {}

  /**
   * {@return a table of a data set, a row for each image} Its images take no memory; it refers to
   * the data set.
   *
   * @param dataset of any size
   */
  public static DataFrame of(EmnistDataset dataset) {
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
    List<Series<?>> all = new ArrayList<>();
    all.add(Series.ofInt(labels));
    all.add(Series.of(characters));
    all.add(Series.ofDouble(ink));
    for (int[] column : boxes) {
      all.add(Series.ofInt(column));
    }
    all.add(new ImageSeries(dataset));
    return DataFrame.byColumn(Index.of(COLUMNS.toArray(String[]::new)))
        .of(all.toArray(Series<?>[]::new));
  }

  /**
   * {@return a summary of the numeric columns, with pandas' definitions} It has a row for each
   * column: its name ({@code column}), the number of rows ({@code count}), and as double {@code
   * mean}, sample standard deviation ({@code std}), {@code min}, quartiles ({@code 25%}, {@code
   * 50%}, {@code 75%}, interpolated between rows) and {@code max}. NaN if there are too few rows.
   *
   * @param table any table; columns with other values than numbers are left out
   */
  public static DataFrame describe(DataFrame table) {
    List<String> names = new ArrayList<>();
    List<double[]> rows = new ArrayList<>();
    for (String name : table.getColumnsIndex()) {
      double[] values = numbers(table.getColumn(name));
      if (values != null) {
        names.add(name);
        rows.add(statistics(values));
      }
    }
    Series<?>[] columns = new Series<?>[STATISTICS.length];
    columns[0] = Series.of(names.toArray(String[]::new));
    columns[1] = Series.ofInt(names.stream().mapToInt(name -> table.height()).toArray());
    for (int c = 2; c < columns.length; c++) {
      int statistic = c - 2;
      columns[c] = Series.ofDouble(rows.stream().mapToDouble(row -> row[statistic]).toArray());
    }
    return DataFrame.byColumn(Index.of(STATISTICS)).of(columns);
  }

  /** Returns a column's values in ascending order, or null if it has other values than numbers. */
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

  /**
   * A column of images that keeps none of them. DFLib's own lazy columns create all values on the
   * first access and keep them.
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
}
