package io.github.emnist.model.tensorflow;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.TensorShape;
import io.github.emnist.model.weights.Weights;
import java.util.Locale;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * A trained network for inference. Weights are constants, since with variables oneDNN re-orders
 * them at every run. Thread-safe: any number of threads may ask at once.
 */
public final class FrozenNetwork implements InferenceNetwork {
  /** Images in one run of TensorFlow: larger runs are no faster and need memory in proportion. */
  public static final int BATCH = 256;

  private final TensorShape input;
  private final int classes;
  private final Graph graph;
  private final Session session;
  private final FrozenGraph network;

  /** Held for reading by every call under way, for writing by {@link #close()}. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private boolean closed;

  /**
   * Loads TensorFlow if need be, and compiles the network.
   *
   * @throws IllegalArgumentException if the weights are not the architecture's
   */
  public FrozenNetwork(CnnArchitecture architecture, Weights weights, RuntimeOptions options) {
    weights.checkMatches(architecture);
    this.input = architecture.input();
    this.classes = architecture.classes();
    this.graph = new Graph();
    Session opened = null;
    try {
      this.network = new GraphBuilder(architecture).freeze(graph, weights);
      opened = new Session(graph, options.toConfig());
    } finally {
      if (opened == null) {
        graph.close();
      }
    }
    this.session = opened;
  }

  @Override
  public float[] probabilities(byte[] images, int count) {
    int pixels = input.size();
    if (count < 0 || images.length != (long) count * pixels) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "images: found %,d bytes, expected %,d images x %,d pixels",
              images.length,
              count,
              pixels));
    }
    float[] probabilities = new float[Math.multiplyExact(count, classes)];
    Lock held = hold();
    try {
      for (int first = 0; first < count; first += BATCH) {
        run(images, first, Math.min(BATCH, count - first), probabilities);
      }
    } finally {
      held.unlock();
    }
    return probabilities;
  }

  @Override
  public Lock hold() {
    Lock held = lock.readLock();
    held.lock();
    if (closed) {
      held.unlock();
      throw new IllegalStateException("the classifier is closed");
    }
    return held;
  }

  private void run(byte[] images, int first, int count, float[] probabilities) {
    Shape shape = Shape.of(count, input.height(), input.width(), input.channels());
    try (TUint8 batch = Tensors.uint8(shape, images, first * input.size());
        Result result =
            session.runner().feed(network.images(), batch).fetch(network.probabilities()).run()) {
      ((TFloat32) result.get(0))
          .asRawTensor()
          .data()
          .asFloats()
          .read(probabilities, first * classes, count * classes);
    }
  }

  @Override
  public void close() {
    Lock writing = lock.writeLock();
    writing.lock();
    try {
      if (!closed) {
        closed = true;
        session.close();
        graph.close();
      }
    } finally {
      writing.unlock();
    }
  }
}
