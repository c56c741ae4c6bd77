package io.github.emnist.model.internal.tensorflow;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.types.TFloat32;

/**
 * Vectors outside the heap that stay where they are for as long as the process lives, one for all
 * that are equal. Thread-safe.
 *
 * <p>TensorFlow keeps up to 1,024 kernels that oneDNN has prepared for a thread, and finds one over
 * 8-bit integers by the address of its weights' scales ({@code mkl_conv_ops.cc}: "using the
 * pointers"). With scales that go when their network is closed, a model that is opened again has
 * all kernels prepared again, for each thread and each number of images, about 80 KB each, beside
 * those that nobody will ask for again. What stays instead is about a kilobyte for each model.
 */
final class LastingVectors {
  private static final Map<List<Float>, TFloat32> VECTORS = new ConcurrentHashMap<>();

  private LastingVectors() {}

  /** A float32 vector of these values; never to be closed or written to. */
  static TFloat32 of(float[] values) {
    List<Float> content = IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    return VECTORS.computeIfAbsent(content, key -> allocate(values));
  }

  private static TFloat32 allocate(float[] values) {
    // A scope of a caller's, once deallocated, would take the vector with it.
    PointerScope ours = new PointerScope();
    try {
      return Tensors.float32(List.of(values.length), values);
    } finally {
      ours.close();
    }
  }
}
