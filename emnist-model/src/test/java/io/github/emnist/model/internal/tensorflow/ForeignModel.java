package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.data.internal.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/** SavedModels of one matrix product, as a third party could have made them. */
public final class ForeignModel {
  private static final int CLASSES = 3;

  private final int pixels;
  private final float[] matrix;
  private Class<? extends TNumber> type = TFloat32.class;
  private long[] shape;
  private String tag = "serve";
  private String signature = "serving_default";
  private float scale = 1;
  private String[] outputs = {"dense_1"};
  private boolean second;

  private ForeignModel(long... shape) {
    this.shape = shape;
    int size = 1;
    for (int i = 1; i < shape.length; i++) {
      size *= Math.max(1, (int) shape[i]);
    }
    this.pixels = size;
    this.matrix = new float[pixels * CLASSES];
    CounterRandom random = new CounterRandom(5, 0, 0);
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = (float) random.nextGaussian();
    }
  }

  /** One whose input has this shape, -1 where it is open, and that answers logits. */
  public static ForeignModel of(long... shape) {
    return new ForeignModel(shape);
  }

  ForeignModel reading(Class<? extends TNumber> images) {
    type = images;
    return this;
  }

  ForeignModel tagged(String name) {
    tag = name;
    return this;
  }

  ForeignModel signed(String name) {
    signature = name;
    return this;
  }

  /**
   * Logits under some names; {@code softmax}, {@code probabilities} and {@code wide} are others.
   */
  ForeignModel answering(String... names) {
    outputs = names;
    return this;
  }

  ForeignModel scaled(float factor) {
    scale = factor;
    return this;
  }

  ForeignModel withSecondInput() {
    second = true;
    return this;
  }

  /** By the definition, for pixels in [0, 255]. */
  double[] probabilities(byte[] images, int image) {
    double[] logits = new double[CLASSES];
    for (int i = 0; i < pixels; i++) {
      double x = (images[image * pixels + i] & 0xFF) / 255.0;
      for (int c = 0; c < CLASSES; c++) {
        logits[c] += x * matrix[i * CLASSES + c] * scale;
      }
    }
    double most = Math.max(logits[0], Math.max(logits[1], logits[2])); // else exp overflows
    for (int c = 0; c < CLASSES; c++) {
      logits[c] -= most;
    }
    return NaiveNetwork.softmax(logits);
  }

  /** Writes the folder and gives it. */
  public Path writeTo(Path folder) throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = GraphOps.of(graph);
      Operand<? extends TNumber> images =
          tf.withName("input").placeholder(type, Placeholder.shape(Shape.of(shape)));
      Operand<TFloat32> x = tf.dtypes.cast(images, TFloat32.class);
      float unit = type == TUint8.class ? scale / 255 : scale;
      Operand<TFloat32> logits =
          tf.linalg.matMul(
              tf.reshape(tf.math.mul(x, tf.constant(unit)), tf.array(-1, pixels)),
              tf.constant(Shape.of(pixels, CLASSES), DataBuffers.of(matrix)));
      SignatureDef.Builder def = SignatureDef.newBuilder();
      def.putInputs("x", info(images));
      if (second) {
        def.putInputs("y", info(images));
      }
      Map<String, Operand<?>> known = new TreeMap<>();
      known.put("softmax", tf.nn.softmax(logits));
      known.put("probabilities", tf.nn.softmax(logits));
      known.put("wide", tf.dtypes.cast(logits, TFloat64.class));
      known.put("nothing", tf.math.div(logits, tf.constant(0f)));
      for (String name : outputs) {
        def.putOutputs(name, info(known.getOrDefault(name, logits)));
      }
      MetaGraphDef.Builder meta = MetaGraphDef.newBuilder();
      meta.getMetaInfoDefBuilder().addTags(tag);
      meta.setGraphDef(graph.toGraphDef()).putSignatureDef(signature, def.build());
      byte[] bytes = SavedModel.newBuilder().addMetaGraphs(meta).build().toByteArray();
      Files.createDirectories(folder);
      Files.write(folder.resolve("saved_model.pb"), bytes);
    }
    return folder;
  }

  private static TensorInfo info(Operand<?> operand) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (long size : operand.shape().asArray()) {
      dimensions.addDimBuilder().setSize(size);
    }
    Class<?> type = operand.asOutput().type();
    return TensorInfo.newBuilder()
        .setName(operand.op().name() + ":0")
        .setDtype(
            type == TUint8.class
                ? DataType.DT_UINT8
                : type == TFloat64.class ? DataType.DT_DOUBLE : DataType.DT_FLOAT)
        .setTensorShape(dimensions)
        .build();
  }
}
