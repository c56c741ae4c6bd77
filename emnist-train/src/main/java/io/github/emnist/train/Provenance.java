package io.github.emnist.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.TensorFlowNative;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata.ProvenanceSection;
import io.github.emnist.train.Checkpoint.RunSettings;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.internal.TrainingSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes and checks the training section of a model's provenance. */
final class Provenance {
  static final String ENDED = "ended";
  private static final int VERSION = 1;
  private static final String PLACE = "the model's provenance";

  private static final JsonMapper MAPPER = new JsonMapper();

  private Provenance() {}

  /** Returns the part that does not change during a run: data, settings, versions and machine. */
  static ObjectNode of(RunPlan plan, String computed) {
    ObjectNode section = JsonNodeFactory.instance.objectNode();
    section.set("train", data(plan.train(), plan.sources()));
    section.set("validation", data(plan.validation(), List.of()));
    RunSettings settings = RunSettings.of(plan.config()); // only text with a custom transform
    section.set(
        "settings",
        settings
            .json()
            .map(TrainingSection::parse)
            .orElseGet(() -> TextNode.valueOf(settings.text())));
    section.put("computedIn", computed);
    section.put("tensorFlow", TensorFlowNative.version());
    section.put("java", Runtime.version().toString());
    section.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    section.put("processors", Runtime.getRuntime().availableProcessors());
    TensorFlowNative.cpuFeatures().forEach(section.putArray("cpuFeatures")::add);
    return section;
  }

  private static ObjectNode data(EmnistDataset dataset, List<Trainer.Source> sources) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    dataset.split().map(EmnistSplit::id).ifPresent(id -> node.put("split", id));
    node.put("images", dataset.size());
    node.put("contentSha256", dataset.contentSha256());
    if (!sources.isEmpty()) {
      node.set("sources", sources(sources));
    }
    return node;
  }

  private static ArrayNode sources(List<Trainer.Source> sources) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Trainer.Source source : sources) {
      ObjectNode node =
          array
              .addObject()
              .put("name", source.name())
              .put("weight", source.weight())
              .put("images", source.dataset().size())
              .put("contentSha256", source.dataset().contentSha256());
      if (source.asFound()) {
        node.put("asFound", true);
      }
    }
    return array;
  }

  /**
   * Returns the settings that a model was trained with.
   *
   * @throws MalformedDataException if the model has none that can be read back
   */
  static TrainingConfig settings(ModelBundle model) throws MalformedDataException {
    JsonNode settings = training(model).path("settings");
    if (!settings.isObject()) {
      throw new MalformedDataException(
          PLACE,
          0,
          settings.isTextual() ? "settings with a custom transform" : "no settings",
          "settings as TrainingConfig.toJson() writes them");
    }
    return TrainingConfig.fromJson(settings.toString(), PLACE);
  }

  /** Returns whether a model is the result of a finished training. */
  static boolean hasEnded(ModelBundle model) {
    return training(model).path(ENDED).asBoolean();
  }

  /** Returns the SHA-256 of a training's initial weights; empty if they were random. */
  static Optional<String> startWeightsSha256(ModelBundle model) {
    return Optional.ofNullable(training(model).path("startWeightsSha256").textValue());
  }

  /** Throws an exception unless the data is that which the model was trained with. */
  static void checkData(
      ModelBundle model,
      EmnistDataset train,
      List<Trainer.Source> sources,
      EmnistDataset validation) {
    check("training", training(model).path("train"), train);
    String expected = weights(training(model).path("train").path("sources"));
    String found = weights(sources(sources));
    if (!found.equals(expected)) {
      throw Messages.illegal("the training data's sources are %s, the run had %s", found, expected);
    }
    check("validation", training(model).path("validation"), validation);
  }

  private static String weights(JsonNode sources) {
    List<String> weights = new ArrayList<>();
    for (JsonNode source : sources) {
      weights.add(
          source.path("name").asText()
              + " "
              + source.path("weight").asText()
              + (source.path("asFound").asBoolean() ? " as found" : ""));
    }
    return weights.isEmpty() ? "none" : String.join(", ", weights);
  }

  private static void check(String part, JsonNode expected, EmnistDataset dataset) {
    String sha256 = expected.path("contentSha256").asText();
    if (!dataset.contentSha256().equals(sha256)) {
      throw Messages.illegal(
          "the %s data has %d images of content %s, the run had %d of content %s",
          part, dataset.size(), dataset.contentSha256(), expected.path("images").asInt(), sha256);
    }
  }

  private static JsonNode training(ModelBundle model) {
    return TrainingSection.of(model.metadata());
  }

  /** Returns the section with the epochs so far. */
  static ProvenanceSection section(ObjectNode fixed, TrainingHistory history) {
    ObjectNode section = fixed.deepCopy();
    ArrayNode epochs = section.putArray("history");
    for (EpochRecord epoch : history.epochs()) {
      ObjectNode node = MAPPER.valueToTree(epoch);
      node.properties().stream()
          .filter(field -> field.getValue().isDouble() && Double.isNaN(field.getValue().asDouble()))
          .forEach(field -> field.setValue(NullNode.instance)); // JSON has no NaN
      epochs.add(node);
    }
    if (!history.curve().isEmpty()) {
      ArrayNode curve = section.putArray("curve");
      history.curve().forEach(point -> addPoint(curve.addArray().add(point.step()), point));
    }
    history.bestEpoch().ifPresent(epoch -> section.put("bestEpoch", epoch));
    return new ProvenanceSection(VERSION, section.toString());
  }

  private static void addPoint(ArrayNode row, TrainingHistory.Point point) {
    for (double figure :
        new double[] {
          point.trainLoss(),
          point.trainAccuracy(),
          point.validationLoss(),
          point.validationAccuracy()
        }) {
      row.add(Double.isFinite(figure) ? figure : null);
    }
  }
}
