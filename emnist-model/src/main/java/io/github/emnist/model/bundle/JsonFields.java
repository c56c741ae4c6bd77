package io.github.emnist.model.bundle;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.internal.JsonTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads and checks the fields of a JSON object. {@link #end} must be called last: it throws an
 * exception if there are fields that were not read.
 */
final class JsonFields {
  private static final int SHOWN = 60;

  private final String file;
  private final String path;
  private final Map<?, ?> object;
  private final Set<String> asked = new TreeSet<>();

  private JsonFields(String file, String path, Object value) throws ModelFormatException {
    this.file = file;
    this.path = path;
    this.object = value instanceof Map<?, ?> map ? map : Map.of();
    if (!(value instanceof Map)) {
      throw ModelFormatException.of(where(""), shown(value), "a JSON object");
    }
  }

  /** Parses a document; {@code file} is its name for error messages. */
  static JsonFields of(String file, byte[] document) throws ModelFormatException {
    try {
      return new JsonFields(file, "", JsonTree.parse(document));
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where =
          at == null
              ? file
              : Messages.format("%s, line %d, column %d", file, at.getLineNr(), at.getColumnNr());
      throw ModelFormatException.because(
          where, "found no valid JSON (%s)".formatted(e.getOriginalMessage()), e);
    } catch (ModelFormatException e) {
      throw e;
    } catch (IOException e) { // bytes that are not valid in their encoding
      throw ModelFormatException.because(file, "found no text, expected JSON in UTF-8", e);
    }
  }

  /** Returns whether an optional field exists. */
  boolean has(String name) {
    return get(name) != JsonTree.NOTHING;
  }

  int integer(String name, int least, int most) throws ModelFormatException {
    if (get(name) instanceof Integer number && number >= least && number <= most) {
      return number;
    }
    throw error(name, Messages.format("a whole number from %d to %d", least, most));
  }

  double number(String name) throws ModelFormatException {
    if (get(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw error(name, "a number");
  }

  String text(String name) throws ModelFormatException {
    if (get(name) instanceof String text) {
      return text;
    }
    throw error(name, "a text");
  }

  /** Checks a field that has only one value in this version of the format. */
  void constant(String name, String value) throws ModelFormatException {
    if (!value.equals(get(name))) {
      throw error(name, '"' + value + '"');
    }
  }

  /** Returns an enum constant by its name in lower case. */
  <E extends Enum<E>> E choice(String name, E[] values) throws ModelFormatException {
    List<String> names = new ArrayList<>();
    for (E value : values) {
      names.add(lowerCase(value));
      if (lowerCase(value).equals(get(name))) {
        return value;
      }
    }
    throw error(name, "one of " + names);
  }

  static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  JsonFields object(String name) throws ModelFormatException {
    return new JsonFields(file, path + "/" + name, get(name));
  }

  List<JsonFields> objects(String name) throws ModelFormatException {
    List<JsonFields> objects = new ArrayList<>();
    for (Object element : array(name)) {
      objects.add(new JsonFields(file, path + "/" + name + "/" + objects.size(), element));
    }
    return objects;
  }

  List<String> texts(String name) throws ModelFormatException {
    List<String> texts = new ArrayList<>();
    for (Object element : array(name)) {
      if (!(element instanceof String text)) {
        throw ModelFormatException.of(where(name + "/" + texts.size()), shown(element), "a text");
      }
      texts.add(text);
    }
    return texts;
  }

  List<Double> numbers(String name) throws ModelFormatException {
    List<Double> numbers = new ArrayList<>();
    for (Object element : array(name)) {
      if (!(element instanceof Number number)) {
        throw error(name, "an array of numbers");
      }
      numbers.add(number.doubleValue());
    }
    return numbers;
  }

  private List<?> array(String name) throws ModelFormatException {
    if (get(name) instanceof List<?> array) {
      return array;
    }
    throw error(name, "an array");
  }

  /** Returns the names of all fields. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Object name : object.keySet()) {
      names.add((String) name);
    }
    return names;
  }

  /** Returns a field of any type, as a tree. */
  Object any(String name) throws ModelFormatException {
    if (!has(name)) {
      throw error(name, "a JSON value");
    }
    return get(name);
  }

  /** Throws an exception if there are fields that were not read. */
  void end() throws ModelFormatException {
    for (String name : names()) {
      if (!asked.contains(name)) {
        throw ModelFormatException.of(
            where(Messages.shortened(name, SHOWN)), "an unknown field", "only " + asked);
      }
    }
  }

  private Object get(String name) {
    asked.add(name);
    return value(name);
  }

  private Object value(String name) {
    return object.containsKey(name) ? object.get(name) : JsonTree.NOTHING;
  }

  ModelFormatException error(String name, String expected) {
    return ModelFormatException.of(where(name), shown(value(name)), expected);
  }

  /** Returns the file and the JSON pointer (RFC 6901, unescaped). */
  String where(String name) {
    String pointer = name.isEmpty() ? path : path + "/" + name;
    return pointer.isEmpty() ? file : file + ", " + pointer;
  }

  /** Formats a value for a message. */
  private static String shown(Object value) {
    return value == JsonTree.NOTHING ? "nothing" : Messages.shortened(JsonTree.text(value), SHOWN);
  }
}
