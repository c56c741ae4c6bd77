package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.architecture.TensorShape;
import io.github.emnist.model.bundle.ModelMetadata.ActivationRanges;
import io.github.emnist.model.internal.Folding;
import io.github.emnist.model.internal.InferenceNetwork;
import io.github.emnist.model.internal.Lanes;
import io.github.emnist.model.internal.Quantizer;
import io.github.emnist.model.internal.Quantizer.QuantizedPlan;
import io.github.emnist.model.internal.tensorflow.GraphBuilder.FrozenGraph;
import io.github.emnist.model.weights.Weights;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * A trained network for inference. Weights are constants, since oneDNN reorders those of variables
 * in every run: those of dense layers, and in bfloat16 and integers those of convolutions too.
 *
 * <p>TensorFlow runs every operation on the calling thread: handing a part of so small a network to
 * another thread costs more than it saves. Large calls are split into parts instead, which run in
 * parallel on the common pool's threads.
 */
public final class FrozenNetwork implements InferenceNetwork {
  /** The most images in one run: a layer's output for them still fits into a core's cache. */
  static final int MAX_PART = 32;

  /** The fewest images that are worth a thread of their own. */
  static final int MIN_PART = 2;

  private final TensorShape input;
  private final int classes;
  private final int threads;
  private final Precision precision;
  private final Graph graph;

  /**
   * The session for single images. oneDNN keeps the weights of its layers in the order that suits
   * the number of images in the first call, and reorders them in each call of a number for which
   * another order suits better: with one session for all, a single image took twice as long after a
   * call of many.
   */
  private final LazySession forOne;

  private final LazySession forMany;

  private final FrozenGraph network;
  private final InputTensors inputs;

  /**
   * Loads TensorFlow if need be, and compiles the network.
   *
   * @param ranges the activation ranges, which only {@link Precision#INT8} needs
   * @param options the options; their threads are those that a call of many images may use
   * @throws IllegalArgumentException if the weights are not the architecture's, or 8-bit integers
   *     are asked for and the ranges are missing or unusable
   */
  public FrozenNetwork(
      CnnArchitecture architecture,
      Weights weights,
      Optional<ActivationRanges> ranges,
      RuntimeOptions options) {
    weights.checkMatches(architecture);
    this.input = architecture.input();
    this.classes = architecture.classes();
    this.threads =
        options.threads() == 0 ? Runtime.getRuntime().availableProcessors() : options.threads();
    this.precision = options.precision();
    this.inputs = new InputTensors(input, MAX_PART);
    // Before anything waits for TensorFlow, which may still be loading.
    Optional<QuantizedPlan> plan =
        precision == Precision.INT8
            ? Optional.of(plan(architecture, weights, ranges))
            : Optional.empty();
    this.graph = PlatformThreads.call(TensorFlowRuntime::newGraph);
    GraphBuilder builder = new GraphBuilder(architecture);
    this.network =
        PlatformThreads.call(
            () -> {
              try {
                return plan.isPresent()
                    ? builder.quantize(graph, plan.get())
                    : builder.freeze(graph, weights, precision);
              } catch (RuntimeException | Error e) {
                TensorFlowRuntime.close(graph);
                throw e;
              }
            });
    RuntimeOptions onCallersThread = options.withThreads(1);
    this.forOne = new LazySession(graph, onCallersThread);
    this.forMany = new LazySession(graph, onCallersThread);
  }

  /** Creates a network without activation ranges. */
  public FrozenNetwork(CnnArchitecture architecture, Weights weights, RuntimeOptions options) {
    this(architecture, weights, Optional.empty(), options);
  }

