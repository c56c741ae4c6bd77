package io.github.emnist.train.internal.tensorflow;

import io.github.emnist.model.internal.tensorflow.GraphOps;
import io.github.emnist.model.internal.tensorflow.PlatformThreads;
import io.github.emnist.model.internal.tensorflow.RuntimeOptions;
import io.github.emnist.model.internal.tensorflow.TensorFlowRuntime;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.DataClass;
import org.tensorflow.proto.SummaryMetadata;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/**
 * An event file for TensorBoard, written by TensorFlow's own operations, which also choose its name
 * ({@code events.out.tfevents.SECONDS.HOST....v2}) and timestamps. Not thread-safe.
 */
public final class SummaryFile implements AutoCloseable {
  /** The size of the queue: more than the events of an epoch, so that only a flush writes. */
  private static final int QUEUE = 1_000;

  private final Graph graph;
  private final Session session;
  private final Placeholder<TString> tag;
  private final Placeholder<TInt64> step;
  private final Placeholder<TFloat32> value;
  private final Op open;
  private final Op write;
  private final Op flush;
  private final Op close;

  private SummaryFile(Graph graph, Path folder) {
    this.graph = graph;
    Ops tf = GraphOps.of(graph);
    Placeholder.Options scalar = Placeholder.shape(Shape.scalar());
    tag = tf.placeholder(TString.class, scalar);
    step = tf.placeholder(TInt64.class, scalar);
    value = tf.placeholder(TFloat32.class, scalar);
    Operand<TType> writer = tf.summary.summaryWriter();
    open =
        tf.summary.createSummaryFileWriter(
            writer,
            tf.constant(StandardCharsets.UTF_8, folder.toAbsolutePath().toString()),
            tf.constant(QUEUE),
            tf.constant(Integer.MAX_VALUE), // milliseconds between automatic flushes
            tf.constant(".v2")); // the suffix that TensorFlow for Python uses
    write = tf.summary.writeSummary(writer, step, value, tag, scalarMetadata(tf));
    flush = tf.summary.flushSummaryWriter(writer);
    close = tf.summary.closeSummaryWriter(writer);
    session = TensorFlowRuntime.open(graph, RuntimeOptions.DEFAULT);
  }

  /** Returns the metadata by which TensorBoard recognises scalars, as {@code tf.summary.scalar}. */
  private static Operand<TString> scalarMetadata(Ops tf) {
    byte[] metadata =
        SummaryMetadata.newBuilder()
            .setPluginData(SummaryMetadata.PluginData.newBuilder().setPluginName("scalars"))
            .setDataClass(DataClass.DATA_CLASS_SCALAR)
            .build()
            .toByteArray();
    Charset byteForByte = StandardCharsets.ISO_8859_1;
    return tf.constant(byteForByte, new String(metadata, byteForByte));
  }

  /** Creates a file in a folder, which is created if necessary. */
  public static SummaryFile create(Path folder) throws IOException {
    Files.createDirectories(folder);
    SummaryFile file = PlatformThreads.call(() -> build(folder));
    try {
      file.run(file.open);
      return file;
    } catch (IOException | RuntimeException e) {
      file.free();
      throw e;
    }
  }

  private static SummaryFile build(Path folder) {
    Graph graph = TensorFlowRuntime.newGraph();
    try {
      return new SummaryFile(graph, folder);
    } catch (RuntimeException | Error e) {
      TensorFlowRuntime.close(graph);
      throw e;
    }
  }

  /** Adds a value of a curve, unless it is NaN, for the next {@link #flush}. */
  public void scalar(String name, long at, double number) {
    if (!Double.isNaN(number)) {
      PlatformThreads.run(() -> scalarHere(name, at, number));
    }
  }

  private void scalarHere(String name, long at, double number) {
    try (TString tagTensor = TString.scalarOf(name);
        TInt64 stepTensor = TInt64.scalarOf(at);
        TFloat32 valueTensor = TFloat32.scalarOf((float) number)) {
      session
          .runner()
          .feed(tag, tagTensor)
          .feed(step, stepTensor)
          .feed(value, valueTensor)
          .addTarget(write)
          .run()
          .close();
    }
  }

  /** Writes the values added so far. */
  public void flush() throws IOException {
    run(flush);
  }

  private void run(Op operation) throws IOException {
    try {
      PlatformThreads.run(() -> session.runner().addTarget(operation).run().close());
    } catch (TensorFlowException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Closes the file; values that were not flushed may be lost. */
  @Override
  public void close() {
    try {
      PlatformThreads.run(() -> session.runner().addTarget(close).run().close());
    } finally {
      free();
    }
  }

  private void free() {
    PlatformThreads.run(
        () -> {
          session.close();
          TensorFlowRuntime.close(graph);
        });
  }
}
