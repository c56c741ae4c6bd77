package io.github.emnist.train.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.emnist.data.MalformedDataException;
import java.util.ArrayList;
import java.util.List;

/** A value of a JSON document, read with checks; an error says where it is. */
final class JsonField {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private static final int SHOWN = 60;

  private final String where;
  private final JsonNode node;

  private JsonField(String where, JsonNode node) {
    this.where = where;
    this.node = node;
  }

  /** Parses a document that errors call {@code source}. */
  static JsonField parse(String json, String source) throws MalformedDataException {
    try {
      return new JsonField(source, MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getCharOffset());
      String found = "no valid JSON (%s)".formatted(e.getOriginalMessage());
      throw new MalformedDataException(source, at, found, "a JSON document", e);
    }
  }

  boolean has(String name) {
    return node.hasNonNull(name);
  }

  JsonField get(String name) {
    return new JsonField(where + ", " + name, node.path(name));
  }

  List<JsonField> elements(String name) throws MalformedDataException {
    return get(name).elements();
  }

  List<JsonField> elements() throws MalformedDataException {
    if (!node.isArray()) {
      throw error(shown(), "an array");
    }
    List<JsonField> elements = new ArrayList<>();
    for (JsonNode element : node) {
      elements.add(new JsonField(where + "[" + elements.size() + "]", element));
    }
    return elements;
  }

  String text() throws MalformedDataException {
    if (!node.isTextual()) {
      throw error(shown(), "a text");
    }
    return node.textValue();
  }

  double number() throws MalformedDataException {
    if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
      throw error(shown(), "a number");
    }
    return node.doubleValue();
  }

  int count() throws MalformedDataException {
    if (!node.isInt() || node.intValue() < 0) {
      throw error(shown(), "a count");
    }
    return node.intValue();
  }

  long whole() throws MalformedDataException {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw error(shown(), "a whole number");
    }
    return node.longValue();
  }

  /** An array of so many counts. */
  int[] counts(int size) throws MalformedDataException {
    List<JsonField> elements = elements();
    if (elements.size() != size) {
      throw error(elements.size() + " counts", size + ", one a class");
    }
    int[] counts = new int[size];
    for (int i = 0; i < size; i++) {
      counts[i] = elements.get(i).count();
    }
    return counts;
  }

  /** An error at this value; the byte is not known of a parsed document. */
  MalformedDataException error(String found, String expected) {
    return error(found, expected, null);
  }

  MalformedDataException error(String found, String expected, Throwable cause) {
    return new MalformedDataException(where, 0, found, expected, cause);
  }

  private String shown() {
    String text = node.isMissingNode() ? "nothing" : node.toString();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
