package io.github.emnist.model.weights;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.PlacedLayer;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a trained network's rectifiers reach: the largest output of each of their channels,
 * measured on images. It is what an inference in 8-bit integers must know beforehand. Immutable.
 *
 * @param images how many it was measured on
 * @param maxima one value for each channel, by the rectifier's name
 */
public record ActivationRanges(int images, Map<String, List<Float>> maxima) {
  /**
   * Creates ranges from a copy of the map.
   *
   * @param images how many it was measured on, at least 1
   * @param maxima finite values of at least 0, one for each channel, by the rectifier's name
   * @throws IllegalArgumentException if something is out of its range
   */
  public ActivationRanges {
    if (images < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "images (%d) must be at least 1", images));
    }
    SortedMap<String, List<Float>> sorted = new TreeMap<>();
    maxima.forEach((layer, values) -> sorted.put(layer, checked(layer, values)));
    maxima = Collections.unmodifiableSortedMap(sorted);
  }

  private static List<Float> checked(String layer, List<Float> values) {
    for (int c = 0; c < values.size(); c++) {
      float value = values.get(c);
      if (!(value >= 0) || Float.isInfinite(value)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "the maximum of %s, channel %d, (%s) must be a finite number of at least 0",
                layer,
                c,
                value));
      }
    }
    return List.copyOf(values);
  }

  /**
   * Checks that these are of an architecture's layers.
   *
   * @param architecture where the layers should be
   * @throws IllegalArgumentException if it lacks one of them, or has another number of channels
   */
  public void checkMatches(CnnArchitecture architecture) {
    maxima.forEach(
        (name, values) -> {
          PlacedLayer layer =
              architecture.layers().stream()
                  .filter(placed -> placed.name().equals(name))
                  .findFirst()
                  .orElseThrow(
                      () ->
                          new IllegalArgumentException(
                              "activation ranges of %s, which is no layer of the network"
                                  .formatted(name)));
          if (layer.output().channels() != values.size()) {
            throw new IllegalArgumentException(
                String.format(
                    Locale.ROOT,
                    "activation ranges of %s: found %d channels, expected the layer's %d",
                    name,
                    values.size(),
                    layer.output().channels()));
          }
        });
  }
}
