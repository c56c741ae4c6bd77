package io.github.emnist.model.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * What a tool wants a model to remember of its making, such as a training's settings and history.
 * It travels with the model and is never looked into here.
 *
 * @param version of the section's own schema, set by the tool that wrote it, at least 1
 * @param json any JSON value; kept without its white space, numbers to the last digit
 */
public record ProvenanceSection(int version, String json) {
  /**
   * Creates a section.
   *
   * @param version of the section's own schema, at least 1
   * @param json any JSON value
   * @throws IllegalArgumentException if the version is below 1 or the text is not one JSON value
   */
  public ProvenanceSection {
    if (version < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "provenance version (%d) must be at least 1", version));
    }
    json = parse(json).toString();
  }

  /** The value as a tree. */
  JsonNode tree() {
    return parse(json);
  }

  private static JsonNode parse(String json) {
    try {
      JsonNode tree = Json.MAPPER.readTree(json);
      if (tree.isMissingNode()) {
        throw new IllegalArgumentException("provenance must be a JSON value, found nothing");
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "provenance must be a JSON value: " + e.getOriginalMessage(), e);
    }
  }
}
