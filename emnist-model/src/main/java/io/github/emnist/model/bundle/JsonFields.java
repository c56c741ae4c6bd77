package io.github.emnist.model.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads the fields of one JSON object, each checked. Ends with {@link #end}, which refuses fields
 * that nobody asked for: a setting is never silently ignored.
 */
final class JsonFields {
  private static final int SHOWN = 60;

  private final String file;
  private final String path;
  private final JsonNode object;
  private final Set<String> asked = new HashSet<>();

  private JsonFields(String file, String path, JsonNode object) throws ModelFormatException {
    this.file = file;
    this.path = path;
    this.object = object;
    if (!object.isObject()) {
      throw ModelFormatException.of(where(""), shown(object), "a JSON object");
    }
  }

  /**
   * Opens a document.
   *
   * @param file what to call it in an error
   */
  static JsonFields of(String file, JsonNode document) throws ModelFormatException {
    return new JsonFields(file, "", document);
  }

  /** Whether an optional field is there. */
  boolean has(String name) {
    return !get(name).isMissingNode();
  }

  int integer(String name, int least, int most) throws ModelFormatException {
    JsonNode node = get(name);
    if (!node.isInt() || node.intValue() < least || node.intValue() > most) {
      throw error(name, String.format(Locale.ROOT, "a whole number from %d to %d", least, most));
    }
    return node.intValue();
  }

  double number(String name) throws ModelFormatException {
    if (!get(name).isNumber()) {
      throw error(name, "a number");
    }
    return get(name).doubleValue();
  }

  String text(String name) throws ModelFormatException {
    if (!get(name).isTextual()) {
      throw error(name, "a text");
    }
    return get(name).textValue();
  }

  /** A field that can have only one value in this version of the format. */
  void constant(String name, String value) throws ModelFormatException {
    if (!get(name).isTextual() || !get(name).textValue().equals(value)) {
      throw error(name, '"' + value + '"');
    }
  }

  /** A constant of an enum, in lower case. */
  <E extends Enum<E>> E choice(String name, E[] values) throws ModelFormatException {
    List<String> names = new ArrayList<>();
    for (E value : values) {
      names.add(lowerCase(value));
      if (get(name).isTextual() && get(name).textValue().equals(lowerCase(value))) {
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
    for (JsonNode element : array(name)) {
      objects.add(new JsonFields(file, path + "/" + name + "/" + objects.size(), element));
    }
    return objects;
  }

  List<String> texts(String name) throws ModelFormatException {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array(name)) {
      if (!element.isTextual()) {
        throw ModelFormatException.of(where(name + "/" + texts.size()), shown(element), "a text");
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  List<Double> numbers(String name) throws ModelFormatException {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode item : array(name)) {
      if (!item.isNumber()) {
        throw error(name, "an array of numbers");
      }
      numbers.add(item.asDouble());
    }
    return numbers;
  }

  private JsonNode array(String name) throws ModelFormatException {
    if (!get(name).isArray()) {
      throw error(name, "an array");
    }
    return get(name);
  }

  /** The names of all fields, for objects whose names are data. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The field whatever it is. */
  JsonNode any(String name) throws ModelFormatException {
    if (get(name).isMissingNode()) {
      throw error(name, "a JSON value");
    }
    return get(name);
  }

  /** Refuses fields that were not asked for. */
  void end() throws ModelFormatException {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!asked.contains(field.getKey())) {
        throw ModelFormatException.of(
            where(shortened(field.getKey())),
            "an unknown field",
            "only " + asked.stream().sorted().toList());
      }
    }
  }

  private JsonNode get(String name) {
    asked.add(name);
    return object.path(name);
  }

  ModelFormatException error(String name, String expected) {
    return ModelFormatException.of(where(name), shown(object.path(name)), expected);
  }

  /** The file and, as a JSON pointer (RFC 6901, unescaped), the place in it. */
  String where(String name) {
    String pointer = name.isEmpty() ? path : path + "/" + name;
    return pointer.isEmpty() ? file : file + ", " + pointer;
  }

  /** A value as a message shows it: short, whatever the file holds. */
  private static String shown(JsonNode node) {
    return node.isMissingNode() ? "nothing" : shortened(node.toString());
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
