package io.github.emnist.model.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.internal.Folding;
import io.github.emnist.model.weights.Weights;
import java.util.List;
import java.util.Map;

/** A network as an ONNX model. */
final class OnnxModel {
  static final String IMAGES = "images";
  static final String LOGITS = "logits";
  static final String PROBABILITIES = "probabilities";

  /** The newest that ONNX 1.12, of Debian 12, checks. */
  private static final int IR_VERSION = 8;

  private static final int OPSET = 17;

  private OnnxModel() {}

  /**
   * The model.
   *
   * @param metadata becomes {@code metadata_props}
   * @throws IllegalArgumentException if the weights are not the architecture's
   */
  static ModelProto of(
      CnnArchitecture architecture, Weights weights, Map<String, String> metadata) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName(ExportMetadata.PRODUCER)
            .setGraph(graph(architecture, weights));
    model.addOpsetImportBuilder().setDomain("").setVersion(OPSET);
    metadata.forEach((key, value) -> model.addMetadataPropsBuilder().setKey(key).setValue(value));
    return model.build();
  }

  private static GraphProto graph(CnnArchitecture architecture, Weights weights) {
    OnnxGraph graph = new OnnxGraph();
    List<PlacedLayer> layers = architecture.layers();
    String pixels =
        graph.add(
            "pixels",
            "Cast",
            List.of(IMAGES),
            OnnxGraph.integer("to", TensorProto.DataType.FLOAT.getNumber()));
    String pictures =
        graph.add("pictures", "Transpose", List.of(pixels), OnnxGraph.integers("perm", 0, 3, 1, 2));
    String last = layers.get(layers.size() - 2).name();
    new OnnxLayers(graph, last, LOGITS)
        .apply(Folding.fold(architecture, weights), new OnnxLayers.Value(pictures, false));
    graph.add(PROBABILITIES, "Softmax", List.of(LOGITS), OnnxGraph.integer("axis", -1));
    List<Integer> classes = List.of(architecture.classes());
    return graph.build(
        architecture.name(),
        List.of(
            OnnxGraph.value(IMAGES, TensorProto.DataType.UINT8, architecture.input().dimensions())),
        List.of(
            OnnxGraph.value(PROBABILITIES, TensorProto.DataType.FLOAT, classes),
            OnnxGraph.value(LOGITS, TensorProto.DataType.FLOAT, classes)));
  }
}
