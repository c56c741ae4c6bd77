package io.github.emnist.data.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dflib.DataFrame;
import org.dflib.Series;
import org.junit.jupiter.api.Test;

class DescriptionTest {

  /** The figures are those of pandas 1.5: {@code pandas.Series([4, 1, 10, 2]).describe()}. */
  @Test
  void describesAsPandasDoes() {
    DataFrame table =
        DataFrame.byColumn("name", "int", "boxed", "mixed")
            .of(
                Series.of("a", "b", "c", "d"),
                Series.ofInt(4, 1, 10, 2),
                Series.<Object>of(0.5, 0.5, 0.5, 0.5),
                Series.<Object>of(1, "x", 2, 3));
    DataFrame description = EmnistTable.describe(table);
    assertThat(description.getColumnsIndex())
        .containsExactly("column", "count", "mean", "std", "min", "25%", "50%", "75%", "max");
    assertThat(description.height()).isEqualTo(2);
    assertRow(description, 0, "int", 4, 4.25, 4.031128874149275, 1.0, 1.75, 3.0, 5.5, 10.0);
    assertRow(description, 1, "boxed", 4, 0.5, 0.0, 0.5, 0.5, 0.5, 0.5, 0.5);
  }

  @Test
  void tooFewRowsGiveNaN() {
    double none = Double.NaN;
    assertRow(describeInts(7), 0, "x", 1, 7.0, none, 7.0, 7.0, 7.0, 7.0, 7.0);
    assertRow(describeInts(), 0, "x", 0, none, none, none, none, none, none, none);
    DataFrame texts = DataFrame.byColumn("text").of(Series.<String>of());
    assertThat(EmnistTable.describe(texts).height()).isZero();
  }

  private static DataFrame describeInts(int... values) {
    return EmnistTable.describe(DataFrame.byColumn("x").of(Series.ofInt(values)));
  }

  private static void assertRow(DataFrame description, int row, Object... expected) {
    for (int c = 0; c < expected.length; c++) {
      assertThat(List.of(description.getColumn(c).get(row))).containsExactly(expected[c]);
    }
  }
}
