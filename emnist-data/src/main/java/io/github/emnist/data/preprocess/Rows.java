package io.github.emnist.data.preprocess;

import io.github.emnist.data.internal.image.PixelBox;
import io.github.emnist.data.preprocess.Layout.Glyph;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Groups characters into rows. Each row is followed from left to right, so it may slant or bend;
 * then the whole picture's slant determines the order of the rows.
 */
final class Rows {
  /** The least common height of a glyph and its row, relative to the lower one. */
  private static final double MIN_SHARED = 0.4;

  /** The least height of a glyph, unlike a dash, that determines the place of its row. */
  private static final double MIN_BODY = 0.3;

  /** Rows closer than this, relative to the letters' height, are one. */
  private static final double SAME_ROW = 0.4;

  /** The largest slant of the rows, about 17 degrees. */
  private static final double MOST_SLANT = 0.3;

  private final double height;
  private final List<Row> rows = new ArrayList<>();

  private Rows(double height) {
    this.height = height;
  }

  /**
   * Returns the rows from top to bottom, each from left to right, of letters of a height in pixels.
   */
  static List<List<Glyph>> of(List<Glyph> glyphs, double height) {
    Rows rows = new Rows(height);
    List<Glyph> leftToRight =
        glyphs.stream().sorted(Comparator.comparingDouble(glyph -> glyph.box().centreX())).toList();
    for (Glyph glyph : leftToRight) {
      if (glyph.box().height() >= MIN_BODY * height) {
        rows.addBody(glyph);
      }
    }
    for (Glyph glyph : leftToRight) {
      if (glyph.box().height() < MIN_BODY * height) {
        rows.addDash(glyph);
      }
    }
    return rows.inOrder();
  }

  private void addBody(Glyph glyph) {
    Row best = null;
    double most = MIN_SHARED;
    for (Row row : rows) {
      double shared = row.shared(glyph.box());
      if (shared > most) {
        most = shared;
        best = row;
      }
    }
    if (best == null) {
      rows.add(new Row(glyph));
    } else {
      best.add(glyph);
    }
  }

  private void addDash(Glyph glyph) {
    Row nearest = null;
    double least = height;
    for (Row row : rows) {
      double distance = row.distance(glyph.box());
      if (distance < least) {
        least = distance;
        nearest = row;
      }
    }
    if (nearest == null) {
      rows.add(new Row(glyph));
    } else {
      nearest.insert(List.of(glyph));
    }
  }

  private List<List<Glyph>> inOrder() {
    double slant = slant();
    rows.sort(Comparator.comparingDouble(row -> level(row, slant)));
    List<Row> merged = new ArrayList<>();
    for (Row row : rows) {
      Row last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && level(row, slant) - level(last, slant) < SAME_ROW * height) {
        last.insert(row.glyphs());
      } else {
        merged.add(row);
      }
    }
    return merged.stream().map(Row::glyphs).toList();
  }

  /** Returns where a row would cross the picture's left side. */
  private static double level(Row row, double slant) {
    return row.meanY() - slant * row.meanX();
  }

  /** Returns the rows' common slope, by least squares. */
  private double slant() {
    double covariance = 0;
    double variance = 0;
    for (Row row : rows) {
      double meanX = row.meanX();
      double meanY = row.meanY();
      for (Glyph glyph : row.glyphs()) {
        double x = glyph.box().centreX() - meanX;
        covariance += x * (glyph.box().centreY() - meanY);
        variance += x * x;
      }
    }
    double slant = variance == 0 ? 0 : covariance / variance;
    return Math.max(-MOST_SLANT, Math.min(slant, MOST_SLANT));
  }

  /** A row that grows to the right, and the vertical band at its end. Not thread-safe. */
  static final class Row {
    /**
     * The weight of the last glyph in the band's position: letters differ in height, slanted lines
     * drift.
     */
    private static final double NEWEST = 0.35;

    private final List<Glyph> glyphs = new ArrayList<>();
    private double top;
    private double bottom;

    Row(Glyph first) {
      glyphs.add(first);
      top = first.box().top();
      bottom = first.box().bottom();
    }

    /** Returns the common height of the band and a box, relative to the lower one. */
    double shared(PixelBox box) {
      double rows = Math.min(bottom, box.bottom()) - Math.max(top, box.top());
      return rows / Math.min(bottom - top, box.height());
    }

    void add(Glyph glyph) {
      glyphs.add(glyph);
      top += NEWEST * (glyph.box().top() - top);
      bottom += NEWEST * (glyph.box().bottom() - bottom);
    }

    /** Adds glyphs that do not move the band: a dash, or another row's glyphs. */
    void insert(List<Glyph> others) {
      glyphs.addAll(others);
      glyphs.sort(Comparator.comparingDouble(glyph -> glyph.box().centreX()));
    }

    /** Returns the vertical distance of a glyph from the row's glyph nearest in x. */
    double distance(PixelBox box) {
      PixelBox nearest =
          glyphs.stream()
              .map(Glyph::box)
              .min(Comparator.comparingDouble(b -> Math.abs(b.centreX() - box.centreX())))
              .orElseThrow();
      return Math.abs(nearest.centreY() - box.centreY());
    }

    List<Glyph> glyphs() {
      return glyphs;
    }

    double meanX() {
      return glyphs.stream().mapToDouble(glyph -> glyph.box().centreX()).average().orElseThrow();
    }

    double meanY() {
      return glyphs.stream().mapToDouble(glyph -> glyph.box().centreY()).average().orElseThrow();
    }
  }
}
