package io.github.emnist.model.bundle;

import io.github.emnist.data.LabelMap;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.weights.ActivationRanges;
import java.util.Collections;
import java.util.Locale;
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
   * @param architecture the network; its input has one channel
   * @param labelMap the names of its classes, in the order of its outputs
   * @param preprocessing the {@link CharacterPreprocessor#id()} of what pictures go through
   * @param calibration the temperature of its probabilities, where one was fitted
   * @param activationRanges how far its rectifiers reach, where that was measured
   * @param provenance what tools want to be remembered, by section name
   * @throws IllegalArgumentException if the input has several channels, there are not as many
   *     labels as classes, the preprocessing is unknown, or the ranges are of other layers
   */
  public ModelMetadata {
    if (architecture.input().channels() != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "input channels (%d) must be 1; models read grey images",
              architecture.input().channels()));
    }
    if (labelMap.size() != architecture.classes()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "labels (%d) must be as many as the classes of the last layer (%d)",
              labelMap.size(),
              architecture.classes()));
    }
    CharacterPreprocessor.fromId(preprocessing);
    Objects.requireNonNull(calibration, "calibration");
    activationRanges.ifPresent(ranges -> ranges.checkMatches(architecture));
    provenance = Collections.unmodifiableSortedMap(new TreeMap<>(provenance));
  }

  /**
   * Creates metadata without activation ranges.
   *
   * @param architecture the network; its input has one channel
   * @param labelMap the names of its classes, in the order of its outputs
   * @param preprocessing the {@link CharacterPreprocessor#id()} of what pictures go through
   * @param calibration the temperature of its probabilities, where one was fitted
   * @param provenance what tools want to be remembered, by section name
   * @throws IllegalArgumentException as the constructor with all of them
   */
  public ModelMetadata(
      CnnArchitecture architecture,
      LabelMap labelMap,
      String preprocessing,
      Optional<Calibration> calibration,
      Map<String, ProvenanceSection> provenance) {
    this(architecture, labelMap, preprocessing, calibration, Optional.empty(), provenance);
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
        architecture, labelMap, CharacterPreprocessor.emnist().id(), Optional.empty(), Map.of());
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
}
