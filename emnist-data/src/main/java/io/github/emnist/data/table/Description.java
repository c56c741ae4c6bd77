package io.github.emnist.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.dflib.DataFrame;
import org.dflib.Index;
import org.dflib.Series;

/** What pandas calls {@code describe}, with its definitions; DFLib has nothing like it. */
final class Description {
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

  /** A column's values in ascending order, or null where it holds anything but numbers. */
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
