package io.github.emnist.model.bundle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.LabelMap;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Parameter;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The change of a model's last dense layer for one that tells other classes apart. */
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
            Map.of(SECTION, section(model, seed)));
    return new ModelBundle(metadata, weights(model.weights(), architecture, seed));
  }

  private static Weights weights(Weights old, CnnArchitecture architecture, long seed) {
    List<PlacedLayer> layers = architecture.layers();
    PlacedLayer head = layers.get(layers.size() - 2); // behind it is the softmax
    Weights fresh = Weights.initialize(architecture, seed);
    Weights.Builder weights = Weights.builder();
    for (Parameter parameter : architecture.parameters()) {
      Weights source = head.parameters().contains(parameter) ? fresh : old;
      weights.put(parameter.name(), parameter.shape(), source.values(parameter.name()));
    }
    return weights.build();
  }

  /**
   * Where the body comes from. The old sections go into it, since no tool must take what they say,
   * for example an accuracy, for the new model's. A section like this one stays out: heads that are
   * changed time and again would nest without end.
   */
  private static ProvenanceSection section(ModelBundle model, long seed) {
    ObjectNode section = JsonNodeFactory.instance.objectNode();
    section.put("seed", seed);
    ObjectNode from = section.putObject("from");
    from.put("weightsSha256", model.weightsSha256());
    model.metadata().labelMap().labels().forEach(from.putArray("labels")::add);
    ObjectNode provenance = ModelJson.provenance(model.metadata());
    provenance.remove(SECTION);
    from.set("provenance", provenance);
    return new ProvenanceSection(VERSION, section.toString());
  }
}
