package io.github.emnist.train.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.bundle.ModelMetadata.ProvenanceSection;

/** The section {@code training} of a model's provenance. */
public final class TrainingSection {
  /** The name of the section. */
  public static final String NAME = "training";

  private static final JsonMapper MAPPER = new JsonMapper();

  private TrainingSection() {}

  /** Returns the section; a missing node if the model has none. */
  public static JsonNode of(ModelMetadata metadata) {
    ProvenanceSection section = metadata.provenance().get(NAME);
    return section == null ? MissingNode.getInstance() : parse(section.json());
  }

  /** Parses JSON that this library has written or checked. */
  public static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected valid JSON, found " + json, e);
    }
  }
}
