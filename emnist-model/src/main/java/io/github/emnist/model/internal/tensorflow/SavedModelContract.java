package io.github.emnist.model.internal.tensorflow;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.bundle.ModelFormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * The input and the output of a third-party SavedModel, as its signature declares them.
 *
 * @param input the tensor to feed
 * @param bytes whether the input is uint8 pixels, otherwise float32 in [0, 1]
 * @param axes the lengths of the input's axes after the batch axis
 * @param height of an image
 * @param width of an image
 * @param oneByOne whether each run takes one image, otherwise any number
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

  /** The names of the output to take if a model has several, in order of preference. */
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

  /** Returns the shape of a batch. */
  Shape batch(int count) {
    return Shape.of(axes.stream().mapToLong(Long::longValue).toArray()).prepend(count);
  }

  /** Returns height and width, or null if the shape is not that of grey images. */
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

  /** Returns the shape of a tensor, or null if even its number of axes is open. */
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

  /** Checks and reads a SavedModel's folder before TensorFlow does. Loads no native library. */
  static final class SavedModelSource {
    /**
     * The most bytes of a graph, beyond any network that reads small pictures; it must fit into
     * memory twice.
     */
    static final long MAX_GRAPH = 512L << 20;

    /** The most bytes of all files of the folder together, variables and assets included. */
    static final long MAX_FOLDER = 4L << 30;

    private static final int MAX_FILES = 1_000;

    /** The graph's file. */
    static final String GRAPH = "saved_model.pb";

    private static final String EXPECTED = "a SavedModel, a folder with " + GRAPH;

    private SavedModelSource() {}

    /** Returns the signature {@code serving_default} of the graph for serving. */
    static SignatureDef signature(Path folder) throws IOException {
      checkFolder(folder);
      Path file = folder.resolve(GRAPH);
      checkGraph(file);
      List<MetaGraphDef> graphs = parse(file).getMetaGraphsList();
      MetaGraphDef serving =
          graphs.stream()
              .filter(graph -> graph.getMetaInfoDef().getTagsList().contains(SavedModelFile.TAG))
              .findFirst()
              .orElse(null);
      if (serving == null) {
        List<List<String>> tags =
            graphs.stream()
                .map(graph -> List.copyOf(graph.getMetaInfoDef().getTagsList()))
                .toList();
        throw ModelFormatException.of(
            file.toString(), "graphs with the tags " + tags, "one with " + SavedModelFile.TAG);
      }
      SignatureDef signature = serving.getSignatureDefMap().get(SavedModelFile.DEFAULT_SIGNATURE);
      if (signature == null) {
        throw ModelFormatException.of(
            file.toString(),
            "signatures " + new TreeSet<>(serving.getSignatureDefMap().keySet()),
            "one named " + SavedModelFile.DEFAULT_SIGNATURE);
      }
      return signature;
    }

    private static void checkFolder(Path folder) throws IOException {
      if (Files.notExists(folder)) {
        throw new NoSuchFileException(
            folder.toString(), null, "found nothing, expected " + EXPECTED);
      }
      if (!Files.isDirectory(folder)) {
        throw ModelFormatException.of(folder.toString(), "a file", EXPECTED);
      }
      long size = 0;
      int count = 0;
      try (Stream<Path> files = Files.walk(folder)) {
        for (Iterator<Path> i = files.iterator(); i.hasNext(); ) {
          Path file = i.next();
          count++;
          size += Files.isRegularFile(file) ? Files.size(file) : 0;
          if (count > MAX_FILES || size > MAX_FOLDER) {
            throw ModelFormatException.of(
                folder.toString(),
                count > MAX_FILES
                    ? Messages.format("more than %,d files", MAX_FILES)
                    : Messages.format("more than %,d bytes in its files", MAX_FOLDER),
                "a SavedModel of a sensible size");
          }
        }
      }
    }

    private static void checkGraph(Path file) throws IOException {
      if (!Files.isRegularFile(file)) {
        throw ModelFormatException.of(
            file.toString(),
            Files.exists(file) ? "no file of bytes" : "no file",
            "a SavedModel's graph");
      }
      long size = Files.size(file);
      if (size == 0 || size > MAX_GRAPH) {
        throw ModelFormatException.of(
            file.toString(),
            Messages.format("%,d bytes", size),
            Messages.format("a SavedModel's graph of at most %,d", MAX_GRAPH));
      }
    }

    private static SavedModel parse(Path file) throws IOException {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
        return SavedModel.parseFrom(in);
      } catch (InvalidProtocolBufferException e) {
        throw ModelFormatException.because(
            file.toString(), "found no SavedModel's graph (%s)".formatted(e.getMessage()), e);
      }
    }
  }
}
