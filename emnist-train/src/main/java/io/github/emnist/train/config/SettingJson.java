package io.github.emnist.train.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.MalformedDataException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Settings as JSON, by the components of their records, so that a new record needs no code here. A
 * record of a sealed type has its name as {@code type}, an enum's constant is in lower case.
 */
final class SettingJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String TYPE = "type";

  private SettingJson() {}

  static JsonNode write(Object value) {
    if (value == null) {
      return NODES.nullNode();
    } else if (value instanceof Record record) {
      return write(record);
    } else if (value instanceof List<?> list) {
      ArrayNode array = NODES.arrayNode();
      list.forEach(element -> array.add(write(element)));
      return array;
    } else if (value instanceof OptionalDouble optional) {
      return optional.isEmpty() ? NODES.nullNode() : NODES.numberNode(optional.getAsDouble());
    } else if (value instanceof Double number) {
      return NODES.numberNode(number);
    } else if (value instanceof Integer number) {
      return NODES.numberNode(number);
    } else if (value instanceof Long number) {
      return NODES.numberNode(number);
    } else if (value instanceof Boolean flag) {
      return NODES.booleanNode(flag);
    } else if (value instanceof Enum<?> constant) {
      return NODES.textNode(constant.name().toLowerCase(Locale.ROOT));
    } else if (value instanceof String || value instanceof Duration) {
      return NODES.textNode(value.toString());
    }
    throw unsupported(value.getClass());
  }

  private static ObjectNode write(Record record) {
    ObjectNode object = NODES.objectNode();
    if (isOfSealedType(record.getClass())) {
      object.put(TYPE, name(record.getClass()));
    }
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        object.set(component.getName(), write(component.getAccessor().invoke(record)));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read %s of %s".formatted(component, record), e);
      }
    }
    return object;
  }

  /** A value of a type whose class is {@code type}; an error says where it is. */
  static <T> T read(JsonPlace place, Class<T> type) throws MalformedDataException {
    @SuppressWarnings("unchecked") // read gives a box where the type is primitive
    T value = (T) read(place, (Type) type);
    return value;
  }

  private static Object read(JsonPlace place, Type type) throws MalformedDataException {
    if (type == double.class || type == Double.class) {
      return place.number();
    } else if (type == int.class || type == Integer.class) {
      return place.wholeInt();
    } else if (type == long.class) {
      return place.wholeLong();
    } else if (type == boolean.class) {
      return place.flag();
    } else if (type == String.class) {
      return place.text();
    } else if (type == Duration.class) {
      return duration(place);
    } else if (type == OptionalDouble.class) {
      return place.isNull() ? OptionalDouble.empty() : OptionalDouble.of(place.number());
    } else if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return list(place, list.getActualTypeArguments()[0]);
    } else if (type instanceof Class<?> c && c.isEnum()) {
      return constant(place, c.getEnumConstants());
    } else if (type instanceof Class<?> c && c.isSealed()) {
      return record(place, chosen(place, c));
    } else if (type instanceof Class<?> c && c.isRecord()) {
      return record(place, c);
    }
    throw unsupported(type);
  }

  private static Duration duration(JsonPlace place) throws MalformedDataException {
    try {
      return Duration.parse(place.text());
    } catch (DateTimeException e) {
      throw place.error("a duration as PT1H30M");
    }
  }

  private static List<Object> list(JsonPlace place, Type element) throws MalformedDataException {
    List<Object> list = new ArrayList<>();
    for (JsonPlace one : place.elements()) {
      list.add(read(one, element));
    }
    return list;
  }

  private static Object constant(JsonPlace place, Object[] constants)
      throws MalformedDataException {
    for (Object constant : constants) {
      if (write(constant).equals(place.node())) {
        return constant;
      }
    }
    throw place.error("one of " + Arrays.stream(constants).map(SettingJson::write).toList());
  }

  private static Class<?> chosen(JsonPlace place, Class<?> sealed) throws MalformedDataException {
    if (!place.node().isObject()) {
      throw place.error("an object");
    }
    JsonPlace type = place.get(TYPE);
    List<String> names = new ArrayList<>();
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      if (type.node().asText("").equals(name(permitted)) && type.node().isTextual()) {
        return permitted;
      }
      names.add('"' + name(permitted) + '"');
    }
    throw type.error("one of " + names);
  }

  private static Object record(JsonPlace place, Class<?> type) throws MalformedDataException {
    RecordComponent[] components = type.getRecordComponents();
    Set<String> names = new LinkedHashSet<>();
    if (isOfSealedType(type)) {
      names.add(TYPE);
    }
    for (RecordComponent component : components) {
      names.add(component.getName());
    }
    place.requireOnly(names);
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = read(place.get(components[i].getName()), components[i].getGenericType());
    }
    return create(place, type, components, values);
  }

  private static Object create(
      JsonPlace place, Class<?> type, RecordComponent[] components, Object[] values)
      throws MalformedDataException {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> canonical = type.getConstructor(types);
      return canonical.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        throw place.refused(refusal);
      }
      throw new IllegalStateException("cannot create " + type, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot create " + type, e);
    }
  }

  private static boolean isOfSealedType(Class<?> record) {
    return Arrays.stream(record.getInterfaces()).anyMatch(Class::isSealed);
  }

  /** {@code warmupCosine} for {@code WarmupCosine}. */
  private static String name(Class<?> record) {
    String name = record.getSimpleName();
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  private static IllegalStateException unsupported(Type type) {
    return new IllegalStateException("a setting of %s has no JSON form".formatted(type));
  }
}
