package io.github.emnist.model.bundle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.model.weights.ActivationRanges;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The field {@code activations} of {@code model.json}. */
final class ActivationsJson {
  private ActivationsJson() {}

  static ObjectNode write(ActivationRanges ranges) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("images", ranges.images());
    ObjectNode maxima = json.putObject("maxima");
    ranges
        .maxima()
        .forEach(
            (layer, values) -> {
              ArrayNode array = maxima.putArray(layer);
              values.forEach(array::add);
            });
    return json;
  }

  static ActivationRanges read(JsonFields json) throws ModelFormatException {
    int images = json.integer("images", 1, Integer.MAX_VALUE);
    JsonFields layers = json.object("maxima");
    json.end();
    Map<String, List<Float>> maxima = new LinkedHashMap<>();
    for (String layer : layers.names()) {
      maxima.put(layer, layers.numbers(layer).stream().map(Double::floatValue).toList());
    }
    try {
      return new ActivationRanges(images, maxima);
    } catch (IllegalArgumentException e) {
      throw ModelFormatException.because(json.where("maxima"), e.getMessage(), e);
    }
  }
}
