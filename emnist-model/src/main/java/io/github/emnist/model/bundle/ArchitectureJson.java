package io.github.emnist.model.bundle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.architecture.Residual;
import io.github.emnist.model.architecture.TensorShape;
import java.util.List;
import java.util.Locale;

/**
 * An architecture as JSON: its name and its layers. Shapes and parameters follow from these and the
 * input, so they are not written. Limits keep a hostile file from asking for a network that no
 * machine holds.
 */
final class ArchitectureJson {
  /** The most of one setting of a layer, such as filters, units or pixels of a kernel. */
  static final int MAX_SIZE = 1 << 16;

  /** The most pixels of a side of the input. */
  static final int MAX_SIDE = 1 << 12;

  private static final int MAX_LAYERS = 1_000;

  /** As many float32 values as the largest file of weights holds. */
  private static final int MAX_PARAMETERS = WeightsFile.MAX_SIZE / Float.BYTES;

  /** The most values that one layer may give for one picture: 64 MiB of float32. */
  private static final int MAX_OUTPUT = 1 << 24;

  private ArchitectureJson() {}

  static ObjectNode write(CnnArchitecture architecture) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", architecture.name());
    ArrayNode layers = json.putArray("layers");
    architecture.layers().forEach(placed -> layers.add(LayerJson.write(placed.layer())));
    return json;
  }

  /**
   * Reads and checks an architecture.
   *
   * @param maxOperations as of {@link ModelBundle#load(java.nio.file.Path, long)}
   */
  static CnnArchitecture read(JsonFields json, TensorShape input, long maxOperations)
      throws ModelFormatException {
    String name = json.text("name");
    List<Layer> layers = LayerJson.readAll(json.objects("layers"));
    json.end();
    checkAtMost(json, count(layers), "layers", MAX_LAYERS);
    CnnArchitecture architecture;
    try {
      architecture = CnnArchitecture.of(name, input, layers);
    } catch (IllegalArgumentException e) {
      throw ModelFormatException.because(json.where(""), e.getMessage(), e);
    }
    for (PlacedLayer layer : architecture.layers().stream().flatMap(PlacedLayer::walk).toList()) {
      if (layer.output().size() > MAX_OUTPUT) {
        throw ModelFormatException.of(
            json.where("layers"),
            "%s with output %s".formatted(layer.name(), layer.output()),
            String.format(Locale.ROOT, "at most %,d values", MAX_OUTPUT));
      }
    }
    checkAtMost(json, architecture.parameterCount(), "parameters", MAX_PARAMETERS);
    long operations =
        architecture.layers().stream()
            .flatMap(PlacedLayer::walk)
            .mapToLong(ArchitectureJson::operations)
            .sum();
    if (operations > maxOperations) {
      throw ModelFormatException.of(
          json.where("layers"),
          String.format(Locale.ROOT, "%,d operations for one picture", operations),
          String.format(
              Locale.ROOT,
              "at most %,d; if you trust the model, load it with"
                  + " ModelBundle.load(path, maxOperations)",
              maxOperations));
    }
    return architecture;
  }

  /**
   * What a layer does for one picture, without its branches: multiply-adds, or values looked at by
   * a pooling, and the values that it gives. Below 2^53, so that a thousand layers' can be added.
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
          String.format(Locale.ROOT, "%,d %s", found, what),
          String.format(Locale.ROOT, "at most %,d", most));
    }
  }

  /** With the inner ones of residual layers. */
  private static long count(List<Layer> layers) {
    long count = 0;
    for (Layer layer : layers) {
      count++;
      if (layer instanceof Residual residual) {
        count += count(residual.body()) + count(residual.shortcut());
      }
    }
    return count;
  }
}
