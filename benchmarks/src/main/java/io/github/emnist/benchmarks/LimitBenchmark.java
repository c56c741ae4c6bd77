package io.github.emnist.benchmarks;

import io.github.emnist.model.internal.tensorflow.GraphOps;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntBinaryOperator;
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
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * Measures the limits of this machine, which bound everything else, in milliseconds: the product of
 * two matrices of 2,048 x 2,048 by oneDNN, through TensorFlow; copying 256 MiB; reading a file, and
 * unpacking it.
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
  /** The side of the matrices. */
  public static final int SIDE = 2_048;

  /** The number of bytes that are copied. */
  public static final int COPIED = 1 << 28;

  private static final int BUFFER = 1 << 16;

  /** The type of the numbers that are multiplied; empty for no product. */
  @Param({"float32", "bfloat16", "int8"})
  public String precision;

  /** The number of threads of a product. */
  @Param("1")
  public int threads;

  /** The file to read or unpack. */
  @Param("")
  public String path;

  private Graph graph;
  private Session session;
  private Operand<TFloat32> row;

  /** Each thread's own source and target of a copy, both far larger than any cache. */
  @State(Scope.Thread)
  public static class Memory {
    private final byte[] from = new byte[COPIED];
    private final byte[] to = new byte[COPIED];

    /** Writes to the arrays, so that their pages exist. */
    @Setup
    public void setUp() {
      Arrays.fill(from, (byte) 1);
      Arrays.fill(to, (byte) 2);
    }
  }

  /** Builds the product and checks a row of it; does nothing if no precision is named. */
  @Setup
  public void setUp() {
    if (precision.isEmpty()) {
      return;
    }
    graph = new Graph();
    Ops tf = GraphOps.of(graph);
    Shape square = Shape.of(SIDE, SIDE);
    Placeholder<TFloat32> left = tf.placeholder(TFloat32.class, Placeholder.shape(square));
    Placeholder<TFloat32> right = tf.placeholder(TFloat32.class, Placeholder.shape(square));
    List<Op> starts = new ArrayList<>();
    // Variables of the product's own type: nothing is converted in a step, and nothing is computed
    // beforehand and kept as a constant.
    Operand<?> product =
        switch (precision) {
          case "float32" ->
              tf.linalg.matMul(
                  held(tf, left, TFloat32.class, starts), held(tf, right, TFloat32.class, starts));
          case "bfloat16" ->
              tf.linalg.matMul(
                  held(tf, left, TBfloat16.class, starts),
                  held(tf, right, TBfloat16.class, starts));
          default ->
              integers(
                  tf, held(tf, left, TUint8.class, starts), held(tf, right, TUint8.class, starts));
        };
    // One row, so that the whole result is not copied out.
    row =
        tf.dtypes.cast(
            tf.slice(
                product, tf.constant(new int[] {SIDE / 3, 0}), tf.constant(new int[] {1, SIDE})),
            TFloat32.class);
    ConfigProto config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(threads)
            .setInterOpParallelismThreads(1)
            .build();
    session = new Session(graph, config);
    float[] leftValues = values((i, k) -> (i + k) % 7);
    float[] rightValues = values((k, j) -> (3 * k + j) % 5 - 2);
    try (TFloat32 a = TFloat32.tensorOf(square, DataBuffers.of(leftValues));
        TFloat32 b = TFloat32.tensorOf(square, DataBuffers.of(bytes(rightValues)))) {
      for (Op start : starts) {
        session.runner().feed(left, a).feed(right, b).addTarget(start).run().close();
      }
    }
    check(leftValues, rightValues);
  }

  private static <T extends TType> Operand<T> held(
      Ops tf, Operand<TFloat32> values, Class<T> type, List<Op> starts) {
    var variable = tf.variable(Shape.of(SIDE, SIDE), type);
    starts.add(tf.assign(variable, tf.dtypes.cast(values, type)));
    return variable;
  }

  private static float[] values(IntBinaryOperator of) {
    float[] values = new float[SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = of.applyAsInt(i / SIDE, i % SIDE);
    }
    return values;
  }

  /** Returns the values; for a product of bytes, as unsigned bytes with the same bits. */
  private float[] bytes(float[] values) {
    float[] bytes = values.clone();
    for (int i = 0; i < bytes.length && precision.equals("int8"); i++) {
      bytes[i] = values[i] < 0 ? values[i] + 256 : values[i];
    }
    return bytes;
  }

  private void check(float[] left, float[] right) {
    try (Result fetched = session.runner().fetch(row).run()) {
      TFloat32 found = (TFloat32) fetched.get(0);
      for (int j = 0; j < SIDE; j++) {
        float expected = 0;
        for (int k = 0; k < SIDE; k++) {
          expected += left[SIDE / 3 * SIDE + k] * right[k * SIDE + j];
        }
        float value = found.getFloat(0, j);
        if (!(Math.abs(value - expected) <= 0.004 * Math.abs(expected))) { // bfloat16's rounding
          throw new IllegalStateException(
              "%s product, column %d: found %s, expected %s"
                  .formatted(precision, j, value, expected));
        }
      }
    }
  }

  /**
   * Returns oneDNN's product of unsigned and signed bytes, as quantized layers use it; both of
   * scale 1.
   */
  private static Operand<TFloat32> integers(Ops tf, Operand<TUint8> left, Operand<TUint8> right) {
    Output<?>[] inputs = {
      bits(tf, left.asOutput(), DataType.DT_QUINT8),
      bits(tf, right.asOutput(), DataType.DT_QINT8),
      tf.constant(new float[SIDE]).asOutput(),
      tf.constant(0f).asOutput(),
      tf.constant(255f).asOutput(),
      tf.constant(-127f).asOutput(),
      tf.constant(127f).asOutput()
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

  /** Closes the session. */
  @TearDown
  public void tearDown() {
    if (session != null) {
      session.close();
      graph.close();
    }
  }

  /**
   * Multiplies the matrices.
   *
   * @return the number of values fetched
   */
  @Benchmark
  public int product() {
    try (Result fetched = session.runner().fetch(row).run()) {
      return fetched.size();
    }
  }

  /**
   * Copies an array.
   *
   * @param memory the thread's arrays
   * @return the target
   */
  @Benchmark
  public byte[] copy(Memory memory) {
    System.arraycopy(memory.from, 0, memory.to, 0, COPIED);
    return memory.to;
  }

  /**
   * Reads a file into an array.
   *
   * @return the bytes
   * @throws IOException if they cannot be read
   */
  @Benchmark
  public byte[] bytes() throws IOException {
    return Files.readAllBytes(Path.of(path));
  }

  /**
   * Unpacks a file and discards the bytes.
   *
   * @return the number of unpacked bytes
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
