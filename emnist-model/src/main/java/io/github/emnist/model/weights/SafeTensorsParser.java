package io.github.emnist.model.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the JSON of a safetensors header token by token, so that each error has its byte. */
final class SafeTensorsParser {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(4)
                  .maxNameLength(1_000)
                  .maxNumberLength(20)
                  .build())
          .build();

  private static final Set<String> FIELDS = Set.of("dtype", "shape", "data_offsets");

  private final byte[] file;
  private final int length;
  private final String source;
  private JsonParser json;

  /**
   * Prepares a parser.
   *
   * @param length of the header, which begins at byte 8 of the file
   */
  SafeTensorsParser(byte[] file, int length, String source) {
    this.file = file;
    this.length = length;
    this.source = source;
  }

  List<SafeTensorsEntry> parse() throws MalformedDataException {
    // The format's first character; no zero behind it, or Jackson would take it for UTF-16.
    if (length < 2 || file[Long.BYTES] != '{' || file[Long.BYTES + 1] == 0) {
      throw new MalformedDataException(
          source, Long.BYTES, "no \"{\"", "a header in JSON, an object of all tensors");
    }
    try (JsonParser parser = JSON.createParser(file, Long.BYTES, length)) {
      json = parser;
      return header();
    } catch (MalformedDataException e) {
      throw e;
    } catch (IOException e) {
      JsonLocation at = e instanceof JsonProcessingException j ? j.getLocation() : null;
      long offset = at == null ? 0 : Math.max(0, at.getByteOffset());
      throw new MalformedDataException(
          source, Long.BYTES + offset, "no valid JSON", "a header in JSON", e);
    }
  }

  private List<SafeTensorsEntry> header() throws IOException {
    List<SafeTensorsEntry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    json.nextToken();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      if (!names.add(name)) {
        throw error("a second \"%s\"".formatted(name), "each name once");
      }
      if (name.equals("__metadata__")) {
        json.nextToken();
        expect(JsonToken.START_OBJECT, "an object of texts");
        while (json.nextToken() != JsonToken.END_OBJECT) {
          json.nextToken();
          expect(JsonToken.VALUE_STRING, "a text");
        }
      } else {
        entries.add(tensor(name));
      }
    }
    if (json.nextToken() != null) {
      throw error("more JSON", "only spaces behind the object of all tensors");
    }
    return entries;
  }

  private SafeTensorsEntry tensor(String name) throws IOException {
    if (name.isBlank()) {
      throw error("a tensor with a blank name", "a name");
    }
    long at = offset();
    SafeTensorsType type = null;
    List<Long> shape = null;
    List<Long> range = null;
    Set<String> seen = new HashSet<>();
    json.nextToken();
    expect(JsonToken.START_OBJECT, "an object with dtype, shape and data_offsets");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      if (!FIELDS.contains(field) || !seen.add(field)) {
        throw error("field \"%s\"".formatted(field), "dtype, shape and data_offsets, each once");
      }
      json.nextToken();
      switch (field) {
        case "dtype" -> type = type();
        case "shape" -> shape = numbers();
        default -> range = numbers();
      }
    }
    if (seen.size() < FIELDS.size()) {
      throw error(
          "tensor \"%s\" with only %s".formatted(name, seen.stream().sorted().toList()),
          "dtype, shape and data_offsets");
    }
    return place(name, at, type, shape, range);
  }

  /** Checks one array's shape and range against each other and against the file. */
  private SafeTensorsEntry place(
      String name, long at, SafeTensorsType type, List<Long> shape, List<Long> range)
      throws MalformedDataException {
    long data = file.length - (long) Long.BYTES - length;
    if (range.size() != 2 || range.get(0) > range.get(1) || range.get(1) > data) {
      throw new MalformedDataException(
          source,
          at,
          "tensor \"%s\" with data_offsets %s".formatted(name, range),
          String.format(
              Locale.ROOT, "[begin, end] within [0, %d], the bytes behind the header", data));
    }
    long size = type.bytes;
    for (long dimension : shape) {
      // Capped above any file's size, so that no shape overflows to the right one.
      size = Math.min(size, 1L << 31) * Math.min(dimension, 1L << 31);
    }
    long bytes = range.get(1) - range.get(0);
    if (size != bytes || shape.stream().anyMatch(d -> d > Integer.MAX_VALUE)) {
      throw new MalformedDataException(
          source,
          at,
          String.format(Locale.ROOT, "tensor \"%s\", %s %s, in %d bytes", name, type, shape, bytes),
          "as many bytes as type and shape need");
    }
    int begin = Long.BYTES + length;
    return new SafeTensorsEntry(
        name,
        at,
        type,
        shape.stream().map(Long::intValue).toList(),
        begin + range.get(0).intValue(),
        begin + range.get(1).intValue());
  }

  private SafeTensorsType type() throws IOException {
    expect(JsonToken.VALUE_STRING, "\"F32\" or \"F16\"");
    return switch (json.getText()) {
      case "F32" -> SafeTensorsType.F32;
      case "F16" -> SafeTensorsType.F16;
      default -> throw error("dtype " + shown(), "\"F32\" or \"F16\"");
    };
  }

  private List<Long> numbers() throws IOException {
    List<Long> numbers = new ArrayList<>();
    expect(JsonToken.START_ARRAY, "an array of whole numbers");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
      if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER || json.getLongValue() < 0) {
        throw error(
            shown(), String.format(Locale.ROOT, "a whole number from 0 to %d", Long.MAX_VALUE));
      }
      numbers.add(json.getLongValue());
    }
    return numbers;
  }

  private void expect(JsonToken token, String expected) throws IOException {
    if (json.currentToken() != token) {
      throw error(shown(), expected);
    }
  }

  /** The current token as a message shows it: short, whatever the file holds. */
  private String shown() throws IOException {
    String text = json.getText();
    String start = text.length() <= 40 ? text : text.substring(0, 40) + "...";
    return json.currentToken() == JsonToken.VALUE_STRING ? '"' + start + '"' : start;
  }

  private MalformedDataException error(String found, String expected) {
    return new MalformedDataException(source, offset(), found, expected);
  }

  private long offset() {
    return Long.BYTES + Math.max(0, json.currentTokenLocation().getByteOffset());
  }
}
