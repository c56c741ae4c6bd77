package io.github.emnist.model.bundle;

import static io.github.emnist.model.internal.JsonTree.fields;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.architecture.TensorShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes an architecture as JSON: its name and its layers, from which shapes and
 * parameters follow. Limits protect against hostile files with gigantic networks.
 */
final class ArchitectureJson {
  private static final int MAX_SIZE = 1 << 16; // of a setting, such as filters, units or pixels
  static final int MAX_SIDE = 1 << 12; // of the input
  private static final int MAX_LAYERS = 1_000;
  private static final int MAX_PARAMETERS = WeightsFile.MAX_SIZE / Float.BYTES;
  private static final int MAX_OUTPUT = 1 << 24; // values of a layer for one image

  private ArchitectureJson() {}

  static Map<String, Object> write(CnnArchitecture architecture) {
    return fields(
        "name",
        architecture.name(),
        "layers",
        writeAll(architecture.layers().stream().map(PlacedLayer::layer).toList()));
  }

  /** Writes one layer: its Keras class name as {@code type}, and its settings. */
  static Map<String, Object> write(Layer layer) {
    Map<String, Object> json = fields("type", layer.type());
    if (layer instanceof Layer.Conv2D conv) {
      json.put("filters", conv.filters());
      json.put("kernelHeight", conv.kernelHeight());
      json.put("kernelWidth", conv.kernelWidth());
      json.put("stride", conv.stride());
      json.put("padding", JsonFields.lowerCase(conv.padding()));
    } else if (layer instanceof Layer.BatchNormalization norm) {
      json.put("momentum", norm.momentum());
      json.put("epsilon", norm.epsilon());
    } else if (layer instanceof Layer.Activation activation) {
      json.put("function", JsonFields.lowerCase(activation.function()));
    } else if (layer instanceof Layer.MaxPool2D pool) {
      json.putAll(pooling(pool.pool(), pool.stride(), pool.padding()));
    } else if (layer instanceof Layer.AveragePool2D pool) {
      json.putAll(pooling(pool.pool(), pool.stride(), pool.padding()));
    } else if (layer instanceof Layer.LeakyRelu leaky) {
      json.put("slope", leaky.slope());
    } else if (layer instanceof Layer.Dropout dropout) {
      json.put("rate", dropout.rate());
    } else if (layer instanceof Layer.SpatialDropout2D dropout) {
      json.put("rate", dropout.rate());
    } else if (layer instanceof Layer.Dense dense) {
      json.put("units", dense.units());
    } else if (layer instanceof Layer.Residual residual) {
      json.put("body", writeAll(residual.body()));
      json.put("shortcut", writeAll(residual.shortcut()));
    }
    return json;
  }

  private static Map<String, Object> pooling(int pool, int stride, Padding padding) {
    return fields("pool", pool, "stride", stride, "padding", JsonFields.lowerCase(padding));
  }

  private static List<Map<String, Object>> writeAll(List<Layer> layers) {
    return layers.stream().map(ArchitectureJson::write).toList();
  }

  /**
   * Reads and checks an architecture.
   *
   * @param maxOperations as of {@link ModelBundle#load(java.nio.file.Path, long)}
   */
  static CnnArchitecture read(JsonFields json, TensorShape input, long maxOperations)
      throws ModelFormatException {
    String name = json.text("name");
    List<Layer> layers = readAll(json.objects("layers"));
    json.end();
    checkAtMost(json, count(layers), "layers", MAX_LAYERS);
    CnnArchitecture architecture;
    try {
      architecture = CnnArchitecture.of(name, input, layers);
    } catch (IllegalArgumentException e) {
      throw ModelFormatException.because(json.where(""), e.getMessage(), e);
    }
    long operations = 0;
    for (PlacedLayer layer : architecture.layers().stream().flatMap(PlacedLayer::walk).toList()) {
      if (layer.output().size() > MAX_OUTPUT) {
        throw ModelFormatException.of(
            json.where("layers"),
            "%s with output %s".formatted(layer.name(), layer.output()),
            Messages.format("at most %,d values", MAX_OUTPUT));
      }
      operations += operations(layer);
    }
    checkAtMost(json, architecture.parameterCount(), "parameters", MAX_PARAMETERS);
    if (operations > maxOperations) {
      throw ModelFormatException.of(
          json.where("layers"),
          Messages.format("%,d operations for one picture", operations),
          Messages.format(
              "at most %,d; if you trust the model, load it with"
                  + " ModelBundle.load(path, maxOperations)",
              maxOperations));
    }
    return architecture;
  }

  /**
   * Returns the operations of a layer for one image, without its branches: multiply-adds or pooled
   * values, plus output values. Below 2^53, so that the sum of a thousand does not overflow.
   */
  private static long operations(PlacedLayer placed) {
    long values = placed.output().size();
    if (!placed.branches().isEmpty()) {
      return values;
    }
    if (placed.layer() instanceof Layer.MaxPool2D pool) {
      return values * window(pool.pool(), placed.input());
    }
    if (placed.layer() instanceof Layer.AveragePool2D pool) {
      return values * window(pool.pool(), placed.input());
    }
    return values + placed.multiplyAdds();
  }

  private static long window(int pool, TensorShape input) {
    return 1 + (long) Math.min(pool, input.height()) * Math.min(pool, input.width());
  }

  private static void checkAtMost(JsonFields json, long found, String what, int most)
      throws ModelFormatException {
    if (found > most) {
      throw ModelFormatException.of(
          json.where("layers"),
          Messages.format("%,d %s", found, what),
          Messages.format("at most %,d", most));
    }
  }

  /** Counts layers, including the inner ones of residual layers. */
  private static long count(List<Layer> layers) {
    long count = 0;
    for (Layer layer : layers) {
      count++;
      if (layer instanceof Layer.Residual residual) {
        count += count(residual.body()) + count(residual.shortcut());
      }
    }
    return count;
  }

  /** Reads layers; the parser limits their nesting. */
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
                new Layer.Activation(json.choice("function", Layer.ActivationFunction.values()));
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
                new Layer.Residual(
                    readAll(json.objects("body")), readAll(json.objects("shortcut")));
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
    return json.integer(name, 1, MAX_SIZE);
  }
}
