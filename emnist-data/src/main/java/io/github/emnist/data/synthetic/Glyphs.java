package io.github.emnist.data.synthetic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The stroke templates of all characters, read from {@code glyphs.txt}, which says its grammar. */
final class Glyphs {
  private static final String RESOURCE = "glyphs.txt";

  private final Map<Character, List<Glyph>> forms;

  private Glyphs(Map<Character, List<Glyph>> forms) {
    this.forms = forms;
  }

  /** The templates that the library brings. */
  static Glyphs standard() {
    return Standard.GLYPHS;
  }

  /** Delays reading until the first drawing. */
  private static final class Standard {
    static final Glyphs GLYPHS = load();

    private static Glyphs load() {
      try (InputStream in = Glyphs.class.getResourceAsStream(RESOURCE)) {
        return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Reads templates.
   *
   * @throws IllegalArgumentException if a line is not one
   */
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
        throw new IllegalArgumentException(
            "found \"%s\", expected character, weight, strokes".formatted(line));
      }
      double weight = Double.parseDouble(fields[1]);
      if (!(weight > 0)) {
        throw new IllegalArgumentException("found weight %s, expected above 0".formatted(weight));
      }
      return new Glyph(
          fields[0].charAt(0),
          weight,
          Arrays.stream(fields[2].split("/")).map(Glyph.Stroke::parse).toList());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(RESOURCE + ", line " + number + ": " + e.getMessage(), e);
    }
  }

  /**
   * The ways to write a character.
   *
   * @throws IllegalArgumentException if there is none
   */
  List<Glyph> forms(char character) {
    List<Glyph> list = forms.get(character);
    if (list == null) {
      throw new IllegalArgumentException("no stroke template for '" + character + "'");
    }
    return list;
  }

  /**
   * Chooses a way to write a character.
   *
   * @param draw uniform in [0, 1)
   * @return each form as often as its weight says
   */
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
}
