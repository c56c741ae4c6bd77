package io.github.emnist.augment;

import io.github.emnist.augment.AugmentationJson.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Reads the fields of one JSON object, each checked. Ends with {@link #end}, which refuses fields
 * that nobody asked for: a setting is never silently ignored.
 */
final class JsonFields {
  private static final int SHOWN = 60;

  private final String path;
  private final Map<?, ?> object;
  private final TreeSet<String> asked = new TreeSet<>();

  /**
   * Opens an object.
   *
   * @param path the place in the document as a JSON pointer (RFC 6901)
   */
  JsonFields(String path, Object object) {
    this.path = path;
    if (!(object instanceof Map<?, ?> map)) {
      throw error(path, object, "a JSON object");
    }
    this.object = map;
  }

  double number(String name) {
    return number(name, get(name));
  }

  private double number(String name, Object value) {
    if (!(value instanceof Number number)) {
      throw error(path + "/" + name, value, "a number");
    }
    return number.doubleValue();
  }

  /** Two numbers, the lower one first. */
  double[] range(String name) {
    if (!(get(name) instanceof List<?> list) || list.size() != 2) {
      throw error(name, "two numbers");
    }
    return new double[] {number(name + "/0", list.get(0)), number(name + "/1", list.get(1))};
  }

  long integer(String name) {
    if (!(get(name) instanceof Long value)) {
      throw error(name, "a whole number");
    }
    return value;
  }

  int integer(String name, int least, int most) {
    if (!(get(name) instanceof Long value) || value < least || value > most) {
      throw error(name, String.format(Locale.ROOT, "a whole number from %d to %d", least, most));
    }
    return value.intValue();
  }

  boolean flag(String name) {
    if (!(get(name) instanceof Boolean value)) {
      throw error(name, "true or false");
    }
    return value;
  }

  String text(String name) {
    if (!(get(name) instanceof String value)) {
      throw error(name, "a text");
    }
    return value;
  }

  /** A constant of an enum, in lower case. */
  <E extends Enum<E>> E choice(String name, E[] values) {
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

  boolean has(String name) {
    return get(name) != null;
  }

  JsonFields object(String name) {
    return new JsonFields(path + "/" + name, get(name));
  }

  RandomTransform transform(String name) {
    return AugmentationJson.transform(object(name));
  }

  List<RandomTransform> transforms(String name) {
    if (!(get(name) instanceof List<?> list)) {
      throw error(name, "an array");
    }
    List<RandomTransform> transforms = new ArrayList<>();
    for (Object element : list) {
      String place = path + "/" + name + "/" + transforms.size();
      transforms.add(AugmentationJson.transform(new JsonFields(place, element)));
    }
    return transforms;
  }

  /** Refuses fields that were not asked for. */
  void end() {
    for (Object name : object.keySet()) {
      if (!asked.contains(name)) {
        throw new RefusedException(
            "augmentation, %s/%s: found an unknown field, expected only %s"
                .formatted(path, shortened(name.toString()), asked));
      }
    }
  }

  private Object get(String name) {
    asked.add(name);
    return object.get(name);
  }

  /** What to throw for a field that is not as it should be. */
  RefusedException error(String name, String expected) {
    return error(path + "/" + name, object.get(name), expected);
  }

  private static RefusedException error(String place, Object found, String expected) {
    return new RefusedException(
        "augmentation, %s: found %s, expected %s"
            .formatted(place.isEmpty() ? "/" : place, shown(found), expected));
  }

  /** What to throw where a builder refused a value: its message with the place before it. */
  RefusedException refused(IllegalArgumentException cause) {
    return new RefusedException(
        "augmentation, %s: %s".formatted(path.isEmpty() ? "/" : path, cause.getMessage()), cause);
  }

  /** A value as a message shows it: short, whatever the document holds. */
  private static String shown(Object value) {
    if (value == null) {
      return "nothing";
    }
    return shortened(value instanceof String ? '"' + value.toString() + '"' : value.toString());
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
