package io.github.emnist.model.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.emnist.model.bundle.ModelBundle;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an exported file says of itself, beside its weights. */
final class ExportMetadata {
  /** Who wrote it; an export with another producer is never overwritten. */
  static final String PRODUCER = "EMNIST for Java";

  private ExportMetadata() {}

  /** The labels alone, as most tools want them, and the whole description. */
  static Map<String, String> of(ModelBundle model) {
    ArrayNode labels = JsonNodeFactory.instance.arrayNode();
    model.metadata().labelMap().labels().forEach(labels::add);
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("producer", PRODUCER);
    metadata.put("labels", labels.toString());
    metadata.put("model", model.description());
    return metadata;
  }
}
