package io.github.emnist.train.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.augment.Augmentation;
import io.github.emnist.augment.BatchMix;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.model.architecture.Precision;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A {@link TrainingConfig} as a JSON document: {@code {"format": "emnist-training-config",
 * "version": 1, "epochs": 5, …}}. Reading is strict: every setting once, no other field, no other
 * version.
 */
final class TrainingConfigJson {
  private static final String FORMAT = "emnist-training-config";
  private static final int VERSION = 1;

  private final JsonPlace document;
  private final Set<String> names = new LinkedHashSet<>(List.of("format", "version"));

  private TrainingConfigJson(JsonPlace document) {
    this.document = document;
  }

  static String write(TrainingConfig config) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", FORMAT);
    json.put("version", VERSION);
    json.put("epochs", config.epochs());
    json.put("maxSteps", config.maxSteps());
    json.put("batchSize", config.batchSize());
    json.put("validationFraction", config.validationFraction());
    json.put("samplesPerClass", config.samplesPerClass());
    json.set("augmentation", tree(config.augmentation().toJson()));
    json.set("mix", SettingJson.write(config.mix().orElse(null)));
    json.set("optimizer", SettingJson.write(config.optimizer()));
    json.set("schedule", SettingJson.write(config.schedule()));
    json.put("labelSmoothing", config.labelSmoothing());
    json.set("classWeights", SettingJson.write(config.classWeights().orElse(null)));
    json.put("gradientClipNorm", config.gradientClipNorm());
    json.set("averaging", SettingJson.write(config.averaging().orElse(null)));
    json.set("frozenLayers", SettingJson.write(List.copyOf(config.frozenLayers())));
    json.set("earlyStopping", SettingJson.write(config.earlyStopping().orElse(null)));
    json.set("timeLimit", SettingJson.write(config.timeLimit().orElse(null)));
    json.set("precision", SettingJson.write(config.precision()));
    json.put("deterministic", config.deterministic());
    json.put("seed", config.seed());
    return json.toString();
  }

  private static JsonNode tree(String json) {
    try {
      return new JsonMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an augmentation's JSON cannot be read: " + json, e);
    }
  }

  static TrainingConfig read(String json, String source) throws MalformedDataException {
    return new TrainingConfigJson(JsonPlace.parse(json, source)).read();
  }

  private TrainingConfig read() throws MalformedDataException {
    if (!document.node().isObject()) {
      throw document.error("an object");
    }
    if (!document.get("format").text().equals(FORMAT)) {
      throw document.get("format").error('"' + FORMAT + '"');
    }
    if (document.get("version").wholeInt() != VERSION) {
      throw document.get("version").error(String.valueOf(VERSION));
    }
    TrainingConfig.Builder settings = TrainingConfig.builder();
    set("epochs", int.class, settings::epochs);
    set("maxSteps", long.class, settings::maxSteps);
    set("batchSize", int.class, settings::batchSize);
    set("validationFraction", double.class, settings::validationFraction);
    set("samplesPerClass", int.class, settings::samplesPerClass);
    readAugmentation(settings);
    setIfAny("mix", BatchMix.class, settings::mix);
    set("optimizer", OptimizerSpec.class, settings::optimizer);
    set("schedule", LearningRateSchedule.class, settings::schedule);
    set("labelSmoothing", double.class, settings::labelSmoothing);
    setIfAny("classWeights", ClassWeights.class, settings::classWeights);
    set("gradientClipNorm", double.class, settings::gradientClipNorm);
    setIfAny("averaging", WeightAveraging.class, settings::averaging);
    readFrozenLayers(settings);
    setIfAny("earlyStopping", EarlyStopping.class, settings::earlyStopping);
    setIfAny("timeLimit", Duration.class, settings::timeLimit);
    set("precision", Precision.class, settings::precision);
    set("deterministic", boolean.class, settings::deterministic);
    set("seed", long.class, settings::seed);
    document.requireOnly(names);
    try {
      return settings.build();
    } catch (IllegalArgumentException e) { // settings that exclude one another
      throw document.refused(e);
    }
  }

  private JsonPlace get(String name) {
    names.add(name);
    return document.get(name);
  }

  private <T> void set(String name, Class<T> type, Consumer<T> setter)
      throws MalformedDataException {
    T value = SettingJson.read(get(name), type);
    try {
      setter.accept(value);
    } catch (IllegalArgumentException e) {
      throw document.get(name).refused(e);
    }
  }

  /** A setting that null turns off. */
  private <T> void setIfAny(String name, Class<T> type, Consumer<T> setter)
      throws MalformedDataException {
    if (get(name).isNull()) {
      setter.accept(null);
    } else {
      set(name, type, setter);
    }
  }

  private void readAugmentation(TrainingConfig.Builder settings) throws MalformedDataException {
    JsonPlace augmentation = get("augmentation");
    if (!augmentation.node().isObject()) {
      throw augmentation.error("an augmentation");
    }
    try {
      settings.augmentation(Augmentation.fromJson(augmentation.node().toString()));
    } catch (IllegalArgumentException e) {
      throw augmentation.refused(e);
    }
  }

  private void readFrozenLayers(TrainingConfig.Builder settings) throws MalformedDataException {
    Set<String> layers = new LinkedHashSet<>();
    for (JsonPlace layer : get("frozenLayers").elements()) {
      layers.add(layer.text());
    }
    settings.frozenLayers(layers);
  }
}
