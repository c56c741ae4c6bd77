package io.github.emnist.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@link EmnistDataset#concat}. */
final class Concatenation {
  private Concatenation() {}

  static EmnistDataset of(EmnistDataset first, EmnistDataset... others) {
    List<EmnistDataset> parts = new ArrayList<>(List.of(first));
    parts.addAll(List.of(others));
    int size = checkedSize(parts);
    ImageColumns columns =
        ImageColumns.concat(parts.stream().map(EmnistDataset::columns).toList(), size);
    return new EmnistDataset(columns, first.labelMap(), commonSplit(parts));
  }

  /** The number of images of all. */
  private static int checkedSize(List<EmnistDataset> parts) {
    EmnistDataset first = parts.get(0);
    long size = 0;
    for (int i = 0; i < parts.size(); i++) {
      EmnistDataset part = parts.get(i);
      if (part.width() != first.width() || part.height() != first.height()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "data set %d of %d: image size (%d x %d) must be %d x %d, as in the first",
                i + 1,
                parts.size(),
                part.width(),
                part.height(),
                first.width(),
                first.height()));
      }
      checkLabels(part.labelMap(), first.labelMap(), i + 1, parts.size());
      size += part.size();
    }
    if (size > ImageColumns.MAX_IMAGES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the %d data sets have %d images; one must have at most %d",
              parts.size(),
              size,
              ImageColumns.MAX_IMAGES));
    }
    return (int) size;
  }

  private static void checkLabels(LabelMap found, LabelMap expected, int number, int count) {
    if (found.size() != expected.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "data set %d of %d: classes (%d) must be the %d of the first; relabel makes them equal",
              number,
              count,
              found.size(),
              expected.size()));
    }
    for (int label = 0; label < expected.size(); label++) {
      if (!found.label(label).equals(expected.label(label))) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "data set %d of %d: class %d (\"%s\") must be \"%s\", as in the first; relabel makes"
                    + " them equal",
                number,
                count,
                label,
                found.label(label),
                expected.label(label)));
      }
    }
  }

  /** The split that all belong to; null if they belong to several or to none. */
  private static EmnistSplit commonSplit(List<EmnistDataset> parts) {
    EmnistSplit split = parts.get(0).split().orElse(null);
    return parts.stream().allMatch(part -> part.split().orElse(null) == split) ? split : null;
  }
}
