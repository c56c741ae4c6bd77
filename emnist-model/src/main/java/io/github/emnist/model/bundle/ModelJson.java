package io.github.emnist.model.bundle;

import static io.github.emnist.model.internal.JsonTree.fields;

import io.github.emnist.data.LabelMap;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.TensorShape;
import io.github.emnist.model.bundle.ModelMetadata.ActivationRanges;
import io.github.emnist.model.bundle.ModelMetadata.Calibration;
import io.github.emnist.model.bundle.ModelMetadata.ProvenanceSection;
import io.github.emnist.model.internal.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content of {@code model.json}.
 *
 * @param weights the file of the weights
 */
record ModelJson(ModelMetadata metadata, WeightsFile weights) {
  static final String NAME = "model.json";

  /** Much more than a description needs, to allow for a long provenance. */
  static final int MAX_SIZE = 16 << 20;

  private static final String FORMAT = "emnist-model";
  private static final String TYPE = "uint8";
  private static final String INK = "white on black";
  private static final String ORIENTATION = "upright";

  byte[] write() {
    CnnArchitecture architecture = metadata.architecture();
    Map<String, Object> json = fields("format", FORMAT);
    json.put("formatVersion", ModelMetadata.FORMAT_VERSION);
    Map<String, Object> input = fields("height", architecture.input().height());
    input.put("width", architecture.input().width());
    input.putAll(fields("type", TYPE, "ink", INK, "orientation", ORIENTATION));
    json.put("input", input);
    json.put("preprocessing", metadata.preprocessing());
    json.put("labels", metadata.labelMap().labels());
    json.put("architecture", ArchitectureJson.write(architecture));
    json.put(
        "weights",
        fields("file", weights.name(), "size", weights.size(), "sha256", weights.sha256()));
    metadata
        .calibration()
        .ifPresent(
            it ->
                json.put(
                    "calibration", fields("temperature", it.temperature(), "images", it.images())));
    metadata
        .activationRanges()
        .ifPresent(
            it -> json.put("activations", fields("images", it.images(), "maxima", it.maxima())));
    json.put("provenance", provenance(metadata));
    return JsonTree.lines(json).getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the sections by name. */
  static Map<String, Object> provenance(ModelMetadata metadata) {
    Map<String, Object> provenance = new LinkedHashMap<>();
    metadata
        .provenance()
        .forEach(
            (name, section) ->
                provenance.put(
                    name, fields("version", section.version(), "content", section.tree())));
    return provenance;
  }

  /**
   * Returns whether bytes are JSON with the format of a description, of any version and even if
   * malformed otherwise.
   */
  static boolean isDescription(byte[] bytes) {
    try {
      return JsonFields.of(NAME, bytes).text("format").equals(FORMAT);
    } catch (ModelFormatException e) {
      return false;
    }
  }

  /** Returns the name of the weights in a description; empty if it has none. */
  static String weightsName(byte[] bytes) {
    try {
      return JsonFields.of(NAME, bytes).object("weights").text("file");
    } catch (ModelFormatException e) {
      return "";
    }
  }

  /**
   * Reads and checks a description.
   *
   * @param file its name for error messages
   * @param maxOperations as of {@link ModelBundle#load(java.nio.file.Path, long)}
   */
  static ModelJson read(byte[] bytes, String file, long maxOperations) throws ModelFormatException {
    if (bytes.length > MAX_SIZE) {
      throw ModelFormatException.of(
          file, Messages.format("more than %,d bytes", MAX_SIZE), "the description of a model");
    }
    JsonFields json = JsonFields.of(file, bytes);
    json.constant("format", FORMAT);
    int version = json.integer("formatVersion", 1, Integer.MAX_VALUE);
    if (version > ModelMetadata.FORMAT_VERSION) {
      throw ModelFormatException.of(
          json.where("formatVersion"),
          Messages.format("%d, written by a newer version of this library", version),
          "at most " + ModelMetadata.FORMAT_VERSION);
    }
    TensorShape input = input(json.object("input"));
    CnnArchitecture architecture =
        ArchitectureJson.read(json.object("architecture"), input, maxOperations);
    WeightsFile weights = weights(json.object("weights"));
    Optional<Calibration> calibration =
        json.has("calibration")
            ? Optional.of(calibration(json.object("calibration")))
            : Optional.empty();
    Optional<ActivationRanges> activationRanges =
        json.has("activations")
            ? Optional.of(activations(json.object("activations")))
            : Optional.empty();
    Map<String, ProvenanceSection> provenance = provenance(json.object("provenance"));
    LabelMap labelMap;
    try {
      labelMap = LabelMap.of(json.texts("labels"));
    } catch (IllegalArgumentException e) {
      throw ModelFormatException.because(json.where("labels"), e.getMessage(), e);
    }
    String preprocessing = json.text("preprocessing");
    json.end();
    try {
      return new ModelJson(
          new ModelMetadata(
              architecture, labelMap, preprocessing, calibration, activationRanges, provenance),
          weights);
    } catch (IllegalArgumentException e) {
      throw ModelFormatException.because(file, e.getMessage(), e);
    }
  }

  private static TensorShape input(JsonFields json) throws ModelFormatException {
    int height = json.integer("height", 1, ArchitectureJson.MAX_SIDE);
    int width = json.integer("width", 1, ArchitectureJson.MAX_SIDE);
    json.constant("type", TYPE);
    json.constant("ink", INK);
    json.constant("orientation", ORIENTATION);
    json.end();
    return TensorShape.of(height, width, 1);
  }

  private static WeightsFile weights(JsonFields json) throws ModelFormatException {
    String name = json.text("file");
    if (!WeightsFile.NAME.matcher(name).matches()) {
      throw json.error("file", "weights-<16 hexadecimal digits>.safetensors");
    }
    int size = json.integer("size", 1, WeightsFile.MAX_SIZE);
    String sha256 = json.text("sha256");
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw json.error("sha256", "64 lower-case hexadecimal digits");
    }
    json.end();
    return new WeightsFile(name, size, sha256);
  }

  private static Calibration calibration(JsonFields json) throws ModelFormatException {
    double temperature = json.number("temperature");
    int images = json.integer("images", 1, Integer.MAX_VALUE);
    json.end();
    try {
      return new Calibration(temperature, images);
    } catch (IllegalArgumentException e) {
      throw ModelFormatException.because(json.where("temperature"), e.getMessage(), e);
    }
  }

  private static ActivationRanges activations(JsonFields json) throws ModelFormatException {
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

  private static Map<String, ProvenanceSection> provenance(JsonFields json)
      throws ModelFormatException {
    Map<String, ProvenanceSection> sections = new LinkedHashMap<>();
    for (String name : json.names()) {
      JsonFields section = json.object(name);
      sections.put(
          name,
          new ProvenanceSection(
              section.integer("version", 1, Integer.MAX_VALUE),
              JsonTree.text(section.any("content"))));
      section.end();
    }
    return sections;
  }
}
