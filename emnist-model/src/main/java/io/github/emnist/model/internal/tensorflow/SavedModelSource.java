package io.github.emnist.model.internal.tensorflow;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.emnist.model.bundle.ModelFormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

/** A SavedModel's folder, looked at before TensorFlow sees it. Loads no native library. */
final class SavedModelSource {
  /** Beyond any network that reads small pictures; its graph must fit into memory twice. */
  static final long MAX_GRAPH = 512L << 20;

  /** All files of the folder together, variables and assets included. */
  static final long MAX_FOLDER = 4L << 30;

  private static final int MAX_FILES = 1_000;

  /** The graph's file. */
  static final String GRAPH = "saved_model.pb";

  private static final String EXPECTED = "a SavedModel, a folder with " + GRAPH;

  private SavedModelSource() {}

  /** The signature {@code serving_default} of the graph for serving. */
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
          graphs.stream().map(graph -> List.copyOf(graph.getMetaInfoDef().getTagsList())).toList();
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
      throw new NoSuchFileException(folder.toString(), null, "found nothing, expected " + EXPECTED);
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
                  ? String.format(Locale.ROOT, "more than %,d files", MAX_FILES)
                  : String.format(Locale.ROOT, "more than %,d bytes in its files", MAX_FOLDER),
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
          String.format(Locale.ROOT, "%,d bytes", size),
          String.format(Locale.ROOT, "a SavedModel's graph of at most %,d", MAX_GRAPH));
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
