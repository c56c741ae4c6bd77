package io.github.emnist.data.preprocess;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Reads and writes the JSON forms of {@link Ink}, in one pass and with bounded memory. */
final class InkJson {
  /** The size of {@link Ink#MAX_POINTS} points with 128 bytes each. */
  private static final int MAX_BYTES = 1 << 25;

  private static final int MAX_DEPTH = 32;
  private static final String STROKES = "strokes";
  private static final String POINTS = "points";
  private static final String A_POINT = "a point: [x, y] or {\"x\": ..., \"y\": ...}";

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private final JsonParser json;
  private final String source;
  private final List<Ink.Stroke> strokes = new ArrayList<>();
  private final double[] point = new double[2];
  private int points;

  private InkJson(JsonParser json, String source) {
    this.json = json;
    this.source = source;
  }

  static Ink read(Path file) throws IOException {
    try (InputStream in = PictureReader.open(file, "ink as JSON", "")) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      return parse(bytes, file.toString());
    }
  }

  static Ink parse(String text) throws MalformedDataException {
    return parse(text.getBytes(StandardCharsets.UTF_8), "ink");
  }

  private static Ink parse(byte[] bytes, String source) throws MalformedDataException {
    if (bytes.length > MAX_BYTES) {
      throw new MalformedDataException(
          source, MAX_BYTES, "more bytes", "ink of at most " + MAX_BYTES + " bytes");
    }
    try (JsonParser json = FACTORY.createParser(bytes)) {
      InkJson reader = new InkJson(json, source);
      try {
        return reader.document();
      } catch (JacksonException e) {
        throw reader.notJson(e);
      }
    } catch (MalformedDataException e) {
      throw e;
    } catch (IOException e) { // the bytes are in memory: they are not text
      throw new MalformedDataException(
          source, 0, "bytes that are not UTF-8 text", "ink as JSON", e);
    }
  }

  private Ink document() throws IOException {
    JsonToken first = json.nextToken();
    if (first == JsonToken.START_ARRAY) {
      strokes(false);
    } else if (first == JsonToken.START_OBJECT) {
      boolean found = false;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = json.currentName().equals(STROKES);
        json.nextToken();
        if (wanted) {
          expect(JsonToken.START_ARRAY, "a list of strokes");
          strokes(true);
          found = true;
        } else {
          json.skipChildren();
        }
      }
      if (!found) {
        throw wrong("an object without \"strokes\"", "{\"strokes\": [[[x, y], ...], ...]}");
      }
    } else {
      throw wrong(shown(), "{\"strokes\": [[[x, y], ...], ...]}");
    }
    if (json.nextToken() != null) {
      throw wrong(shown(), "the end of the document");
    }
    return Ink.of(strokes);
  }

  /**
   * Reads strokes to the end of their list. A {@code bare} stroke may be a list of points; a
   * top-level list of lists may not, since it may be Quick, Draw!'s form, one list of all x and one
   * of all y.
   */
  private void strokes(boolean bare) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (bare && json.currentToken() == JsonToken.START_ARRAY) {
        strokes.add(stroke());
        continue;
      }
      expect(
          JsonToken.START_OBJECT,
          bare
              ? "a stroke: a list of points, or an object with \"points\""
              : "a stroke as an object with \"points\", or {\"strokes\": [[[x, y], ...], ...]}");
      Ink.Stroke stroke = null;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = json.currentName().equals(POINTS);
        json.nextToken();
        if (wanted) {
          expect(JsonToken.START_ARRAY, "a list of points");
          stroke = stroke();
        } else {
          json.skipChildren();
        }
      }
      if (stroke == null) {
        throw wrong("a stroke without \"points\"", "{\"points\": [[x, y], ...]}");
      }
      strokes.add(stroke);
    }
  }

  private Ink.Stroke stroke() throws IOException {
    double[] coordinates = new double[32];
    int filled = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (++points > Ink.MAX_POINTS) {
        throw wrong("another point", Messages.format("at most %d points", Ink.MAX_POINTS));
      }
      if (json.currentToken() == JsonToken.START_ARRAY) {
        pointOfList();
      } else {
        expect(JsonToken.START_OBJECT, A_POINT);
        pointOfObject();
      }
      if (filled == coordinates.length) {
        coordinates = Arrays.copyOf(coordinates, 2 * filled);
      }
      coordinates[filled++] = point[0];
      coordinates[filled++] = point[1];
    }
    if (filled == 0) {
      throw wrong("a stroke without points", "at least one");
    }
    return Ink.Stroke.of(Arrays.copyOf(coordinates, filled));
  }

  private void pointOfList() throws IOException {
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (count == 3) {
        throw wrong("a fourth number", "a point: [x, y] or [x, y, t]");
      }
      double number = number();
      if (count < 2) {
        point[count] = coordinate(number);
      }
      count++;
    }
    if (count < 2) {
      throw wrong(count == 0 ? "an empty list" : "one number", "a point: [x, y] or [x, y, t]");
    }
  }

  private void pointOfObject() throws IOException {
    boolean hasX = false;
    boolean hasY = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("x")) {
        point[0] = coordinate(number());
        hasX = true;
      } else if (name.equals("y")) {
        point[1] = coordinate(number());
        hasY = true;
      } else {
        json.skipChildren();
      }
    }
    if (!hasX || !hasY) {
      throw wrong("a point without \"" + (hasX ? "y" : "x") + "\"", A_POINT);
    }
  }

  private double number() throws IOException {
    if (!json.currentToken().isNumeric()) {
      throw wrong(shown(), "a number");
    }
    return json.getDoubleValue();
  }

  private double coordinate(double number) throws IOException {
    if (Math.abs(number) > Ink.MAX_COORDINATE) {
      throw wrong(
          shown(), Messages.format("from -%.0f to %.0f", Ink.MAX_COORDINATE, Ink.MAX_COORDINATE));
    }
    return number;
  }

  private void expect(JsonToken token, String expected) throws IOException {
    if (json.currentToken() != token) {
      throw wrong(shown(), expected);
    }
  }

  /** Returns the current value for messages. */
  private String shown() throws IOException {
    JsonToken token = json.currentToken();
    if (token == null) {
      return "nothing";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          "the number " + Messages.shortened(json.getText(), 24);
      default -> json.getText();
    };
  }

  private MalformedDataException wrong(String found, String expected) {
    String pointer = json.getParsingContext().pathAsPointer().toString();
    return malformed(
        json.currentTokenLocation(),
        found + (pointer.isEmpty() ? "" : " at " + pointer),
        expected,
        null);
  }

  private MalformedDataException notJson(JacksonException e) {
    String pointer = json.getParsingContext().pathAsPointer().toString();
    return malformed(
        e.getLocation() == null ? json.currentLocation() : e.getLocation(),
        (e instanceof JsonEOFException ? "the end of the data" : "no valid JSON")
            + (pointer.isEmpty() ? "" : " at " + pointer),
        "ink as JSON",
        e);
  }

  private MalformedDataException malformed(
      JsonLocation place, String found, String expected, Throwable cause) {
    long offset = Math.max(0, place.getByteOffset());
    return new MalformedDataException(source, offset, found, expected, cause);
  }

  static String write(Ink ink) {
    return ink.strokes().stream()
        .map(stroke -> stroke.points().stream().map(InkJson::text))
        .map(written -> written.collect(Collectors.joining(",", "[", "]")))
        .collect(Collectors.joining(",", "{\"strokes\":[", "]}"));
  }

  private static String text(Ink.Point point) {
    return "[" + text(point.x()) + "," + text(point.y()) + "]";
  }

  /** Writes whole numbers without a fraction, half the length for most canvases. */
  private static String text(double coordinate) {
    long whole = (long) coordinate;
    boolean isWhole = whole == coordinate && (whole != 0 || 1 / coordinate > 0);
    return isWhole ? Long.toString(whole) : Double.toString(coordinate);
  }
}
