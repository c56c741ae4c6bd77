package io.github.emnist.train.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.bundle.ProvenanceSection;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Reads the epochs out of the section {@code training} of a model's provenance. */
final class HistoryJson {
  private static final String PLACE = "the model's provenance";
  private static final JsonMapper MAPPER = new JsonMapper();

  private HistoryJson() {}

  static TrainingHistory read(ModelMetadata metadata) throws MalformedDataException {
    ProvenanceSection section = metadata.provenance().get("training");
    if (section == null) {
      throw new MalformedDataException(PLACE, 0, "no section training", "that of a trained model");
    }
    try {
      JsonNode training = MAPPER.readTree(section.json());
      List<EpochRecord> epochs = new ArrayList<>();
      for (JsonNode epoch : training.withArray("history")) {
        epochs.add(epoch(epoch));
      }
      JsonNode best = training.path("bestEpoch");
      return new TrainingHistory(
          epochs,
          best.isInt() ? OptionalInt.of(best.asInt()) : OptionalInt.empty(),
          curve(training.path("curve")));
    } catch (JsonProcessingException | UnsupportedOperationException | ClassCastException e) {
      throw new MalformedDataException(PLACE, 0, "no list of epochs", "a training's history", e);
    }
  }

  /** Rows of five numbers; a model of an earlier version has none. */
  private static List<TrainingHistory.Point> curve(JsonNode rows) {
    List<TrainingHistory.Point> curve = new ArrayList<>();
    for (JsonNode row : rows) {
      curve.add(
          new TrainingHistory.Point(
              row.path(0).asLong(),
              figure(row.path(1)),
              figure(row.path(2)),
              figure(row.path(3)),
              figure(row.path(4))));
    }
    return curve;
  }

  private static double figure(JsonNode node) {
    return node.isNumber() ? node.asDouble() : Double.NaN;
  }

  /** A figure that is not there is written as null, since JSON has no NaN. */
  private static EpochRecord epoch(JsonNode node) throws JsonProcessingException {
    ObjectNode filled = ((ObjectNode) node).deepCopy();
    filled.properties().stream()
        .filter(field -> field.getValue().isNull())
        .forEach(field -> field.setValue(DoubleNode.valueOf(Double.NaN)));
    return MAPPER.treeToValue(filled, EpochRecord.class);
  }
}
