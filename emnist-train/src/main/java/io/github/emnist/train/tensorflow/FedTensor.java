package io.github.emnist.train.tensorflow;

import java.util.Arrays;
import java.util.function.Function;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.ndarray.buffer.DataBuffer;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.ndarray.buffer.LongDataBuffer;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * A placeholder with the one tensor that is fed to it, which is written in place: so a step leaves
 * nothing of its input to the garbage collector. Allocated anew only when the number of rows
 * changes. Not thread-safe.
 *
 * @param <T> type of the tensor
 * @param <B> type of its memory
 */
final class FedTensor<T extends TType, B extends DataBuffer<?>> implements AutoCloseable {
  private final Placeholder<T> placeholder;
  private final long[] shape;
  private final Function<Shape, T> allocator;
  private final Function<T, B> memory;
  private int rows;
  private T tensor;
  private B buffer;

  private FedTensor(
      Placeholder<T> placeholder,
      long[] shape,
      Function<Shape, T> allocator,
      Function<T, B> memory) {
    this.placeholder = placeholder;
    this.shape = shape;
    this.allocator = allocator;
    this.memory = memory;
  }

  /** For {@code [rows, rowShape...]}. */
  static FedTensor<TUint8, ByteDataBuffer> uint8(
      Placeholder<TUint8> placeholder, long... rowShape) {
    long[] shape = new long[rowShape.length + 1];
    System.arraycopy(rowShape, 0, shape, 1, rowShape.length);
    return new FedTensor<>(
        placeholder, shape, TUint8::tensorOf, tensor -> tensor.asRawTensor().data());
  }

  /** For {@code [rows]}. */
  static FedTensor<TFloat32, FloatDataBuffer> float32(Placeholder<TFloat32> placeholder) {
    return float32(placeholder, new long[1]);
  }

  /** For a scalar, which is one row. */
  static FedTensor<TFloat32, FloatDataBuffer> scalar(Placeholder<TFloat32> placeholder) {
    return float32(placeholder, new long[0]);
  }

  private static FedTensor<TFloat32, FloatDataBuffer> float32(
      Placeholder<TFloat32> placeholder, long[] shape) {
    return new FedTensor<>(
        placeholder, shape, TFloat32::tensorOf, tensor -> tensor.asRawTensor().data().asFloats());
  }

  /** For {@code [rows]}. */
  static FedTensor<TInt64, LongDataBuffer> int64(Placeholder<TInt64> placeholder) {
    return new FedTensor<>(
        placeholder,
        new long[1],
        TInt64::tensorOf,
        tensor -> tensor.asRawTensor().data().asLongs());
  }

  /** The memory of a tensor of so many rows, to be written before the tensor is fed. */
  B rows(int count) {
    if (tensor == null || rows != count) {
      close();
      if (shape.length > 0) {
        shape[0] = count;
      }
      rows = count;
      tensor = allocator.apply(Shape.of(Arrays.copyOf(shape, shape.length)));
      buffer = memory.apply(tensor);
    }
    return buffer;
  }

  void feed(Session.Runner runner) {
    runner.feed(placeholder, tensor);
  }

  @Override
  public void close() {
    if (tensor != null) {
      tensor.close();
      tensor = null;
    }
  }
}
