package io.github.emnist.model.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Strict, bounded JSON: one document, no name twice, numbers kept to the last digit. */
final class Json {
  /** Far above what any tool here nests; keeps a hostile file from using up the stack. */
  static final int MAX_DEPTH = 64;

  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  /** Parses a whole document. */
  static JsonNode parse(byte[] bytes, String file) throws ModelFormatException {
    try {
      return MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? file
              : String.format(
                  Locale.ROOT,
                  "%s, line %d, column %d",
                  file,
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr());
      throw ModelFormatException.because(
          where, "found no valid JSON (%s)".formatted(e.getOriginalMessage()), e);
    } catch (IOException e) { // bytes that are no text in the encoding that they begin with
      throw ModelFormatException.because(file, "found no text, expected JSON in UTF-8", e);
    }
  }

  /** The same bytes on every system, with line breaks for people. */
  static byte[] format(ObjectNode document) {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    try {
      String text =
          MAPPER
              .writer(new DefaultPrettyPrinter().withObjectIndenter(lines))
              .writeValueAsString(document);
      return (text + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("writing into memory does not fail", e);
    }
  }
}