  private static QuantizedPlan plan(
      CnnArchitecture architecture, Weights weights, Optional<ActivationRanges> ranges) {
    if (ranges.isEmpty()) {
      throw new IllegalArgumentException(
          "the model has no activation ranges, without which it cannot be computed in 8-bit"
              + " integers");
    }
    return Quantizer.plan(Folding.fold(architecture, weights), ranges.get().maxima())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the network does not begin with a convolution and a rectifier of known"
                        + " range, so none of it can be computed in 8-bit integers"));
  }

  /** Returns the precision in which the convolutions are computed. */
  public Precision precision() {
    return precision;
  }

  @Override
  public float[] probabilities(byte[] images, int count) {
    int pixels = input.size();
    InferenceNetwork.check(images, count, pixels);
    float[] probabilities = new float[Math.multiplyExact(count, classes)];
    PlatformThreads.run(() -> runParts(images, count, probabilities));
    return probabilities;
  }

  /**
   * Returns the number of parts: as few as hold the images, but one for each thread where that
   * leaves {@link #MIN_PART} images in each.
   */
  private int parts(int count) {
    int fitting = (count + MAX_PART - 1) / MAX_PART;
    return threads == 1
        ? Math.max(1, fitting)
        : Math.max(1, Math.max(fitting, Math.min(threads, count / MIN_PART)));
  }

  private static int begin(int part, int parts, int count) {
    return (int) ((long) count * part / parts);
  }

  private void runParts(byte[] images, int count, float[] probabilities) {
    int parts = parts(count);
    Lanes.run(
        parts,
        Math.min(threads, parts),
        part -> {
          int first = begin(part, parts, count);
          run(images, first, begin(part + 1, parts, count) - first, probabilities);
        });
  }

  private void run(byte[] images, int first, int count, float[] probabilities) {
    if (count == 0) {
      return;
    }
    TUint8 batch = inputs.take(count);
    try {
      batch.asRawTensor().data().write(images, first * input.size(), count * input.size());
      try (Result result = (count == 1 ? forOne : forMany).use(session -> run(session, batch))) {
        ((TFloat32) result.get(0))
            .asRawTensor()
            .data()
            .asFloats()
            .read(probabilities, first * classes, count * classes);
      }
    } finally {
      inputs.giveBack(batch, count);
    }
  }

  private Result run(Session session, TUint8 batch) {
    Session.Runner runner = session.runner().feed(network.images(), batch);
    network.fixed().forEach(fixed -> runner.feed(fixed.placeholder(), fixed.values()));
    return runner.fetch(network.probabilities()).run();
  }

  @Override
  public void close() {
    PlatformThreads.run(this::free);
  }

  private void free() {
    forOne.close();
    forMany.close();
    TensorFlowRuntime.close(graph);
    inputs.close();
  }

  /** A session that is opened when it is first needed. Thread-safe. */
  static final class LazySession implements AutoCloseable {
    private final Graph graph;
    private final RuntimeOptions options;
    private volatile Session session;
    private volatile boolean used;

    /**
     * Creates a session that is not yet open.
     *
     * @param graph a complete graph, which must stay open for as long as this
     */
    LazySession(Graph graph, RuntimeOptions options) {
      this.graph = graph;
      this.options = options;
    }

    /**
     * Applies a function to the session, the first time {@linkplain TensorFlowRuntime#quietly
     * quietly}; must not be called once this is closed.
     */
    <T> T use(Function<Session, T> use) {
      if (used) {
        return use.apply(get());
      }
      T answer = TensorFlowRuntime.quietly(() -> use.apply(get()));
      used = true;
      return answer;
    }

    private Session get() {
      Session opened = session;
      return opened != null ? opened : open();
    }

    private synchronized Session open() {
      if (session == null) {
        session = TensorFlowRuntime.open(graph, options);
      }
      return session;
    }

    /** Closes the session if there is one; nothing may be running. */
    @Override
    public synchronized void close() {
      if (session != null) {
        session.close();
      }
    }
  }

  /**
   * Input tensors kept from run to run, for each number of images as many as were ever in use at
   * once. Thread-safe, without a lock.
   */
  static final class InputTensors implements AutoCloseable {
    private final TensorShape input;
    private final List<Deque<TUint8>> idle;

    /**
     * Creates an empty pool.
     *
     * @param maxCount the most images in a tensor
     */
    InputTensors(TensorShape input, int maxCount) {
      this.input = input;
      this.idle =
          IntStream.rangeClosed(0, maxCount)
              .<Deque<TUint8>>mapToObj(count -> new ConcurrentLinkedDeque<>())
              .toList();
    }

    /**
     * Returns a tensor of {@code [count, height, width, channels]}, kept or new, with arbitrary
     * values.
     */
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
}
