package io.github.emnist.data.preprocess;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A row that grows from left to right, and where it stands at its right end. Not thread-safe. */
final class Row {
  /** How much the last glyph moves the band: letters differ in height, a slanted line drifts. */
  private static final double NEWEST = 0.35;

  private final List<Glyph> glyphs = new ArrayList<>();
  private double top;
  private double bottom;

  Row(Glyph first) {
    glyphs.add(first);
    top = first.box().top();
    bottom = first.box().bottom();
  }

  /** The part of the lower of the two, the band or the box, that both have. */
  double shared(Box box) {
    double rows = Math.min(bottom, box.bottom()) - Math.max(top, box.top());
    return rows / Math.min(bottom - top, box.height());
  }

  void add(Glyph glyph) {
    glyphs.add(glyph);
    top += NEWEST * (glyph.box().top() - top);
    bottom += NEWEST * (glyph.box().bottom() - bottom);
  }

  /** Adds what says nothing of where the row stands: a dash, or another row's glyphs. */
  void insert(List<Glyph> others) {
    glyphs.addAll(others);
    glyphs.sort(Comparator.comparingDouble(glyph -> glyph.box().centreX()));
  }

  /** How far a glyph's middle lies above or below that of the row's glyph nearest in x. */
  double distance(Box box) {
    Box nearest =
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
