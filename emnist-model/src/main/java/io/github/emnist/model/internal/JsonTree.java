package io.github.emnist.model.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes JSON as maps, lists, strings, numbers, booleans and null: one document, no
 * duplicate names, numbers kept to the last digit. Does not use Jackson's databind, whose classes
 * would take most of the time in which a model is loaded ({@code docs/decisions/0054}).
 */
public final class JsonTree {
  /**
   * The deepest nesting, far above what any tool here writes; keeps a hostile file from using up
   * the stack.
   */
  private static final int MAX_DEPTH = 64;

  /** The value of an empty document. */
  public static final Object NOTHING = new Object();

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private JsonTree() {}

  /**
   * Parses a whole document.
   *
   * @return the value; {@link #NOTHING} if the document is empty
   * @throws com.fasterxml.jackson.core.JsonProcessingException if it is not JSON
   * @throws IOException if the bytes are not text in the encoding that their beginning indicates
   */
  public static Object parse(byte[] document) throws IOException {
    try (JsonParser json = FACTORY.createParser(document)) {
      return document(json);
    }
  }

  /** Parses a whole document as {@link #parse(byte[])} does. */
  public static Object parse(String document) throws IOException {
    try (JsonParser json = FACTORY.createParser(document)) {
      return document(json);
    }
  }

  private static Object document(JsonParser json) throws IOException {
    if (json.nextToken() == null) {
      return NOTHING;
    }
    Object value = value(json);
    if (json.nextToken() != null) {
      throw new JsonParseException(json, "more than one value", json.currentTokenLocation());
    }
    return value;
  }

  private static Object value(JsonParser json) throws IOException {
    switch (json.currentToken()) {
      case START_OBJECT:
        Map<String, Object> object = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          String name = json.currentName();
          json.nextToken();
          object.put(name, value(json));
        }
        return object;
      case START_ARRAY:
        List<Object> array = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(json));
        }
        return array;
      case VALUE_NUMBER_INT:
        return json.getNumberValue();
      case VALUE_NUMBER_FLOAT:
        return json.getDecimalValue();
      case VALUE_TRUE:
      case VALUE_FALSE:
        return json.getBooleanValue();
      case VALUE_NULL:
        return null;
      default:
        return json.getText();
    }
  }

  /** Returns an object of alternating names and values, in that order. */
  public static Map<String, Object> fields(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  /** Returns a value as one line. */
  public static String text(Object value) {
    return text(value, null);
  }

  /** Returns a value as indented lines, each ending in {@code \n}, the same on every system. */
  public static String lines(Object value) {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    return text(value, new DefaultPrettyPrinter().withObjectIndenter(lines)) + "\n";
  }

  private static String text(Object value, PrettyPrinter layout) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      if (layout != null) {
        json.setPrettyPrinter(layout);
      }
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory does not fail", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Map<?, ?> object) {
      json.writeStartObject();
      for (Map.Entry<?, ?> field : object.entrySet()) {
        json.writeFieldName((String) field.getKey());
        write(json, field.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> array) {
      json.writeStartArray();
      for (Object element : array) {
        write(json, element);
      }
      json.writeEndArray();
    } else {
      json.writePOJO(value);
    }
  }
}
