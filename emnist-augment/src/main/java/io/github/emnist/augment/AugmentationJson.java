package io.github.emnist.augment;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An augmentation as a JSON document: {@code {"format": "emnist-augmentation", "version": 1,
 * "transforms": [{"type": "affine", …}, …]}}. Reading is strict: no name twice, no unknown field,
 * no other version.
 */
final class AugmentationJson {
  private static final String FORMAT = "emnist-augmentation";
  private static final int VERSION = 1;

  /** Far above what anybody nests; keeps a hostile document from using up the stack. */
  private static final int MAX_DEPTH = 64;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private AugmentationJson() {}

  static String write(List<RandomTransform> transforms) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("format", FORMAT);
    document.put("version", VERSION);
    document.put("transforms", transforms);
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      write(document, generator, 0);
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory does not fail", e);
    }
    return text.toString();
  }

  /**
   * Writes a value within so many objects and arrays.
   *
   * @throws IllegalStateException where {@link #read} would refuse the document
   */
  private static void write(Object value, JsonGenerator generator, int depth) throws IOException {
    if (value instanceof RandomTransform transform) {
      TransformCodec<?> codec = TransformCodecs.of(transform);
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("type", codec.name());
      object.putAll(codec.fieldsOf(transform));
      write(object, generator, depth);
    } else if (value instanceof Map<?, ?> map) {
      checkDepth(depth + 1);
      generator.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        generator.writeFieldName((String) entry.getKey());
        write(entry.getValue(), generator, depth + 1);
      }
      generator.writeEndObject();
    } else if (value instanceof List<?> list) {
      checkDepth(depth + 1);
      generator.writeStartArray();
      for (Object element : list) {
        write(element, generator, depth + 1);
      }
      generator.writeEndArray();
    } else {
      generator.writePOJO(value);
    }
  }

  private static void checkDepth(int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalStateException(
          "augmentation: found transforms nested so deeply that their JSON has more than %s objects"
                  .formatted(MAX_DEPTH)
              + " and arrays within one another, expected at most as many");
    }
  }

  static List<RandomTransform> read(String json) {
    Objects.requireNonNull(json, "json: found null, expected an augmentation's JSON document");
    JsonFields document = new JsonFields("", parse(json));
    if (!document.text("format").equals(FORMAT)) {
      throw document.error("format", '"' + FORMAT + '"');
    }
    if (document.integer("version") != VERSION) {
      throw document.error("version", String.valueOf(VERSION));
    }
    List<RandomTransform> transforms = document.transforms("transforms");
    document.end();
    return transforms;
  }

  static RandomTransform transform(JsonFields fields) {
    TransformCodec<?> codec = TransformCodecs.of(fields);
    RandomTransform transform;
    try {
      transform = codec.reader().apply(fields);
    } catch (RefusedException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw fields.refused(e);
    }
    fields.end();
    return transform;
  }

  private static Object parse(String json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      Object document = value(parser, parser.nextToken());
      if (parser.nextToken() != null) {
        throw new RefusedException("augmentation: found more than one JSON value");
      }
      return document;
    } catch (JsonProcessingException e) {
      throw invalid(e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory does not fail", e);
    }
  }

  private static RefusedException invalid(JsonProcessingException e) {
    JsonLocation location = e.getLocation(); // null where a limit was passed
    String where =
        location == null
            ? ""
            : ", line %s, column %s".formatted(location.getLineNr(), location.getColumnNr());
    return new RefusedException(
        "augmentation%s: found no valid JSON (%s)".formatted(where, e.getOriginalMessage()), e);
  }

  /** Maps, lists, strings, longs, doubles, booleans; null also for JSON's null. */
  private static Object value(JsonParser parser, JsonToken token) throws IOException {
    if (token == null) {
      throw new RefusedException("augmentation: found no JSON value");
    }
    switch (token) {
      case START_OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          map.put(name, value(parser, parser.nextToken()));
        }
        return map;
      }
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        for (JsonToken next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          list.add(value(parser, next));
        }
        return list;
      }
      case VALUE_STRING -> {
        return parser.getText();
      }
      case VALUE_NUMBER_INT -> {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
            ? (Object) parser.getDoubleValue()
            : (Object) parser.getLongValue();
      }
      case VALUE_NUMBER_FLOAT -> {
        return parser.getDoubleValue();
      }
      case VALUE_TRUE, VALUE_FALSE -> {
        return parser.getBooleanValue();
      }
      default -> {
        return null;
      }
    }
  }

  /** A message that already names its place in the document. */
  static final class RefusedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }

    RefusedException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
