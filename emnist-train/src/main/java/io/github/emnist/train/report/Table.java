package io.github.emnist.train.report;

import io.github.emnist.train.markup.Markup;
import java.util.List;

/** A table that scrolls by itself where it is wider than the page. */
final class Table {
  private final Markup out;
  private final List<Column> columns;

  /**
   * A column.
   *
   * @param heading above it
   * @param style {@code n} for numbers, {@code label} for class names, or empty
   */
  record Column(String heading, String style) {
    static Column number(String heading) {
      return new Column(heading, "n");
    }

    static Column label(String heading) {
      return new Column(heading, "label");
    }

    static Column text(String heading) {
      return new Column(heading, "");
    }
  }

  /** Begins a table; {@link #end} ends it. */
  Table(Markup out, Column... columns) {
    this.out = out;
    this.columns = List.of(columns);
    out.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (Column column : columns) {
      out.leaf("th", column.heading(), "scope", "col", "class", column.style());
    }
    out.close().close().open("tbody").line();
  }

  /** Adds a row of as many cells as there are columns. */
  Table row(String... cells) {
    out.open("tr");
    for (int i = 0; i < cells.length; i++) {
      out.leaf("td", cells[i], "class", columns.get(i).style());
    }
    out.close().line();
    return this;
  }

  /** Adds a row that ends in a bar of a length in [0, 1], in a column of its own. */
  Table rowWithBar(double length, String... cells) {
    out.open("tr");
    for (int i = 0; i < cells.length; i++) {
      out.leaf("td", cells[i], "class", columns.get(i).style());
    }
    out.open("td").open("span", "class", "bar");
    out.leaf("i", "", "style", "width:%s".formatted(Figures.percent(length).replace("\u00a0", "")));
    out.close().close().close().line();
    return this;
  }

  void end() {
    out.close().close().close().line();
  }
}
