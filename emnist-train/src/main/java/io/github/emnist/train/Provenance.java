package io.github.emnist.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.emnist.augment.Augmentation;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.model.TensorFlowNative;
import io.github.emnist.model.bundle.ProvenanceSection;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.history.EpochRecord;
import io.github.emnist.train.history.TrainingHistory;
import java.time.Duration;

/** What a model remembers of its training: data, settings, versions, machine and history. */
final class Provenance {
  static final String SECTION = "training";
  private static final int VERSION = 1;

  private Provenance() {}

  /** The part that does not change during a run; hashing the data takes a moment. */
  static ObjectNode of(
      TrainingConfig config, EmnistDataset train, EmnistDataset validation, String computed) {
    ObjectNode section = JsonNodeFactory.instance.objectNode();
    section.set("train", data(train));
    section.set("validation", data(validation));
    section.set("settings", settings(config));
    section.put("computedIn", computed);
    section.put("tensorFlow", TensorFlowNative.version());
    section.put("java", Runtime.version().toString());
    section.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    section.put("processors", Runtime.getRuntime().availableProcessors());
    TensorFlowNative.cpuFeatures().forEach(section.putArray("cpuFeatures")::add);
    return section;
  }

  private static ObjectNode data(EmnistDataset dataset) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    dataset.split().map(EmnistSplit::id).ifPresent(id -> node.put("split", id));
    node.put("images", dataset.size());
    node.put("contentSha256", dataset.contentSha256());
    return node;
  }

  private static ObjectNode settings(TrainingConfig config) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("epochs", config.epochs());
    node.put("batchSize", config.batchSize());
    node.put("validationFraction", config.validationFraction());
    node.put("samplesPerClass", config.samplesPerClass());
    node.set("augmentation", augmentation(config.augmentation()));
    node.put("optimizer", config.optimizer().toString());
    node.put("schedule", config.schedule().toString());
    node.put("labelSmoothing", config.labelSmoothing());
    config.earlyStopping().ifPresent(rule -> node.put("earlyStopping", rule.toString()));
    config.timeLimit().map(Duration::toString).ifPresent(limit -> node.put("timeLimit", limit));
    node.put("precision", config.precision().toString());
    node.put("deterministic", config.deterministic());
    node.put("seed", config.seed());
    return node;
  }

  /** As {@link Augmentation#fromJson} reads it; a user's own transforms can only be named. */
  private static JsonNode augmentation(Augmentation augmentation) {
    String json;
    try {
      json = augmentation.toJson();
    } catch (IllegalStateException e) {
      return TextNode.valueOf(augmentation.toString());
    }
    try {
      return new JsonMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an augmentation's JSON cannot be read: " + json, e);
    }
  }

  /** The section with the epochs so far. */
  static ProvenanceSection section(ObjectNode fixed, TrainingHistory history) {
    ObjectNode section = fixed.deepCopy();
    ArrayNode epochs = section.putArray("history");
    JsonMapper mapper = new JsonMapper();
    for (EpochRecord epoch : history.epochs()) {
      ObjectNode node = mapper.valueToTree(epoch);
      node.properties().stream()
          .filter(field -> field.getValue().isDouble() && Double.isNaN(field.getValue().asDouble()))
          .forEach(field -> field.setValue(NullNode.instance)); // JSON has no NaN
      epochs.add(node);
    }
    history.bestEpoch().ifPresent(epoch -> section.put("bestEpoch", epoch));
    return new ProvenanceSection(VERSION, section.toString());
  }
}
