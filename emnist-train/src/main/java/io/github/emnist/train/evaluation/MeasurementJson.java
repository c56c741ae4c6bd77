package io.github.emnist.train.evaluation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.MalformedDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@link Measurement} as JSON; scripts rely on the names. */
final class MeasurementJson {
  private MeasurementJson() {}

  static ObjectNode write(Measurement measurement) {
    ObjectNode json = EvaluationJson.write(measurement.evaluation());
    ObjectNode merged = json.putObject("merged");
    ArrayNode groups = merged.putArray("groups");
    measurement.confusable().groups().forEach(g -> g.forEach(groups.addArray()::add));
    merged.put("accuracy", measurement.mergedAccuracy());
    EvaluationJson.put(merged, "accuracyInterval", measurement.mergedAccuracyInterval());
    BootstrapIntervals intervals = measurement.bootstrap();
    ObjectNode bootstrap = json.putObject("bootstrap");
    bootstrap.put("resamples", intervals.bootstrap().resamples());
    bootstrap.put("confidence", intervals.bootstrap().confidence());
    bootstrap.put("seed", intervals.bootstrap().seed());
    EvaluationJson.put(bootstrap, "accuracy", intervals.accuracy());
    EvaluationJson.put(bootstrap, "loss", intervals.loss());
    EvaluationJson.put(bootstrap, "top3Accuracy", intervals.top3Accuracy());
    measurement.calibrated().ifPresent(figures -> put(json.putObject("calibrated"), figures));
    return json;
  }

  private static void put(ObjectNode json, CalibratedFigures figures) {
    json.put("temperature", figures.scaling().temperature());
    json.put("fittedOn", figures.scaling().images());
    json.put("loss", figures.loss());
    json.put("ece", figures.reliability().expectedError());
    EvaluationJson.put(json, figures.reliability());
  }

  static Measurement read(JsonField json) throws MalformedDataException {
    Evaluation evaluation = EvaluationJson.read(json);
    JsonField merged = json.get("merged");
    List<List<String>> groups = new ArrayList<>();
    for (JsonField group : merged.elements("groups")) {
      List<String> labels = new ArrayList<>();
      for (JsonField label : group.elements()) {
        labels.add(label.text());
      }
      groups.add(labels);
    }
    BootstrapIntervals intervals = bootstrap(json.get("bootstrap"));
    Optional<CalibratedFigures> calibrated =
        json.has("calibrated") ? Optional.of(calibrated(json.get("calibrated"))) : Optional.empty();
    try {
      return new Measurement(evaluation, intervals, new ConfusableClasses(groups), calibrated);
    } catch (IllegalArgumentException e) {
      throw merged.get("groups").error(e.getMessage(), "groups of the classes", e);
    }
  }

  private static BootstrapIntervals bootstrap(JsonField json) throws MalformedDataException {
    int resamples = json.get("resamples").count();
    double confidence = json.get("confidence").number();
    long seed = json.get("seed").whole();
    Bootstrap bootstrap;
    try {
      bootstrap = new Bootstrap(resamples, confidence, seed);
    } catch (IllegalArgumentException e) {
      throw json.error(e.getMessage(), "what a bootstrap can have", e);
    }
    return new BootstrapIntervals(
        bootstrap,
        EvaluationJson.interval(json.get("accuracy")),
        EvaluationJson.interval(json.get("loss")),
        EvaluationJson.interval(json.get("top3Accuracy")));
  }

  private static CalibratedFigures calibrated(JsonField json) throws MalformedDataException {
    double temperature = json.get("temperature").number();
    int images = json.get("fittedOn").count();
    TemperatureScaling scaling;
    try {
      scaling = new TemperatureScaling(temperature, images);
    } catch (IllegalArgumentException e) {
      throw json.error(e.getMessage(), "what a temperature can be", e);
    }
    return new CalibratedFigures(
        scaling, json.get("loss").number(), EvaluationJson.reliability(json));
  }
}
