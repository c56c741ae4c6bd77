package io.github.emnist.train.evaluation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.MalformedDataException;
import java.util.ArrayList;
import java.util.List;

/**
 * An {@link Evaluation} as JSON; scripts rely on the names. What follows from other fields
 * (accuracy, precision, ...) is written for them, and computed anew when read.
 */
final class EvaluationJson {
  private EvaluationJson() {}

  static ObjectNode write(Evaluation evaluation) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("images", evaluation.images());
    json.put("accuracy", evaluation.accuracy());
    put(json, "accuracyInterval", evaluation.accuracyInterval());
    json.put("loss", evaluation.loss());
    json.put("top3Accuracy", evaluation.top3Accuracy());
    json.put("ece", evaluation.expectedCalibrationError());
    ArrayNode perClass = json.putArray("perClass");
    for (ClassMetrics metrics : evaluation.perClass()) {
      perClass
          .addObject()
          .put("label", metrics.label())
          .put("support", metrics.support())
          .put("precision", metrics.precision())
          .put("recall", metrics.recall())
          .put("f1", metrics.f1());
    }
    ArrayNode confusion = json.putArray("confusion");
    for (int[] row : evaluation.confusion()) {
      put(confusion.addArray(), row);
    }
    put(json.putArray("ranks"), evaluation.ranks());
    put(json, evaluation.reliability());
    return json;
  }

  static void put(ObjectNode json, String name, Interval interval) {
    json.putArray(name).add(interval.low()).add(interval.high());
  }

  static void put(ObjectNode json, Reliability reliability) {
    ArrayNode bins = json.putArray("reliability");
    for (Reliability.Bin bin : reliability.bins()) {
      bins.addObject()
          .put("low", bin.low())
          .put("high", bin.high())
          .put("count", bin.count())
          .put("confidence", bin.confidence())
          .put("accuracy", bin.accuracy());
    }
  }

  private static void put(ArrayNode array, int[] counts) {
    for (int count : counts) {
      array.add(count);
    }
  }

  static Evaluation read(JsonField json) throws MalformedDataException {
    List<String> labels = new ArrayList<>();
    for (JsonField metrics : json.elements("perClass")) {
      labels.add(metrics.get("label").text());
    }
    LabelMap labelMap;
    try {
      labelMap = LabelMap.of(labels);
    } catch (IllegalArgumentException e) {
      throw json.get("perClass").error(e.getMessage(), "the classes of a model", e);
    }
    List<JsonField> rows = json.elements("confusion");
    int[][] confusion = new int[labels.size()][];
    if (rows.size() != confusion.length) {
      throw json.get("confusion").error(rows.size() + " rows", confusion.length + ", one a class");
    }
    long images = 0;
    for (int row = 0; row < confusion.length; row++) {
      confusion[row] = rows.get(row).counts(labels.size());
      for (int count : confusion[row]) {
        images += count;
      }
    }
    int[] ranks = json.get("ranks").counts(labels.size());
    long ranked = 0;
    for (int count : ranks) {
      ranked += count;
    }
    if (ranked != images || images < 1 || images > Integer.MAX_VALUE) {
      throw json.get("ranks").error(ranked + " images", "those of the confusion matrix, " + images);
    }
    return new Evaluation(labelMap, confusion, ranks, json.get("loss").number(), reliability(json));
  }

  static Reliability reliability(JsonField json) throws MalformedDataException {
    List<Reliability.Bin> bins = new ArrayList<>();
    for (JsonField bin : json.elements("reliability")) {
      bins.add(
          new Reliability.Bin(
              bin.get("low").number(),
              bin.get("high").number(),
              bin.get("count").count(),
              bin.get("confidence").number(),
              bin.get("accuracy").number()));
    }
    return new Reliability(bins);
  }

  static Interval interval(JsonField json) throws MalformedDataException {
    List<JsonField> bounds = json.elements();
    if (bounds.size() != 2) {
      throw json.error(bounds.size() + " numbers", "a lower and an upper bound");
    }
    return new Interval(bounds.get(0).number(), bounds.get(1).number());
  }
}
