package io.github.emnist.model.bundle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.model.architecture.ActivationFunction;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.architecture.Residual;
import java.util.ArrayList;
import java.util.List;

/** One layer as JSON: its Keras class name as {@code type}, and its settings. */
final class LayerJson {
  private LayerJson() {}

  static ObjectNode write(Layer layer) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("type", layer.type());
    if (layer instanceof Layer.Conv2D conv) {
      json.put("filters", conv.filters())
          .put("kernelHeight", conv.kernelHeight())
          .put("kernelWidth", conv.kernelWidth())
          .put("stride", conv.stride())
          .put("padding", JsonFields.lowerCase(conv.padding()));
    } else if (layer instanceof Layer.BatchNormalization norm) {
      json.put("momentum", norm.momentum()).put("epsilon", norm.epsilon());
    } else if (layer instanceof Layer.Activation activation) {
      json.put("function", JsonFields.lowerCase(activation.function()));
    } else if (layer instanceof Layer.MaxPool2D pool) {
      json.put("pool", pool.pool())
          .put("stride", pool.stride())
          .put("padding", JsonFields.lowerCase(pool.padding()));
    } else if (layer instanceof Layer.AveragePool2D pool) {
      json.put("pool", pool.pool())
          .put("stride", pool.stride())
          .put("padding", JsonFields.lowerCase(pool.padding()));
    } else if (layer instanceof Layer.LeakyRelu leaky) {
      json.put("slope", leaky.slope());
    } else if (layer instanceof Layer.Dropout dropout) {
      json.put("rate", dropout.rate());
    } else if (layer instanceof Layer.SpatialDropout2D dropout) {
      json.put("rate", dropout.rate());
    } else if (layer instanceof Layer.Dense dense) {
      json.put("units", dense.units());
    } else if (layer instanceof Residual residual) {
      writeAll(json.putArray("body"), residual.body());
      writeAll(json.putArray("shortcut"), residual.shortcut());
    }
    return json;
  }

  private static void writeAll(ArrayNode json, List<Layer> layers) {
    layers.forEach(layer -> json.add(write(layer)));
  }

  /** Layers in order. How deep they nest is bounded by {@link Json#MAX_DEPTH} before this. */
  static List<Layer> readAll(List<JsonFields> objects) throws ModelFormatException {
    List<Layer> layers = new ArrayList<>();
    for (JsonFields object : objects) {
      layers.add(read(object));
    }
    return layers;
  }

  static Layer read(JsonFields json) throws ModelFormatException {
    String type = json.text("type");
    Layer layer;
    try {
      layer =
          switch (type) {
            case "Conv2D" ->
                new Layer.Conv2D(
                    size(json, "filters"),
                    size(json, "kernelHeight"),
                    size(json, "kernelWidth"),
                    size(json, "stride"),
                    json.choice("padding", Padding.values()));
            case "BatchNormalization" ->
                new Layer.BatchNormalization(json.number("momentum"), json.number("epsilon"));
            case "Activation" ->
                new Layer.Activation(json.choice("function", ActivationFunction.values()));
            case "MaxPooling2D" ->
                new Layer.MaxPool2D(
                    size(json, "pool"),
                    size(json, "stride"),
                    json.choice("padding", Padding.values()));
            case "AveragePooling2D" ->
                new Layer.AveragePool2D(
                    size(json, "pool"),
                    size(json, "stride"),
                    json.choice("padding", Padding.values()));
            case "LeakyReLU" -> new Layer.LeakyRelu(json.number("slope"));
            case "GlobalAveragePooling2D" -> new Layer.GlobalAveragePool();
            case "Dropout" -> new Layer.Dropout(json.number("rate"));
            case "SpatialDropout2D" -> new Layer.SpatialDropout2D(json.number("rate"));
            case "Residual" ->
                new Residual(readAll(json.objects("body")), readAll(json.objects("shortcut")));
            case "Flatten" -> new Layer.Flatten();
            case "Dense" -> new Layer.Dense(size(json, "units"));
            default -> throw json.error("type", "a layer that this version knows");
          };
    } catch (IllegalArgumentException e) {
      throw ModelFormatException.because(json.where(""), e.getMessage(), e);
    }
    json.end();
    return layer;
  }

  private static int size(JsonFields json, String name) throws ModelFormatException {
    return json.integer(name, 1, ArchitectureJson.MAX_SIZE);
  }
}
