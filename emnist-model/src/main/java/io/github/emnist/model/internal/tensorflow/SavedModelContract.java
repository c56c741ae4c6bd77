package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.bundle.ModelFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * What a foreign SavedModel takes and gives, as its signature says.
 *
 * @param input the tensor to feed
 * @param bytes whether that is uint8 pixels, else float32 in [0, 1]
 * @param axes the input's lengths behind the batch axis
 * @param height of an image
 * @param width of an image
 * @param oneByOne whether each run takes one image, else any number
 * @param output the tensor to fetch
 */
record SavedModelContract(
    String input,
    boolean bytes,
    List<Long> axes,
    int height,
    int width,
    boolean oneByOne,
    String output) {
  /** The most pixels of a side, as in a model bundle. */
  private static final int MAX_SIDE = 1 << 12;

  private static final long OPEN = -1;

  /** What to take where a model has several outputs. */
  private static final List<String> PREFERRED =
      List.of(SavedModelFile.PROBABILITIES, SavedModelFile.LOGITS);

  private static final String SHAPES =
      "[N, height, width, 1], [N, height, width], [N, 1, height, width] or [N, side * side],"
          + " with N open or 1";

  static SavedModelContract read(Path folder) throws IOException {
    SignatureDef signature = SavedModelSource.signature(folder);
    String where = folder.resolve(SavedModelSource.GRAPH) + ", " + SavedModelFile.DEFAULT_SIGNATURE;
    Map<String, TensorInfo> inputs = signature.getInputsMap();
    if (inputs.size() != 1) {
      throw ModelFormatException.of(
          where, "inputs " + new TreeSet<>(inputs.keySet()), "exactly one");
    }
    String name = inputs.keySet().iterator().next();
    TensorInfo input = inputs.get(name);
    if (input.getDtype() != DataType.DT_FLOAT && input.getDtype() != DataType.DT_UINT8) {
      throw ModelFormatException.of(
          where, "input %s of type %s".formatted(name, input.getDtype()), "DT_FLOAT or DT_UINT8");
    }
    List<Long> shape = shape(input);
    int[] sides = shape == null ? null : sides(shape);
    if (sides == null) {
      throw ModelFormatException.of(
          where, "input %s of shape %s".formatted(name, text(shape)), SHAPES);
    }
    return new SavedModelContract(
        input.getName(),
        input.getDtype() == DataType.DT_UINT8,
        shape.subList(1, shape.size()),
        sides[0],
        sides[1],
        shape.get(0) == 1,
        output(where, signature.getOutputsMap()).getName());
  }

  /** The shape of a batch. */
  Shape batch(int count) {
    return Shape.of(axes.stream().mapToLong(Long::longValue).toArray()).prepend(count);
  }

  /** Height and width, or null where the shape is that of no grey images. */
  private static int[] sides(List<Long> shape) {
    List<Long> axes = shape.subList(Math.min(1, shape.size()), shape.size());
    if (axes.size() == 3 && axes.get(2) == 1) {
      axes = axes.subList(0, 2);
    } else if (axes.size() == 3 && axes.get(0) == 1) {
      axes = axes.subList(1, 3);
    } else if (axes.size() == 1) {
      long side = (long) Math.sqrt(axes.get(0));
      axes = side * side == axes.get(0) ? List.of(side, side) : List.of();
    }
    boolean images = axes.size() == 2 && axes.stream().allMatch(a -> a >= 1 && a <= MAX_SIDE);
    boolean batches = !shape.isEmpty() && (shape.get(0) == OPEN || shape.get(0) == 1);
    return images && batches ? new int[] {axes.get(0).intValue(), axes.get(1).intValue()} : null;
  }

  private static TensorInfo output(String where, Map<String, TensorInfo> outputs)
      throws ModelFormatException {
    Map<String, TensorInfo> rows = new TreeMap<>(outputs);
    rows.values().removeIf(output -> !isRows(output));
    if (rows.size() == 1) {
      return rows.values().iterator().next();
    }
    for (String preferred : PREFERRED) {
      if (rows.containsKey(preferred)) {
        return rows.get(preferred);
      }
    }
    String found =
        new TreeMap<>(outputs)
            .entrySet().stream()
                .map(
                    output ->
                        "%s %s %s"
                            .formatted(
                                output.getKey(),
                                output.getValue().getDtype(),
                                text(shape(output.getValue()))))
                .collect(Collectors.joining(", ", "[", "]"));
    throw ModelFormatException.of(
        where,
        "outputs " + found,
        "one of DT_FLOAT [N, classes], or of several one named " + String.join(" or ", PREFERRED));
  }

  private static boolean isRows(TensorInfo output) {
    List<Long> shape = shape(output);
    return output.getDtype() == DataType.DT_FLOAT && (shape == null || shape.size() == 2);
  }

  /** Null where even the number of axes is open. */
  private static List<Long> shape(TensorInfo tensor) {
    return tensor.getTensorShape().getUnknownRank()
        ? null
        : tensor.getTensorShape().getDimList().stream().map(TensorShapeProto.Dim::getSize).toList();
  }

  private static String text(List<Long> shape) {
    return shape == null
        ? "[...]"
        : shape.stream()
            .map(size -> size == OPEN ? "?" : size.toString())
            .collect(Collectors.joining(", ", "[", "]"));
  }
}
