package io.github.emnist.train.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.emnist.data.MalformedDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A value of a JSON document and where it is.
 *
 * @param source what errors call the document
 * @param path the value's, as {@code schedule.then.rate}; empty for the whole document
 * @param node the value; missing where there is none
 */
record JsonPlace(String source, String path, JsonNode node) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final int SHOWN = 60;

  static JsonPlace parse(String json, String source) throws MalformedDataException {
    try {
      return new JsonPlace(source, "", MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getCharOffset());
      String found = "no valid JSON (%s)".formatted(e.getOriginalMessage());
      throw new MalformedDataException(source, at, found, "a JSON document", e);
    }
  }

  JsonPlace get(String name) {
    return new JsonPlace(source, path.isEmpty() ? name : path + "." + name, node.path(name));
  }

  List<JsonPlace> elements() throws MalformedDataException {
    if (!node.isArray()) {
      throw error("an array");
    }
    List<JsonPlace> elements = new ArrayList<>();
    for (JsonNode element : node) {
      elements.add(new JsonPlace(source, path + "[" + elements.size() + "]", element));
    }
    return elements;
  }

  boolean isNull() {
    return node.isNull();
  }

  String text() throws MalformedDataException {
    if (!node.isTextual()) {
      throw error("a text");
    }
    return node.textValue();
  }

  double number() throws MalformedDataException {
    if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
      throw error("a number");
    }
    return node.doubleValue();
  }

  int wholeInt() throws MalformedDataException {
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw error("a whole number of at most 32 bits");
    }
    return node.intValue();
  }

  long wholeLong() throws MalformedDataException {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw error("a whole number of at most 64 bits");
    }
    return node.longValue();
  }

  boolean flag() throws MalformedDataException {
    if (!node.isBoolean()) {
      throw error("true or false");
    }
    return node.booleanValue();
  }

  /** Refuses what is no object, and fields of other names: a setting is never silently ignored. */
  void requireOnly(Set<String> names) throws MalformedDataException {
    if (!node.isObject()) {
      throw error("an object");
    }
    for (String name : (Iterable<String>) node::fieldNames) {
      if (!names.contains(name)) {
        throw new MalformedDataException(
            get(shortened(name)).where(), 0, "an unknown field", "only " + new TreeSet<>(names));
      }
    }
  }

  /** An error at this value; the byte is not known of a parsed document. */
  MalformedDataException error(String expected) {
    String found = node.isMissingNode() ? "nothing" : shortened(node.toString());
    return new MalformedDataException(where(), 0, found, expected);
  }

  /** An error for a value that a setter or constructor refused; its message says why. */
  MalformedDataException refused(IllegalArgumentException cause) {
    String found = "a refused value: " + cause.getMessage();
    return new MalformedDataException(where(), 0, found, "one that is allowed", cause);
  }

  private String where() {
    return path.isEmpty() ? source : source + ", " + path;
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
