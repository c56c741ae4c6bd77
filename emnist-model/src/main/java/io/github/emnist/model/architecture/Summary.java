package io.github.emnist.model.architecture;

import io.github.emnist.data.internal.Messages;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints a network as {@code Model.summary()} of Keras 2 does, within 80 columns: long rows omit
 * the type, which is part of the name.
 */
final class Summary {
  private static final List<String> UNITS = List.of("Byte", "KB", "MB", "GB", "TB");

  /** The minimum widths of columns, from Keras 2 for a sequential model. */
  private static final int[] LEAST_WIDTHS = {28, 26, 10};

  private static final int MOST_COLUMNS = 80;
  private static final int GAP = 2;

  private Summary() {}

  static String of(CnnArchitecture architecture) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Layer (type)", "Output Shape", "Param #"));
    architecture.layers().forEach(layer -> add(rows, layer, ""));
    int[] widths = widths(rows, LEAST_WIDTHS);
    if (length(widths) > MOST_COLUMNS) {
      widths = widths(rows, new int[3]);
      int room = MOST_COLUMNS - (length(widths) - widths[0]) - GAP;
      rows.replaceAll(row -> row.get(0).length() > room ? withoutType(row) : row);
      widths = widths(rows, new int[3]);
    }
    int lineLength = length(widths);
    StringBuilder text = new StringBuilder();
    text.append("Model: \"").append(architecture.name()).append("\"\n");
    rule(text, "_", lineLength);
    row(text, rows.get(0), widths);
    rule(text, "=", lineLength);
    for (int i = 1; i < rows.size(); i++) {
      row(text, rows.get(i), widths);
      text.append(i < rows.size() - 1 ? "\n" : "");
    }
    rule(text, "=", lineLength);
    long total = architecture.parameterCount();
    long trainable = architecture.trainableParameterCount();
    count(text, "Total params", total);
    count(text, "Trainable params", trainable);
    count(text, "Non-trainable params", total - trainable);
    rule(text, "_", lineLength);
    return text.toString();
  }

  private static int[] widths(List<List<String>> rows, int[] least) {
    int[] widths = least.clone();
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length() + GAP);
      }
    }
    return widths;
  }

  private static int length(int[] widths) {
    return 1 + widths[0] + widths[1] + widths[2];
  }

  private static List<String> withoutType(List<String> row) {
    String cell = row.get(0);
    return List.of(cell.substring(0, cell.lastIndexOf(" (")), row.get(1), row.get(2));
  }

  /**
   * Adds the row of a layer, then those of its inner layers, indented and named from the branch on.
   */
  private static void add(List<List<String>> rows, PlacedLayer layer, String indent) {
    String inOuter = layer.name();
    if (!indent.isEmpty()) {
      inOuter = inOuter.substring(inOuter.lastIndexOf('/', inOuter.lastIndexOf('/') - 1) + 1);
    }
    rows.add(
        List.of(
            "%s%s (%s)".formatted(indent, inOuter, layer.layer().type()),
            layer.output().toString(),
            grouped(layer.parameterCount())));
    for (List<PlacedLayer> branch : layer.branches()) {
      if (branch.isEmpty()) {
        rows.add(List.of(indent + "  shortcut (identity)", layer.input().toString(), "0"));
      }
      branch.forEach(inner -> add(rows, inner, indent + "  "));
    }
  }

  private static void rule(StringBuilder text, String mark, int length) {
    text.append(mark.repeat(length)).append('\n');
  }

  private static void row(StringBuilder text, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder(" ");
    for (int i = 0; i < widths.length; i++) {
      line.append(cells.get(i)).append(" ".repeat(widths[i] - cells.get(i).length()));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static void count(StringBuilder text, String what, long parameters) {
    text.append("%s: %s (%s)\n".formatted(what, grouped(parameters), memory(parameters)));
  }

  private static String grouped(long number) {
    return Messages.format("%,d", number);
  }

  /** Returns the size of float32 parameters, in units of 1,024 as in Keras. */
  private static String memory(long parameters) {
    double size = parameters * (double) Float.BYTES;
    int unit = 0;
    while (size >= 1024 && unit < UNITS.size() - 1) {
      size /= 1024;
      unit++;
    }
    return Messages.format("%.2f %s", size, UNITS.get(unit));
  }
}
