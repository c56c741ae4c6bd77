package io.github.emnist.model.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.AtomicFiles;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.weights.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hugging Face's safetensors format: 8 bytes with the length of the header (little-endian), a JSON
 * header with each array's type, shape and place, padded with spaces to a multiple of 8 bytes, and
 * the values, little-endian and row-major (github.com/huggingface/safetensors, README, "Format").
 *
 * <p>Writes float32; reads float32 and float16. The same weights always give the same bytes. What
 * is read is checked before anything is allocated from it, so that a hostile file costs no more
 * memory than it has bytes; values are taken as they are, NaN included.
 */
public final class SafeTensors {
  private SafeTensors() {}

  /**
   * Encodes weights as a file's bytes.
   *
   * @param weights arrays in the order that the file will have
   * @return a whole safetensors file
   * @throws IllegalArgumentException if the file would have 2^31 or more bytes
   */
  public static byte[] encode(Weights weights) {
    return encode(weights, Map.of());
  }

  /**
   * Encodes weights as a file's bytes, with metadata.
   *
   * @param weights arrays in the order that the file will have
   * @param metadata the header's {@code __metadata__}, in the order of the map; left out if empty
   * @return a whole safetensors file
   * @throws IllegalArgumentException if the file would have 2^31 or more bytes
   */
  public static byte[] encode(Weights weights, Map<String, String> metadata) {
    byte[] header = Header.encode(weights, metadata);
    long size = Long.BYTES + (long) header.length;
    for (String name : weights.names()) {
      size += (long) weights.buffer(name).remaining() * Float.BYTES;
    }
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          Messages.format(
              "weights need a file of %,d bytes, at most %,d are possible",
              size, Integer.MAX_VALUE));
    }
    ByteBuffer file = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length).put(header);
    for (String name : weights.names()) {
      FloatBuffer values = weights.buffer(name);
      int length = values.remaining() * Float.BYTES;
      file.slice(file.position(), length)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .put(values);
      file.position(file.position() + length);
    }
    return file.array();
  }

  /**
   * Decodes weights from a file's bytes.
   *
   * @param bytes a whole safetensors file
   * @param source the name of the file in errors, usually its path
   * @return its arrays as float32, in the header's order
   * @throws MalformedDataException if the bytes are not such a file, or hold arrays other than
   *     float32 and float16
   */
  public static Weights decode(byte[] bytes, String source) throws MalformedDataException {
    List<Entry> entries = Header.decode(bytes, source);
    Weights.Builder weights = Weights.builder();
    for (Entry entry : entries) {
      ByteBuffer data =
          ByteBuffer.wrap(bytes, entry.begin(), entry.end() - entry.begin())
              .slice()
              .order(ByteOrder.LITTLE_ENDIAN);
      weights.put(entry.name(), entry.shape(), entry.type().values(data));
    }
    return weights.build();
  }

  /**
   * Writes weights to a file, whole or not at all.
   *
   * @param path the file, replaced if it is there
   * @param weights the weights to write
   * @throws IOException if it cannot be written
   */
  public static void write(Path path, Weights weights) throws IOException {
    AtomicFiles.write(path, encode(weights));
  }

  /**
   * Reads weights from a file.
   *
   * @param path a safetensors file
   * @return its arrays as float32, in the header's order
   * @throws MalformedDataException as {@link #decode}
   * @throws IOException if it cannot be read
   */
  public static Weights read(Path path) throws IOException {
    return decode(Files.readAllBytes(path), path.toString());
  }

  /**
   * One array in a safetensors header.
   *
   * @param at the byte of the file at which the header names it
   * @param begin the byte of the file at which its values begin
   * @param end the byte of the file behind its values
   */
  record Entry(String name, long at, Type type, List<Integer> shape, int begin, int end) {}

  /**
   * Encodes and decodes the header of a safetensors file, and checks it against the bytes behind
   * it.
   */
  static final class Header {
    /** The longest header that the format's reference implementation reads. */
    private static final int MAX_LENGTH = 100_000_000;

    /** The reference implementation begins the values at a multiple of this. */
    private static final int ALIGNMENT = 8;

    private Header() {}

    /** Returns the JSON text, padded with spaces. */
    static byte[] encode(Weights weights, Map<String, String> metadata) {
      Map<String, Object> header = new LinkedHashMap<>();
      if (!metadata.isEmpty()) {
        header.put("__metadata__", metadata);
      }
      long offset = 0;
      for (String name : weights.names()) {
        long end = offset + (long) weights.buffer(name).remaining() * Float.BYTES;
        header.put(
            name,
            JsonTree.fields(
                "dtype",
                Type.F32.name(),
                "shape",
                weights.shape(name),
                "data_offsets",
                List.of(offset, end)));
        offset = end;
      }
      byte[] text = JsonTree.text(header).getBytes(StandardCharsets.UTF_8);
      int length = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
      byte[] padded = Arrays.copyOf(text, length);
      Arrays.fill(padded, text.length, length, (byte) ' ');
      return padded;
    }

    /**
     * Returns the arrays of a file in the header's order; their values fill the rest of the file
     * exactly.
     */
    static List<Entry> decode(byte[] file, String source) throws MalformedDataException {
      int length = length(file, source);
      int data = Long.BYTES + length;
      List<Entry> entries = new Parser(file, length, source).parse();
      int end = data;
      List<Entry> inOrder = new ArrayList<>(entries);
      inOrder.sort(Comparator.comparingInt(Entry::begin).thenComparingInt(Entry::end));
      for (Entry entry : inOrder) {
        if (entry.begin() != end) {
          throw new MalformedDataException(
              source,
              entry.at(),
              Messages.format(
                  "tensor \"%s\" at data offset %d", entry.name(), entry.begin() - data),
              Messages.format("%d, where the tensor before it ends", end - data));
        }
        end = entry.end();
      }
      if (end != file.length) {
        throw new MalformedDataException(
            source,
            end,
            Messages.format("%d bytes that belong to no tensor", file.length - end),
            "the end of the file");
      }
      return entries;
    }

    private static int length(byte[] file, String source) throws MalformedDataException {
      if (file.length < Long.BYTES) {
        throw new MalformedDataException(
            source,
            0,
            Messages.format("%d bytes", file.length),
            "at least 8, which hold the header's length");
      }
      long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
      int most = Math.min(MAX_LENGTH, file.length - Long.BYTES);
      if (length < 0 || length > most) {
        throw new MalformedDataException(
            source,
            0,
            "a header of %s bytes".formatted(Long.toUnsignedString(length)),
            Messages.format("at most %d, as many as follow", most));
      }
      return (int) length;
    }
  }

  /** Reads the JSON of a safetensors header token by token, so that each error names its byte. */
  static final class Parser {
    private static final JsonFactory JSON =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxNameLength(1_000)
                    .maxNumberLength(20)
                    .build())
            .build();

    private static final Set<String> FIELDS = Set.of("dtype", "shape", "data_offsets");

    private final byte[] file;
    private final int length;
    private final String source;
    private JsonParser json;

    /**
     * Prepares a parser.
     *
     * @param length of the header, which begins at byte 8 of the file
     */
    Parser(byte[] file, int length, String source) {
      this.file = file;
      this.length = length;
      this.source = source;
    }

    List<Entry> parse() throws MalformedDataException {
      // The format's first character; with a zero behind it, Jackson would take the header for
      // UTF-16.
      if (length < 2 || file[Long.BYTES] != '{' || file[Long.BYTES + 1] == 0) {
        throw new MalformedDataException(
            source, Long.BYTES, "no \"{\"", "a header in JSON, an object of all tensors");
      }
      try (JsonParser parser = JSON.createParser(file, Long.BYTES, length)) {
        json = parser;
        return header();
      } catch (MalformedDataException e) {
        throw e;
      } catch (IOException e) {
        JsonLocation at = e instanceof JsonProcessingException j ? j.getLocation() : null;
        long offset = at == null ? 0 : Math.max(0, at.getByteOffset());
        throw new MalformedDataException(
            source, Long.BYTES + offset, "no valid JSON", "a header in JSON", e);
      }
    }

    private List<Entry> header() throws IOException {
      List<Entry> entries = new ArrayList<>();
      Set<String> names = new HashSet<>();
      json.nextToken();
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        if (!names.add(name)) {
          throw error("a second \"%s\"".formatted(name), "each name once");
        }
        if (name.equals("__metadata__")) {
          json.nextToken();
          expect(JsonToken.START_OBJECT, "an object of texts");
          while (json.nextToken() != JsonToken.END_OBJECT) {
            json.nextToken();
            expect(JsonToken.VALUE_STRING, "a text");
          }
        } else {
          entries.add(tensor(name));
        }
      }
      if (json.nextToken() != null) {
        throw error("more JSON", "only spaces behind the object of all tensors");
      }
      return entries;
    }

    private Entry tensor(String name) throws IOException {
      if (name.isBlank()) {
        throw error("a tensor with a blank name", "a name");
      }
      long at = offset();
      Type type = null;
      List<Long> shape = null;
      List<Long> range = null;
      Set<String> seen = new HashSet<>();
      json.nextToken();
      expect(JsonToken.START_OBJECT, "an object with dtype, shape and data_offsets");
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        if (!FIELDS.contains(field) || !seen.add(field)) {
          throw error("field \"%s\"".formatted(field), "dtype, shape and data_offsets, each once");
        }
        json.nextToken();
        switch (field) {
          case "dtype" -> type = type();
          case "shape" -> shape = numbers();
          default -> range = numbers();
        }
      }
      if (seen.size() < FIELDS.size()) {
        throw error(
            "tensor \"%s\" with only %s".formatted(name, seen.stream().sorted().toList()),
            "dtype, shape and data_offsets");
      }
      return place(name, at, type, shape, range);
    }

    /** Checks one array's shape and range against each other and against the file. */
    private Entry place(String name, long at, Type type, List<Long> shape, List<Long> range)
        throws MalformedDataException {
      long data = file.length - (long) Long.BYTES - length;
      if (range.size() != 2 || range.get(0) > range.get(1) || range.get(1) > data) {
        throw new MalformedDataException(
            source,
            at,
            "tensor \"%s\" with data_offsets %s".formatted(name, range),
            Messages.format("[begin, end] within [0, %d], the bytes behind the header", data));
      }
      long size = type.bytes;
      boolean possible = true;
      List<Integer> dimensions = new ArrayList<>();
      for (long dimension : shape) {
        // Capped above any file's size, so that no product overflows to the right size.
        size = Math.min(size, 1L << 31) * Math.min(dimension, 1L << 31);
        possible &= dimension <= Integer.MAX_VALUE;
        dimensions.add((int) dimension);
      }
      long bytes = range.get(1) - range.get(0);
      if (size != bytes || !possible) {
        throw new MalformedDataException(
            source,
            at,
            Messages.format("tensor \"%s\", %s %s, in %d bytes", name, type, shape, bytes),
            "as many bytes as type and shape need");
      }
      int begin = Long.BYTES + length;
      return new Entry(
          name,
          at,
          type,
          dimensions,
          begin + range.get(0).intValue(),
          begin + range.get(1).intValue());
    }

    private Type type() throws IOException {
      expect(JsonToken.VALUE_STRING, "\"F32\" or \"F16\"");
      return switch (json.getText()) {
        case "F32" -> Type.F32;
        case "F16" -> Type.F16;
        default -> throw error("dtype " + shown(), "\"F32\" or \"F16\"");
      };
    }

    private List<Long> numbers() throws IOException {
      List<Long> numbers = new ArrayList<>();
      expect(JsonToken.START_ARRAY, "an array of whole numbers");
      while (json.nextToken() != JsonToken.END_ARRAY) {
        expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
        if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER || json.getLongValue() < 0) {
          throw error(shown(), Messages.format("a whole number from 0 to %d", Long.MAX_VALUE));
        }
        numbers.add(json.getLongValue());
      }
      return numbers;
    }

    private void expect(JsonToken token, String expected) throws IOException {
      if (json.currentToken() != token) {
        throw error(shown(), expected);
      }
    }

    /** Returns the current token for a message, cut to 40 characters. */
    private String shown() throws IOException {
      String text = json.getText();
      String start = text.length() <= 40 ? text : text.substring(0, 40) + "...";
      return json.currentToken() == JsonToken.VALUE_STRING ? '"' + start + '"' : start;
    }

    private MalformedDataException error(String found, String expected) {
      return new MalformedDataException(source, offset(), found, expected);
    }

    private long offset() {
      return Long.BYTES + Math.max(0, json.currentTokenLocation().getByteOffset());
    }
  }

  /** The element types that are read; the names are the format's. */
  enum Type {
    F32(4) {
      @Override
      float[] values(ByteBuffer data) {
        float[] values = new float[data.remaining() / bytes];
        data.asFloatBuffer().get(values);
        return values;
      }
    },
    F16(2) {
      @Override
      float[] values(ByteBuffer data) {
        float[] values = new float[data.remaining() / bytes];
        for (int i = 0; i < values.length; i++) {
          values[i] = halfToFloat(data.getShort());
        }
        return values;
      }
    };

    final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    /** Returns all elements of little-endian data as float32, which holds every float16 exactly. */
    abstract float[] values(ByteBuffer data);

    /** Converts IEEE 754 binary16 to binary32; the JDK has this from version 20 on. */
    static float halfToFloat(short half) {
      int sign = (half & 0x8000) << 16;
      int exponent = half >> 10 & 0x1F;
      int fraction = half & 0x3FF;
      if (exponent == 0) { // zero and subnormal numbers, in steps of 2^-24
        return Float.intBitsToFloat(sign | Float.floatToRawIntBits(fraction * 0x1p-24f));
      }
      // 112 is the difference of the two biases, 127 - 15; infinity and NaN keep all bits set.
      int wide = exponent == 0x1F ? 0xFF : exponent + 112;
      return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }
  }
}
