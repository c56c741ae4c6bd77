package io.github.emnist.model.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.internal.JsonTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a model is, apart from its weights. Immutable.
 *
 * <p>Its input is fixed: uint8 pixels {@code [height, width]} of the architecture's input size,
 * upright, white ink on black; the network itself scales them. {@link #preprocessing} makes such an
 * image of any picture.
 *
 * @param architecture the network; its input has one channel
 * @param labelMap the names of its classes, in the order of its outputs
 * @param preprocessing the {@link CharacterPreprocessor#id()} of what pictures go through
 * @param calibration the temperature of its probabilities, where one was fitted
 * @param activationRanges how far its rectifiers reach, where that was measured
 * @param provenance what tools want to be remembered, by section name, in the order of the names
 */
public record ModelMetadata(
    CnnArchitecture architecture,
    LabelMap labelMap,
    String preprocessing,
    Optional<Calibration> calibration,
    Optional<ActivationRanges> activationRanges,
    Map<String, ProvenanceSection> provenance) {
  /** The version of the bundle format that this library writes, and the newest it reads. */
  public static final int FORMAT_VERSION = 1;

  /**
   * Creates the metadata from a copy of the map.
   *
   * @throws IllegalArgumentException if the input has several channels, there are not as many
   *     labels as classes, the preprocessing is unknown, or the ranges are of other layers
   */
  public ModelMetadata {
    if (architecture.input().channels() != 1) {
      throw new IllegalArgumentException(
          Messages.format(
              "input channels (%d) must be 1; models read grey images",
              architecture.input().channels()));
    }
    if (labelMap.size() != architecture.classes()) {
      throw new IllegalArgumentException(
          Messages.format(
              "labels (%d) must be as many as the classes of the last layer (%d)",
              labelMap.size(), architecture.classes()));
    }
    CharacterPreprocessor.fromId(preprocessing);
    Objects.requireNonNull(calibration, "calibration");
    activationRanges.ifPresent(ranges -> ranges.checkMatches(architecture));
    provenance = Collections.unmodifiableSortedMap(new TreeMap<>(provenance));
  }

  /**
   * Metadata with EMNIST's own preprocessing and nothing measured or remembered.
   *
   * @param architecture the network; its input has one channel
   * @param labelMap the names of its classes, in the order of its outputs
   * @return the metadata
   * @throws IllegalArgumentException as the constructor
   */
  public static ModelMetadata of(CnnArchitecture architecture, LabelMap labelMap) {
    return new ModelMetadata(
        architecture,
        labelMap,
        CharacterPreprocessor.emnist().id(),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  /**
   * The same with a calibration.
   *
   * @param fitted on answers of the model's own weights; replaces an earlier one
   * @return a copy
   */
  public ModelMetadata withCalibration(Calibration fitted) {
    return new ModelMetadata(
        architecture, labelMap, preprocessing, Optional.of(fitted), activationRanges, provenance);
  }

  /**
   * The same with activation ranges.
   *
   * @param measured with the model's own weights; replace earlier ones
   * @return a copy
   * @throws IllegalArgumentException if they are of other layers
   */
  public ModelMetadata withActivationRanges(ActivationRanges measured) {
    return new ModelMetadata(
        architecture, labelMap, preprocessing, calibration, Optional.of(measured), provenance);
  }

  /**
   * The same with one more section of provenance.
   *
   * @param name of the section, usually the tool's; replaces a section of the same name
   * @param section what to remember
   * @return a copy
   */
  public ModelMetadata withProvenance(String name, ProvenanceSection section) {
    SortedMap<String, ProvenanceSection> sections = new TreeMap<>(provenance);
    sections.put(name, section);
    return new ModelMetadata(
        architecture, labelMap, preprocessing, calibration, activationRanges, sections);
  }

  /**
   * One number by which a model's logits are divided so that its probabilities come near the shares
   * of right answers (Guo et al., "On calibration of modern neural networks", ICML 2017). Which
   * class is the most probable stays the same.
   *
   * @param temperature above 1 for a model that is too sure of itself, below 1 for one that is not
   *     sure enough
   * @param images how many it was fitted on, none of which the model was trained on
   */
  public record Calibration(double temperature, int images) {
    /**
     * Creates a calibration.
     *
     * @throws IllegalArgumentException if one of them is out of its range
     */
    public Calibration {
      check(temperature);
      if (images < 1) {
        throw new IllegalArgumentException(
            Messages.format("images (%d) must be at least 1", images));
      }
    }

    private static void check(double temperature) {
      if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "temperature (" + temperature + ") must be a finite number above 0");
      }
    }

    /**
     * Calibrates probabilities.
     *
     * @param probabilities as the model gives them: float32 {@code [classes]}
     * @return a copy of sum 1
     */
    public float[] apply(float[] probabilities) {
      return apply(probabilities, temperature);
    }

    /**
     * The softmax of the logits divided by a temperature. Up to a constant, which changes nothing,
     * the logits are the logarithms of the probabilities; a probability of 0 is taken for the
     * smallest float above it.
     *
     * @param probabilities at temperature 1: float32 {@code [classes]}
     * @param temperature a finite number above 0
     * @return a copy of sum 1
     * @throws IllegalArgumentException if the temperature is out of its range
     */
    public static float[] apply(float[] probabilities, double temperature) {
      check(temperature);
      double[] scaled = logits(probabilities);
      double sum = 0;
      for (int c = 0; c < scaled.length; c++) {
        scaled[c] = Math.exp(scaled[c] / temperature);
        sum += scaled[c];
      }
      float[] calibrated = new float[scaled.length];
      for (int c = 0; c < scaled.length; c++) {
        calibrated[c] = (float) (scaled[c] / sum);
      }
      return calibrated;
    }

    /**
     * Logits that give these probabilities. The largest is 0, so that no exponential overflows.
     *
     * @param probabilities float32 {@code [classes]}
     * @return at most 0 each
     */
    public static double[] logits(float[] probabilities) {
      double largest = Double.NEGATIVE_INFINITY;
      double[] logits = new double[probabilities.length];
      for (int c = 0; c < logits.length; c++) {
        logits[c] = Math.log(Math.max(probabilities[c], Float.MIN_VALUE));
        largest = Math.max(largest, logits[c]);
      }
      for (int c = 0; c < logits.length; c++) {
        logits[c] -= largest;
      }
      return logits;
    }
  }

  /**
   * What a tool wants a model to remember of its making, such as a training's settings and history.
   * It travels with the model and is never looked into here.
   *
   * @param version of the section's own schema, set by the tool that wrote it, at least 1
   * @param json any JSON value; kept without its white space, numbers to the last digit
   */
  public record ProvenanceSection(int version, String json) {
    /**
     * Creates a section.
     *
     * @throws IllegalArgumentException if the version is below 1 or the text is not one JSON value
     */
    public ProvenanceSection {
      if (version < 1) {
        throw new IllegalArgumentException(
            Messages.format("provenance version (%d) must be at least 1", version));
      }
      json = JsonTree.text(parse(json));
    }

    /** The value as a tree. */
    Object tree() {
      return parse(json);
    }

    private static Object parse(String json) {
      try {
        Object tree = JsonTree.parse(json);
        if (tree == JsonTree.NOTHING) {
          throw new IllegalArgumentException("provenance must be a JSON value, found nothing");
        }
        return tree;
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(
            "provenance must be a JSON value: " + e.getOriginalMessage(), e);
      } catch (IOException e) {
        throw new UncheckedIOException("reading from memory does not fail", e);
      }
    }
  }

  /**
   * How far a trained network's activations reach: the largest output of each channel of a
   * rectifier, and the largest absolute one of a convolution that no rectifier follows, measured on
   * images. It is what an inference in 8-bit integers must know beforehand. Immutable.
   *
   * @param images how many it was measured on
   * @param maxima one value for each channel, by the layer's name
   */
  public record ActivationRanges(int images, Map<String, List<Float>> maxima) {
    /**
     * Creates ranges from a copy of the map.
     *
     * @throws IllegalArgumentException if something is out of its range
     */
    public ActivationRanges {
      if (images < 1) {
        throw new IllegalArgumentException(
            Messages.format("images (%d) must be at least 1", images));
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
              Messages.format(
                  "the maximum of %s, channel %d, (%s) must be a finite number of at least 0",
                  layer, c, value));
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
                    .flatMap(PlacedLayer::walk)
                    .filter(placed -> placed.name().equals(name))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "activation ranges of %s, which is no layer of the network"
                                    .formatted(name)));
            if (layer.output().channels() != values.size()) {
              throw new IllegalArgumentException(
                  Messages.format(
                      "activation ranges of %s: found %d channels, expected the layer's %d",
                      name, values.size(), layer.output().channels()));
            }
          });
    }
  }
}
