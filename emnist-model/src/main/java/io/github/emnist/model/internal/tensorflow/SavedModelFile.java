package io.github.emnist.model.internal.tensorflow;

import com.google.protobuf.CodedOutputStream;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.internal.Folding;
import io.github.emnist.model.internal.Folding.FrozenStep;
import io.github.emnist.model.internal.tensorflow.LayerOps.Kernels;
import io.github.emnist.model.weights.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * Encodes a network as {@code saved_model.pb}: all weights are constants of the graph, so that the
 * file is the whole model. It is built here and not by TensorFlow's exporter, which writes
 * variables, and nothing else of which is needed.
 */
public final class SavedModelFile {
  /** The tag of the graph that serving programs, and {@code SavedModelBundle.load}, look for. */
  static final String TAG = "serve";

  static final String DEFAULT_SIGNATURE = "serving_default";
  private static final String UINT8_SIGNATURE = "serving_uint8";
  private static final String METHOD = "tensorflow/serving/predict";
  static final String IMAGES = "images";
  static final String PROBABILITIES = "probabilities";
  static final String LOGITS = "logits";

  private static final int SCHEMA_VERSION = 1;

  private SavedModelFile() {}

  /**
   * Returns the file's bytes.
   *
   * @throws IllegalArgumentException if the weights are not the architecture's
   */
  public static byte[] bytes(CnnArchitecture architecture, Weights weights) {
    List<FrozenStep> steps = Folding.fold(architecture, weights);
    return PlatformThreads.call(() -> bytes(architecture, steps));
  }

  private static byte[] bytes(CnnArchitecture architecture, List<FrozenStep> steps) {
    Graph graph = TensorFlowRuntime.newGraph();
    try {
      Ops tf = GraphOps.of(graph);
      FrozenPass pass = new FrozenPass(tf, Kernels.ONEDNN);
      Placeholder<TFloat32> floats =
          GraphBuilder.images(tf, "images", TFloat32.class, architecture);
      Placeholder<TUint8> bytes =
          GraphBuilder.images(tf, "images_uint8", TUint8.class, architecture);
      MetaGraphDef.Builder meta = MetaGraphDef.newBuilder();
      // The first layer's weights are for pixels up to 255.
      Operand<TFloat32> scaled = tf.math.mul(floats, tf.constant(255f));
      meta.putSignatureDef(
          DEFAULT_SIGNATURE,
          signature(tf, floats, DataType.DT_FLOAT, pass.apply(steps, scaled), ""));
      meta.putSignatureDef(
          UINT8_SIGNATURE,
          signature(
              tf,
              bytes,
              DataType.DT_UINT8,
              pass.apply(steps, tf.dtypes.cast(bytes, TFloat32.class)),
              "_uint8"));
      meta.getMetaInfoDefBuilder().addTags(TAG).setTensorflowVersion(TensorFlow.version());
      meta.setGraphDef(graph.toGraphDef());
      return bytes(
          SavedModel.newBuilder()
              .setSavedModelSchemaVersion(SCHEMA_VERSION)
              .addMetaGraphs(meta)
              .build());
    } finally {
      TensorFlowRuntime.close(graph);
    }
  }

  /**
   * Returns a model's bytes, with the entries of maps in order, so that the same model gives the
   * same bytes.
   */
  private static byte[] bytes(SavedModel model) {
    byte[] bytes = new byte[model.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      model.writeTo(out);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory does not fail", e);
    }
    return bytes;
  }

  private static SignatureDef signature(
      Ops tf, Operand<?> images, DataType type, Operand<TFloat32> lastDense, String suffix) {
    Operand<TFloat32> logits = tf.withName(LOGITS + suffix).identity(lastDense);
    Operand<TFloat32> probabilities = tf.withName(PROBABILITIES + suffix).nn.softmax(logits);
    return SignatureDef.newBuilder()
        .setMethodName(METHOD)
        .putInputs(IMAGES, info(images, type))
        .putOutputs(PROBABILITIES, info(probabilities, DataType.DT_FLOAT))
        .putOutputs(LOGITS, info(logits, DataType.DT_FLOAT))
        .build();
  }

  private static TensorInfo info(Operand<?> operand, DataType type) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : operand.shape().asArray()) {
      shape.addDimBuilder().setSize(size);
    }
    return TensorInfo.newBuilder()
        .setName(operand.op().name() + ":" + operand.asOutput().index())
        .setDtype(type)
        .setTensorShape(shape)
        .build();
  }
}
