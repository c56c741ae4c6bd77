package io.github.emnist.augment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes one kind of transform as JSON and reads it back. {@link TransformCodecs} lists them all.
 *
 * @param name the kind in a document, in lower case with hyphens; never changed once released
 * @param type the class
 * @param fields a transform's fields in the order in which they are written: {@link Number}, {@link
 *     Boolean}, {@link String}, a lower-case enum constant, another transform, or a {@link
 *     java.util.List} or {@link Map} of these
 * @param reader makes an equal transform; asks for each field once, and may let the builder refuse
 *     its values
 * @param <T> the class
 */
record TransformCodec<T extends RandomTransform>(
    String name,
    Class<T> type,
    Function<T, Map<String, Object>> fields,
    Function<JsonFields, T> reader) {

  /**
   * Fields in order.
   *
   * @param namesAndValues a name, its value, the next name, and so on
   */
  static Map<String, Object> inOrder(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  Map<String, Object> fieldsOf(RandomTransform transform) {
    return fields.apply(type.cast(transform));
  }
}
