package io.github.emnist.model.internal.tensorflow;

import java.util.List;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/** Copies between Java arrays and tensors, each as one block. The caller closes what it gets. */
public final class Tensors {
  private Tensors() {}

  /** Returns a shape without open axes. */
  public static Shape shape(List<Integer> dimensions) {
    return Shape.of(dimensions.stream().mapToLong(Integer::longValue).toArray());
  }

  /** Creates a float32 tensor of values in row-major order. */
  public static TFloat32 float32(List<Integer> dimensions, float[] values) {
    TFloat32 tensor = TFloat32.tensorOf(shape(dimensions));
    tensor.asRawTensor().data().asFloats().write(values);
    return tensor;
  }

  /** Creates a uint8 tensor from a range of an array. */
  public static TUint8 uint8(Shape shape, byte[] values, int offset) {
    TUint8 tensor = TUint8.tensorOf(shape);
    tensor.asRawTensor().data().write(values, offset, Math.toIntExact(shape.size()));
    return tensor;
  }

  /** Creates the pair (seed, step) for {@link Network#seedAndStep()}. */
  public static TInt64 seed(long seed, long step) {
    return TInt64.vectorOf(seed, step);
  }

  /** Returns a copy of a tensor's values in row-major order. */
  public static float[] values(TFloat32 tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }
}
