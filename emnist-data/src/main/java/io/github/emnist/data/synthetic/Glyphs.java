package io.github.emnist.data.synthetic;

import io.github.emnist.data.internal.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The stroke templates of all characters, read from {@code glyphs.txt}, which has its grammar. */
record Glyphs(Map<Character, List<Glyph>> forms) {
  private static final String RESOURCE = "glyphs.txt";
  private static final Glyphs STANDARD = load();

  static Glyphs standard() {
    return STANDARD;
  }

  private static Glyphs load() {
    try (InputStream in = Glyphs.class.getResourceAsStream(RESOURCE)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Parses templates; throws {@link IllegalArgumentException} if a line is malformed. */
  static Glyphs parse(String text) {
    Map<Character, List<Glyph>> forms = new TreeMap<>();
    String[] lines = text.split("\r?\n");
    for (int i = 0; i < lines.length; i++) {
      if (!lines[i].isBlank() && !lines[i].startsWith("#")) {
        Glyph glyph = parseLine(lines[i], i + 1);
        forms.computeIfAbsent(glyph.character(), c -> new ArrayList<>()).add(glyph);
      }
    }
    forms.replaceAll((character, list) -> List.copyOf(list));
    return new Glyphs(forms);
  }

  private static Glyph parseLine(String line, int number) {
    String[] fields = line.split(" ", 3);
    try {
      if (fields.length < 3 || fields[0].length() != 1) {
        throw Messages.illegal("found \"%s\", expected character, weight, strokes", line);
      }
      double weight = Double.parseDouble(fields[1]);
      if (!(weight > 0)) {
        throw Messages.illegal("found weight %s, expected above 0", weight);
      }
      return new Glyph(
          fields[0].charAt(0),
          weight,
          Arrays.stream(fields[2].split("/")).map(Glyph.Stroke::parse).toList());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(RESOURCE + ", line " + number + ": " + e.getMessage(), e);
    }
  }

  /** Returns the forms of a character; throws {@link IllegalArgumentException} if it has none. */
  List<Glyph> forms(char character) {
    List<Glyph> list = forms.get(character);
    if (list == null) {
      throw new IllegalArgumentException("no stroke template for '" + character + "'");
    }
    return list;
  }

  /** Selects a form of a character by weight; {@code draw} is uniform in [0, 1). */
  Glyph choose(char character, double draw) {
    List<Glyph> list = forms(character);
    double total = 0;
    for (Glyph glyph : list) {
      total += glyph.weight();
    }
    double rest = draw * total;
    for (Glyph glyph : list) {
      rest -= glyph.weight();
      if (rest < 0) {
        return glyph;
      }
    }
    return list.get(list.size() - 1);
  }

  /**
   * A form of a character: strokes through points, in units of 1/100 of a capital's height.
   *
   * @param character the character
   * @param weight how common the form is, relative to the character's other forms
   * @param strokes in the order of writing, at least one
   */
  record Glyph(char character, double weight, List<Stroke> strokes) {

    Glyph {
      strokes = List.copyOf(strokes);
    }

    /** The points that the pen passes through without being lifted; a single one is a dot. */
    static final class Stroke {
      static final int MOST_POINTS = 31;

      private final double[] x;
      private final double[] y;
      private final boolean[] corner;

      private Stroke(double[] x, double[] y, boolean[] corner) {
        this.x = x;
        this.y = y;
        this.corner = corner;
      }

      /** Parses points such as {@code 0,58! 22,0! 42,58}, of which ! marks corners. */
      static Stroke parse(String text) {
        String[] points = text.strip().split(" +");
        if (points.length > MOST_POINTS) {
          throw Messages.illegal(
              "found %d points, expected at most %d", points.length, MOST_POINTS);
        }
        double[] x = new double[points.length];
        double[] y = new double[points.length];
        boolean[] corner = new boolean[points.length];
        for (int i = 0; i < points.length; i++) {
          corner[i] = points[i].endsWith("!");
          String point = corner[i] ? points[i].substring(0, points[i].length() - 1) : points[i];
          String[] coordinates = point.split(",", -1);
          if (coordinates.length != 2) {
            throw Messages.illegal("found point \"%s\", expected x,y or x,y!", points[i]);
          }
          x[i] = Double.parseDouble(coordinates[0]);
          y[i] = Double.parseDouble(coordinates[1]);
        }
        return new Stroke(x, y, corner);
      }

      int size() {
        return x.length;
      }

      double x(int point) {
        return x[point];
      }

      double y(int point) {
        return y[point];
      }

      /** Tells whether the pen may turn sharply at a point. */
      boolean corner(int point) {
        return corner[point];
      }
    }
  }
}
