package io.github.emnist.train.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An {@link Evaluation} as JSON; scripts rely on the names. */
final class EvaluationJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private EvaluationJson() {}

  static String write(Evaluation evaluation) {
    ObjectNode json = MAPPER.createObjectNode();
    Interval interval = evaluation.accuracyInterval();
    json.put("images", evaluation.images());
    json.put("accuracy", evaluation.accuracy());
    json.putArray("accuracyInterval").add(interval.low()).add(interval.high());
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
      ArrayNode cells = confusion.addArray();
      for (int count : row) {
        cells.add(count);
      }
    }
    try {
      return MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of numbers and strings must be JSON", e);
    }
  }
}
