package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.architecture.TensorShape;
import io.github.emnist.model.internal.CallGate;
import io.github.emnist.model.internal.Folding;
import io.github.emnist.model.internal.InferenceNetwork;
import io.github.emnist.model.weights.ActivationRanges;
import io.github.emnist.model.weights.Weights;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * A trained network for inference. Weights are constants, since with variables oneDNN re-orders
 * them at every run.
 *
 * <p>TensorFlow runs every operation on the thread that asks: handing a part of so small a network
 * to another thread costs more than it saves. Large requests are cut into parts instead, which run
 * side by side on the common pool's threads.
 */
public final class FrozenNetwork implements InferenceNetwork {
  /** Images in one run: what a layer gives for them still fits the cache that a core has. */
  static final int MAX_PART = 32;

  /** Images below which a second thread is not worth calling. */
  static final int MIN_PART = 8;

  private final TensorShape input;
  private final int classes;
  private final int threads;
  private final Precision precision;
  private final Graph graph;

  /**
   * oneDNN keeps a layer's weights in the order that suits the number of images that come first,
   * and orders them anew in each call of a number for which another suits better: with one session
   * for all, an image alone took twice as long after a call of many.
   */
  private final LazySession forOne;

  private final LazySession forMany;

  private final FrozenGraph network;
  private final InputTensors inputs;

  private final CallGate gate = new CallGate();

  /**
   * Loads TensorFlow if need be, and compiles the network.
   *
   * @param ranges needed by {@link Precision#INT8} alone
   * @param options of these the threads are how many a call of many images may use
   * @throws IllegalArgumentException if the weights are not the architecture's, or 8-bit integers
   *     are asked for and the ranges are missing or of no use
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
                    : builder.freeze(graph, weights);
              } catch (RuntimeException e) {
                TensorFlowRuntime.close(graph);
                throw e;
              }
            });
    RuntimeOptions onCallersThread = options.withThreads(1);
    this.forOne = new LazySession(graph, onCallersThread);
    this.forMany = new LazySession(graph, onCallersThread);
  }

  /** A network without ranges. */
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
    return Quantizer.plan(Folding.fold(architecture, weights), ranges.get())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the network does not begin with a convolution and a rectifier of known"
                        + " range, so none of it can be computed in 8-bit integers"));
  }

  /** In what the convolutions are computed. */
  public Precision precision() {
    return precision;
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
      PlatformThreads.run(() -> runParts(images, count, probabilities));
    } finally {
      held.unlock();
    }
    return probabilities;
  }

  /** As few parts as fit, but enough for all threads where they are worth it. */
  private int parts(int count) {
    int fitting = (count + MAX_PART - 1) / MAX_PART;
    return threads == 1
        ? Math.max(1, fitting)
        : Math.max(1, Math.max(fitting, Math.min(threads, count / MIN_PART)));
  }

  private static int begin(int part, int parts, int count) {
    return (int) ((long) count * part / parts);
  }

  @Override
  public Lock hold() {
    return gate.enter();
  }

  private void runParts(byte[] images, int count, float[] probabilities) {
    int parts = parts(count);
    int lanes = Math.min(threads, parts);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    IntConsumer lane =
        number -> {
          try {
            for (int part = number; part < parts; part += lanes) {
              int first = begin(part, parts, count);
              run(images, first, begin(part + 1, parts, count) - first, probabilities);
            }
          } catch (RuntimeException | Error e) {
            failure.set(e);
          }
        };
    if (lanes == 1) {
      lane.accept(0);
    } else {
      // All lanes end before the call does, whatever one of them meets: close() waits for the call.
      IntStream.range(0, lanes).parallel().forEach(lane);
    }
    if (failure.get() instanceof Error error) {
      throw error;
    } else if (failure.get() instanceof RuntimeException exception) {
      throw exception;
    }
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
    gate.close(() -> PlatformThreads.run(this::free));
  }

  private void free() {
    forOne.close();
    forMany.close();
    TensorFlowRuntime.close(graph);
    inputs.close();
  }
}
