package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.TensorShape;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TUint8;

/**
 * Input tensors kept from run to run, for each number of images as many as were ever in use at
 * once. Thread-safe, without a lock.
 */
final class InputTensors implements AutoCloseable {
  private final TensorShape input;
  private final List<Deque<TUint8>> idle;

  /**
   * Keeps nothing yet.
   *
   * @param maxCount images in a tensor at most
   */
  InputTensors(TensorShape input, int maxCount) {
    this.input = input;
    this.idle =
        IntStream.rangeClosed(0, maxCount)
            .<Deque<TUint8>>mapToObj(count -> new ConcurrentLinkedDeque<>())
            .toList();
  }

  /** A tensor of {@code [count, height, width, channels]}, with whatever was in it. */
  TUint8 take(int count) {
    TUint8 kept = idle.get(count).pollFirst();
    return kept != null
        ? kept
        : TUint8.tensorOf(Shape.of(count, input.height(), input.width(), input.channels()));
  }

  void giveBack(TUint8 tensor, int count) {
    idle.get(count).addFirst(tensor);
  }

  /** Frees what is kept; nothing may be in use. */
  @Override
  public void close() {
    for (Deque<TUint8> tensors : idle) {
      tensors.forEach(TUint8::close);
      tensors.clear();
    }
  }
}
