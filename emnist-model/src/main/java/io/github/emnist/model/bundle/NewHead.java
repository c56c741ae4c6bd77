package io.github.emnist.model.bundle;

import io.github.emnist.data.LabelMap;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import io.github.emnist.model.bundle.ModelMetadata.ProvenanceSection;
import io.github.emnist.model.internal.JsonTree;
import io.github.emnist.model.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Implements {@link ModelBundle#withNewHead}. */
final class NewHead {
  static final String SECTION = "newHead";
  private static final int VERSION = 1;

  private NewHead() {}

  static ModelBundle of(ModelBundle model, LabelMap labels, long seed) {
    CnnArchitecture architecture = model.architecture().withClasses(labels.size());
    ModelMetadata metadata =
        new ModelMetadata(
            architecture,
            labels,
            model.metadata().preprocessing(),
            Optional.empty(),
            Optional.empty(),
            Map.of(SECTION, section(model, seed)));
    return new ModelBundle(metadata, weights(model.weights(), architecture, seed));
  }

  private static Weights weights(Weights old, CnnArchitecture architecture, long seed) {
    List<PlacedLayer> layers = architecture.layers();
    PlacedLayer head = layers.get(layers.size() - 2); // before the softmax
    Weights fresh = Weights.initialize(architecture, seed);
    Weights.Builder weights = Weights.builder();
    for (Parameter parameter : architecture.parameters()) {
      Weights source = head.parameters().contains(parameter) ? fresh : old;
      weights.put(parameter.name(), parameter.shape(), source.values(parameter.name()));
    }
    return weights.build();
  }

  /**
   * Returns the origin of the body. The old sections are nested, so that no tool mistakes their
   * content, such as an accuracy, for the new model's. An old section of this kind is dropped, so
   * that repeated changes do not nest without end.
   */
  private static ProvenanceSection section(ModelBundle model, long seed) {
    Map<String, Object> provenance = ModelJson.provenance(model.metadata());
    provenance.remove(SECTION);
    Map<String, Object> from =
        JsonTree.fields(
            "weightsSha256",
            model.weightsSha256(),
            "labels",
            model.metadata().labelMap().labels(),
            "provenance",
            provenance);
    return new ProvenanceSection(
        VERSION, JsonTree.text(JsonTree.fields("seed", seed, "from", from)));
  }
}
