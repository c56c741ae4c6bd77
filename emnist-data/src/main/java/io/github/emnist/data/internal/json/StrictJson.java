package io.github.emnist.data.internal.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedClassResolver;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads and writes JSON documents as records, by the names of their components. Reading is strict:
 * every component must be present once with its type, and no other field. An empty {@link Optional}
 * is {@code null}, an enum constant is in lower case, and a record of a sealed type has its name as
 * {@code type}. Immutable and thread-safe.
 */
public final class StrictJson {
  private static final String TYPE = "type";

  /**
   * The deepest nesting of objects and arrays; keeps a hostile document from using up the stack.
   */
  public static final int MAX_DEPTH = 64;

  private static final int SHOWN = 60;

  private final JsonMapper mapper;

  /**
   * Creates a reader and writer.
   *
   * @param modules for types other than records, enums, numbers, texts and collections of these
   */
  public StrictJson(Module... modules) {
    mapper =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                LogicalType.Textual,
                config ->
                    Stream.of(
                            CoercionInputShape.Integer,
                            CoercionInputShape.Float,
                            CoercionInputShape.Boolean)
                        .forEach(shape -> config.setCoercion(shape, CoercionAction.Fail)))
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .annotationIntrospector(new SealedTypes())
            .addModules(new Jdk8Module(), durations())
            .addModules(modules)
            .build();
  }

  /** Uses ISO 8601, as {@link Duration#toString}; Jackson's own module also accepts numbers. */
  private static Module durations() {
    return new SimpleModule()
        .addSerializer(Duration.class, ToStringSerializer.instance)
        .addDeserializer(
            Duration.class,
            new FromStringDeserializer<>(Duration.class) {
              private static final long serialVersionUID = 1;

              @Override
              protected Duration _deserialize(String text, DeserializationContext context)
                  throws IOException {
                try {
                  return Duration.parse(text);
                } catch (DateTimeException e) {
                  throw MismatchedInputException.from(
                      context.getParser(), Duration.class, e.getMessage());
                }
              }
            });
  }

  /** Names the permitted records of sealed types, and writes enum constants in lower case. */
  private static final class SealedTypes extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public TypeResolverBuilder<?> findTypeResolver(
        MapperConfig<?> config, AnnotatedClass annotated, JavaType baseType) {
      Class<?> type = annotated.getRawType();
      return sealed(type).isPresent()
          ? StdTypeResolverBuilder.noTypeInfoBuilder()
              .init(JsonTypeInfo.Id.NAME, null)
              .inclusion(JsonTypeInfo.As.PROPERTY)
              .typeProperty(TYPE)
          : super.findTypeResolver(config, annotated, baseType);
    }

    @Override
    public List<NamedType> findSubtypes(Annotated annotated) {
      Class<?> type = annotated.getRawType();
      return type.isInterface() && type.isSealed()
          ? Arrays.stream(type.getPermittedSubclasses())
              .map(permitted -> new NamedType(permitted, name(permitted)))
              .toList()
          : super.findSubtypes(annotated);
    }

    @Override
    public String findTypeName(AnnotatedClass annotated) {
      return sealed(annotated.getRawType()).isPresent()
          ? name(annotated.getRawType())
          : super.findTypeName(annotated);
    }

    @Override
    public String[] findEnumValues(
        MapperConfig<?> config, AnnotatedClass annotated, Enum<?>[] constants, String[] names) {
      for (int i = 0; i < constants.length; i++) {
        names[i] = constants[i].name().toLowerCase(Locale.ROOT);
      }
      return names;
    }
  }

  /** Returns the sealed interface that a type is, or that a record implements. */
  private static Optional<Class<?>> sealed(Class<?> type) {
    if (type.isInterface() && type.isSealed()) {
      return Optional.of(type);
    }
    return type.isRecord()
        ? Arrays.stream(type.getInterfaces()).filter(Class::isSealed).findFirst()
        : Optional.empty();
  }

  /** Returns {@code warmupCosine} for {@code WarmupCosine}. */
  private static String name(Class<?> type) {
    String name = type.getSimpleName();
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  /** Writes a record as an object with its components in order. */
  public ObjectNode tree(Object value) {
    return mapper.valueToTree(value);
  }

  /** Writes a list of records as a JSON array in one line. */
  public String array(List<?> values) {
    return mapper.<JsonNode>valueToTree(values).toString();
  }

  /** Reads an array of records, see {@link #read(JsonNode, Class, String)}. */
  public <T> List<T> readAll(String json, Class<T> element, String source)
      throws MalformedDataException {
    JsonNode tree = parse(json, source);
    if (!tree.isArray()) {
      throw new MalformedDataException(source, 0, shown(tree), "an array");
    }
    List<T> values = new ArrayList<>();
    for (JsonNode value : tree) {
      values.add(read(value, element, source + "[" + values.size() + "]"));
    }
    return values;
  }

  /**
   * Parses a document, called {@code source} in errors; refuses invalid JSON, repeated fields and
   * trailing values.
   */
  public JsonNode parse(String json, String source) throws MalformedDataException {
    try {
      return mapper.readTree(json);
    } catch (JsonProcessingException e) {
      long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getCharOffset());
      String found = "no valid JSON (%s)".formatted(e.getOriginalMessage());
      throw new MalformedDataException(source, at, found, "a JSON document", e);
    }
  }

  /**
   * Parses a document of the given {@code format} and {@code version}; returns its other fields.
   */
  public ObjectNode body(String json, String format, int version, String source)
      throws MalformedDataException {
    JsonNode tree = parse(json, source);
    if (!(tree instanceof ObjectNode body)) {
      throw new MalformedDataException(source, 0, shown(tree), "an object");
    }
    check(body.path("format"), mapper.getNodeFactory().textNode(format), source + ", format");
    check(body.path("version"), mapper.getNodeFactory().numberNode(version), source + ", version");
    return body.without(List.of("format", "version"));
  }

  private static void check(JsonNode found, JsonNode expected, String where)
      throws MalformedDataException {
    if (!found.equals(expected)) {
      throw new MalformedDataException(where, 0, shown(found), expected.toString());
    }
  }

  /** Parses a document and reads a record, see {@link #read(JsonNode, Class, String)}. */
  public <T> T read(String json, Class<T> type, String source) throws MalformedDataException {
    return read(parse(json, source), type, source);
  }

  /**
   * Reads a record. A component that is missing, unknown, of another type or refused by the record
   * is a {@link MalformedDataException} with its path.
   */
  public <T> T read(JsonNode tree, Class<T> type, String source) throws MalformedDataException {
    if (!tree.isObject()) {
      throw new MalformedDataException(source, 0, shown(tree), "an object");
    }
    try {
      return mapper.treeToValue(tree, type);
    } catch (JsonMappingException e) {
      throw malformed(e, tree, source);
    } catch (JsonProcessingException e) {
      throw new MalformedDataException(source, 0, e.getOriginalMessage(), "another value", e);
    }
  }

  private MalformedDataException malformed(JsonMappingException e, JsonNode tree, String source) {
    StringBuilder path = new StringBuilder();
    JsonNode at = tree;
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
        at = at.path(step.getIndex());
      } else {
        path.append(path.isEmpty() ? "" : ".")
            .append(Messages.shortened(step.getFieldName(), SHOWN));
        at = at.path(step.getFieldName());
      }
    }
    if (e instanceof InvalidTypeIdException && at.isObject()) {
      path.append(path.isEmpty() ? "" : ".").append(TYPE);
      at = at.path(TYPE);
    }
    String where = path.isEmpty() ? source : source + ", " + path;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IllegalArgumentException && !(cause instanceof JacksonException)) {
        return new MalformedDataException(
            where, 0, "a refused value: " + cause.getMessage(), "one that is allowed", e);
      }
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      return new MalformedDataException(
          where, 0, "an unknown field", "only " + new TreeSet<>(unknown.getKnownPropertyIds()), e);
    }
    return new MalformedDataException(where, 0, shown(at), expected(e), e);
  }

  /** Describes the JSON form of the type. */
  private String expected(JsonMappingException e) {
    if (e instanceof InvalidTypeIdException unknown) {
      DeserializationConfig config = mapper.getDeserializationConfig();
      AnnotatedClass base = AnnotatedClassResolver.resolve(config, unknown.getBaseType(), config);
      return "one of "
          + mapper.getSubtypeResolver().collectAndResolveSubtypesByTypeId(config, base).stream()
              .filter(type -> type.hasName() && type.getType() != base.getRawType())
              .map(type -> '"' + type.getName() + '"')
              .sorted()
              .toList();
    }
    Class<?> type = Object.class;
    if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      type = mismatch.getTargetType();
    } else if (e.getCause() instanceof InputCoercionException tooLarge) {
      type = tooLarge.getTargetType();
    }
    boolean element =
        !e.getPath().isEmpty() && e.getPath().get(e.getPath().size() - 1).getIndex() >= 0;
    if (element && type.isArray()) {
      type = type.componentType();
    }
    if (type == int.class || type == Integer.class) {
      return "a whole number of at most 32 bits";
    } else if (type == long.class || type == Long.class) {
      return "a whole number of at most 64 bits";
    } else if (type.isPrimitive() && type != boolean.class || Number.class.isAssignableFrom(type)) {
      return "a number";
    } else if (type == boolean.class) {
      return "true or false";
    } else if (type == String.class) {
      return "a text";
    } else if (type == Duration.class) {
      return "a duration as PT1H30M";
    } else if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(c -> '"' + ((Enum<?>) c).name().toLowerCase(Locale.ROOT) + '"')
              .toList();
    }
    return type.isArray() || Iterable.class.isAssignableFrom(type) ? "an array" : "an object";
  }

  private static String shown(JsonNode value) {
    return value instanceof MissingNode ? "nothing" : Messages.shortened(value.toString(), SHOWN);
  }
}
