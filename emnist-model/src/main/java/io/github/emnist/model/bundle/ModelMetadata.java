package io.github.emnist.model.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.internal.Checks;
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
 * The metadata of a model. Immutable.
 *
 * <p>The input is uint8 {@code [height, width]} of the architecture's input size, upright, white
 * ink on black; the network itself scales it. {@link #preprocessing} converts pictures to such
 * images.
 *
 * @param architecture the network; its input has one channel
 * @param labelMap the names of its classes, in the order of its outputs
 * @param preprocessing the {@link CharacterPreprocessor#id()} of the preprocessing of pictures
 * @param calibration the temperature of its probabilities, if fitted
 * @param activationRanges the ranges of its activations, if measured
 * @param provenance records of tools, by section name, sorted
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
   * Throws {@link IllegalArgumentException} if the input has several channels, there are not as
   * many labels as classes, the preprocessing is unknown, or the ranges are of other layers.
   */
  public ModelMetadata {
    if (architecture.input().channels() != 1) {
      throw Messages.illegal(
          "input channels (%d) must be 1; models read grey images",
          architecture.input().channels());
    }
    if (labelMap.size() != architecture.classes()) {
      throw Messages.illegal(
          "found %d labels for a network with %d classes", labelMap.size(), architecture.classes());
    }
    CharacterPreprocessor.fromId(preprocessing);
    Objects.requireNonNull(calibration, "calibration");
    activationRanges.ifPresent(ranges -> ranges.checkMatches(architecture));
    provenance = Collections.unmodifiableSortedMap(new TreeMap<>(provenance));
  }

  /**
   * {@return metadata with EMNIST's preprocessing, and nothing optional}
   *
   * @param architecture the network; its input has one channel
   * @param labelMap the names of its classes, in the order of its outputs
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
   * {@return a copy with another calibration}
   *
   * @param fitted for the model's weights
   */
  public ModelMetadata withCalibration(Calibration fitted) {
    return new ModelMetadata(
        architecture, labelMap, preprocessing, Optional.of(fitted), activationRanges, provenance);
  }

  /**
   * {@return a copy with other activation ranges}
   *
   * @param measured with the model's weights
   * @throws IllegalArgumentException if they are of other layers
   */
  public ModelMetadata withActivationRanges(ActivationRanges measured) {
    return new ModelMetadata(
        architecture, labelMap, preprocessing, calibration, Optional.of(measured), provenance);
  }

  /**
   * {@return a copy with a section of provenance}
   *
   * @param name of the section, usually the tool's; an existing section is replaced
   * @param section the record
   */
  public ModelMetadata withProvenance(String name, ProvenanceSection section) {
    SortedMap<String, ProvenanceSection> sections = new TreeMap<>(provenance);
    sections.put(name, section);
    return new ModelMetadata(
        architecture, labelMap, preprocessing, calibration, activationRanges, sections);
  }

  /**
   * A temperature by which a model's logits are divided to calibrate its probabilities (Guo et al.,
   * "On calibration of modern neural networks", ICML 2017). The most probable class stays the same.
   *
   * @param temperature above 1 for an overconfident model, below 1 for an underconfident one
   * @param images the number of images it was fitted on, which must not be training images
   */
  public record Calibration(double temperature, int images) {
    /** Throws {@link IllegalArgumentException} if one of them is out of its range. */
    public Calibration {
      check(temperature);
      Checks.atLeast("images", images, 1);
    }

    private static void check(double temperature) {
      Checks.positive("temperature", temperature);
    }

    /**
     * {@return calibrated probabilities, a copy of sum 1}
     *
     * @param probabilities the model's, float32 {@code [classes]}
     */
    public float[] apply(float[] probabilities) {
      return apply(probabilities, temperature);
    }

    /**
     * {@return the softmax of the logits divided by a temperature, a copy of sum 1} A probability
     * of 0 counts as the smallest positive float.
     *
     * @param probabilities at temperature 1: float32 {@code [classes]}
     * @param temperature a finite number above 0
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
     * {@return logits of given probabilities, of which the largest is 0}
     *
     * @param probabilities float32 {@code [classes]}
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
   * A record of a tool, such as the settings and history of a training. This library only stores
   * it.
   *
   * @param version of the section's schema, set by the tool, at least 1
   * @param json any JSON value; kept without white space, numbers with all digits
   */
  public record ProvenanceSection(int version, String json) {
    /**
     * Throws {@link IllegalArgumentException} if the version is below 1 or the text is not one JSON
     * value.
     */
    public ProvenanceSection {
      Checks.atLeast("provenance version", version, 1);
      json = JsonTree.text(parse(json));
    }

    /** Returns the value as a tree. */
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
   * The ranges of a network's activations, which inference in 8-bit integers needs: the largest
   * output of each channel of a rectifier, and the largest absolute one of a convolution that no
   * rectifier follows. Immutable.
   *
   * @param images the number of images measured
   * @param maxima one value for each channel, by the layer's name
   */
  public record ActivationRanges(int images, Map<String, List<Float>> maxima) {
    /** Throws {@link IllegalArgumentException} if something is out of its range. */
    public ActivationRanges {
      Checks.atLeast("images", images, 1);
      SortedMap<String, List<Float>> sorted = new TreeMap<>();
      maxima.forEach((layer, values) -> sorted.put(layer, checked(layer, values)));
      maxima = Collections.unmodifiableSortedMap(sorted);
    }

    private static List<Float> checked(String layer, List<Float> values) {
      for (int c = 0; c < values.size(); c++) {
        float value = values.get(c);
        if (!(value >= 0) || Float.isInfinite(value)) {
          throw Messages.illegal(
              "the maximum of %s, channel %d, (%s) must be a finite number of at least 0",
              layer, c, value);
        }
      }
      return List.copyOf(values);
    }

    /**
     * Checks that the ranges fit an architecture.
     *
     * @param architecture with the layers
     * @throws IllegalArgumentException if it lacks a layer, or a number of channels differs
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
                            Messages.illegal(
                                "activation ranges of %s, which is no layer of the network", name));
            if (layer.output().channels() != values.size()) {
              throw Messages.illegal(
                  "activation ranges of %s: found %d channels, expected the layer's %d",
                  name, values.size(), layer.output().channels());
            }
          });
    }
  }
}
