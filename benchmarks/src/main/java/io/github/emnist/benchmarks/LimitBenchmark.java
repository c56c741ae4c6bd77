package io.github.emnist.benchmarks;

import io.github.emnist.model.internal.tensorflow.GraphOps;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * What bounds everything else on this machine, in milliseconds: the product of two matrices of
 * 2,048 x 2,048 by oneDNN, through TensorFlow; copying 64 MiB; reading a file, and unpacking it.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar LimitBenchmark.product</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LimitBenchmark {
  /** Of the matrices. */
  public static final int SIDE = 2_048;

  /** Bytes that are copied. */
  public static final int COPIED = 1 << 26;

  private static final int BUFFER = 1 << 16;

  /** Of the numbers that are multiplied. */
  @Param({"float32", "bfloat16", "int8"})
  public String precision;

  /** Of a product. */
  @Param("1")
  public int threads;

  /** A file to read or unpack. */
  @Param("")
  public String path;

  private Graph graph;
  private Session session;
  private Operand<TFloat32> result;
  private byte[] from;
  private byte[] to;

  /** Builds the product; makes room for what is copied. */
  @Setup
  public void setUp() {
    from = new byte[precision.isEmpty() ? COPIED : 0];
    to = new byte[from.length];
    Arrays.fill(from, (byte) 1);
    if (precision.isEmpty()) {
      return;
    }
    graph = new Graph();
    Ops tf = GraphOps.of(graph);
    Operand<TFloat32> ones = tf.fill(tf.constant(new int[] {SIDE, SIDE}), tf.constant(1.0001f));
    // A variable, so that the product is not computed once and kept as a constant.
    var variable = tf.variable(ones);
    Operand<TFloat32> product =
        switch (precision) {
          case "float32" -> tf.linalg.matMul(variable, variable);
          case "bfloat16" -> {
            Operand<TBfloat16> half = tf.dtypes.cast(variable, TBfloat16.class);
            yield tf.dtypes.cast(tf.linalg.matMul(half, half), TFloat32.class);
          }
          default -> integers(tf, variable);
        };
    // One element, so that the whole result is not copied out.
    result = tf.slice(product, tf.constant(new int[] {0, 0}), tf.constant(new int[] {1, 1}));
    ConfigProto config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(threads)
            .setInterOpParallelismThreads(1)
            .build();
    session = new Session(graph, config);
    session.runner().addTarget(tf.assign(variable, ones)).run().close();
  }

  /** oneDNN's product of unsigned and signed bytes, as quantized layers use it. */
  private static Operand<TFloat32> integers(Ops tf, Operand<TFloat32> values) {
    Output<?> bytes = tf.dtypes.cast(values, org.tensorflow.types.TUint8.class).asOutput();
    Output<?> unsigned = bits(tf, bytes, DataType.DT_QUINT8);
    Output<?> signed = bits(tf, bytes, DataType.DT_QINT8);
    Output<?>[] inputs = {
      unsigned,
      signed,
      tf.constant(new float[SIDE]).asOutput(),
      tf.constant(0f).asOutput(),
      tf.constant(1f).asOutput(),
      tf.constant(0f).asOutput(),
      tf.constant(1f).asOutput()
    };
    OperationBuilder builder = tf.scope().opBuilder("_QuantizedMatMul", "product");
    builder.addInputList(new Output<?>[0]);
    builder.addInputList(inputs);
    builder.setAttr("Tdevice_inputs", new DataType[0]);
    builder.setAttr("Tdevice_outputs", new DataType[0]);
    builder.setAttr(
        "Thost_inputs",
        LongStream.range(0, inputs.length)
            .mapToObj(
                i -> i == 0 ? DataType.DT_QUINT8 : i == 1 ? DataType.DT_QINT8 : DataType.DT_FLOAT)
            .toArray(DataType[]::new));
    builder.setAttr("Thost_outputs", new DataType[] {DataType.DT_FLOAT});
    builder.setAttr("T1", DataType.DT_QUINT8);
    builder.setAttr("T2", DataType.DT_QINT8);
    builder.setAttr("Tbias", DataType.DT_FLOAT);
    builder.setAttr("U", DataType.DT_FLOAT);
    builder.setAttr("Tout", DataType.DT_FLOAT);
    builder.setAttr("fused_ops", new String[] {"BiasAdd", "Dequantize"});
    Output<TFloat32> product = builder.build().output(0);
    return product;
  }

  private static <T extends TType> Output<T> bits(Ops tf, Output<?> values, DataType type) {
    OperationBuilder builder = tf.scope().opBuilder("Bitcast", "bits");
    builder.addInput(values);
    builder.setAttr("type", type);
    return builder.build().output(0);
  }

  /** Ends the session. */
  @TearDown
  public void tearDown() {
    if (session != null) {
      session.close();
      graph.close();
    }
  }

  /**
   * The product.
   *
   * @return how many values were fetched
   */
  @Benchmark
  public int product() {
    try (Result fetched = session.runner().fetch(result).run()) {
      return fetched.size();
    }
  }

  /**
   * A copy.
   *
   * @return where to
   */
  @Benchmark
  public byte[] copy() {
    System.arraycopy(from, 0, to, 0, from.length);
    return to;
  }

  /**
   * The bytes of a file in an array.
   *
   * @return the bytes
   * @throws IOException if they cannot be read
   */
  @Benchmark
  public byte[] bytes() throws IOException {
    return Files.readAllBytes(Path.of(path));
  }

  /**
   * A file unpacked, and nothing done with it.
   *
   * @return how many bytes there are
   * @throws IOException if it cannot be read
   */
  @Benchmark
  public long gunzip() throws IOException {
    long total = 0;
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of(path)), BUFFER)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        total += n;
      }
    }
    return total;
  }
}
