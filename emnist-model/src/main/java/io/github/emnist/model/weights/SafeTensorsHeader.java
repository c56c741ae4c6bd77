package io.github.emnist.model.weights;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.emnist.data.MalformedDataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The header of a safetensors file, and what must hold between it and the bytes behind it. */
final class SafeTensorsHeader {
  /** The longest header that the format's reference implementation reads. */
  private static final int MAX_LENGTH = 100_000_000;

  /** The reference implementation begins the values at a multiple of this. */
  private static final int ALIGNMENT = 8;

  private SafeTensorsHeader() {}

  /** The JSON text, padded with spaces. */
  static byte[] encode(Weights weights, Map<String, String> metadata) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes, JsonEncoding.UTF8)) {
      long offset = 0;
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart("__metadata__");
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      for (String name : weights.names()) {
        long end = offset + (long) weights.buffer(name).remaining() * Float.BYTES;
        json.writeObjectFieldStart(name);
        json.writeStringField("dtype", SafeTensorsType.F32.name());
        json.writeArrayFieldStart("shape");
        for (int dimension : weights.shape(name)) {
          json.writeNumber(dimension);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("data_offsets");
        json.writeNumber(offset);
        json.writeNumber(end);
        json.writeEndArray();
        json.writeEndObject();
        offset = end;
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory does not fail", e);
    }
    while (bytes.size() % ALIGNMENT != 0) {
      bytes.write(' ');
    }
    return bytes.toByteArray();
  }

  /** The arrays of a file in the header's order; their values fill the rest of the file exactly. */
  static List<SafeTensorsEntry> decode(byte[] file, String source) throws MalformedDataException {
    int length = length(file, source);
    int data = Long.BYTES + length;
    List<SafeTensorsEntry> entries = new SafeTensorsParser(file, length, source).parse();
    int end = data;
    for (SafeTensorsEntry entry :
        entries.stream()
            .sorted(
                Comparator.comparingInt(SafeTensorsEntry::begin)
                    .thenComparingInt(SafeTensorsEntry::end))
            .toList()) {
      if (entry.begin() != end) {
        throw new MalformedDataException(
            source,
            entry.at(),
            String.format(
                Locale.ROOT, "tensor \"%s\" at data offset %d", entry.name(), entry.begin() - data),
            String.format(Locale.ROOT, "%d, where the tensor before it ends", end - data));
      }
      end = entry.end();
    }
    if (end != file.length) {
      throw new MalformedDataException(
          source,
          end,
          String.format(Locale.ROOT, "%d bytes that belong to no tensor", file.length - end),
          "the end of the file");
    }
    return entries;
  }

  private static int length(byte[] file, String source) throws MalformedDataException {
    if (file.length < Long.BYTES) {
      throw new MalformedDataException(
          source,
          0,
          String.format(Locale.ROOT, "%d bytes", file.length),
          "at least 8, which hold the header's length");
    }
    long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    int most = Math.min(MAX_LENGTH, file.length - Long.BYTES);
    if (length < 0 || length > most) {
      throw new MalformedDataException(
          source,
          0,
          "a header of %s bytes".formatted(Long.toUnsignedString(length)),
          String.format(Locale.ROOT, "at most %d, as many as follow", most));
    }
    return (int) length;
  }
}
