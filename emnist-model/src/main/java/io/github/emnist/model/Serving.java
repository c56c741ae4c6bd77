package io.github.emnist.model;

import io.github.emnist.model.PredictionObserver.Rejection;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.internal.CallGate;
import io.github.emnist.model.internal.CpuFeatures;
import io.github.emnist.model.internal.InferenceNetwork;
import io.github.emnist.model.internal.TensorFlowLibrary;
import io.github.emnist.model.internal.plain.JavaNetwork;
import io.github.emnist.model.internal.tensorflow.FastestNetwork;
import io.github.emnist.model.internal.tensorflow.FrozenNetwork;
import io.github.emnist.model.internal.tensorflow.RuntimeOptions;
import io.github.emnist.model.internal.tensorflow.TensorFlowRuntime;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.function.LongSupplier;

/**
 * A network in use by any number of threads: opened in the engine that the options ask for, asked
 * alone or in shared runs, observed, and closed once no call needs it any more. Every call goes
 * through {@link #enter} once.
 */
final class Serving {
  private static final int WARM_UPS = 3;

  /** Whether the log has been told that TensorFlow does not load. */
  private static final AtomicBoolean WARNED = new AtomicBoolean();

  private final InferenceNetwork network;
  private final Engine engine;
  private final Precision precision;
  private final PredictionObserver observer;

  /** Null where each call runs alone. */
  private final MicroBatcher batcher;

  private final LongSupplier nanoTime;
  private final CallGate gate = new CallGate();

  /**
   * Serves a network, which is closed with this.
   *
   * @param engine never {@link Engine#AUTO}
   * @param precision never {@link Precision#AUTO}
   * @param observer not to fail
   * @param batcher of the same network; null to run each call alone
   */
  Serving(
      InferenceNetwork network,
      Engine engine,
      Precision precision,
      PredictionObserver observer,
      MicroBatcher batcher,
      LongSupplier nanoTime) {
    this.network = network;
    this.engine = engine;
    this.precision = precision;
    this.observer = observer;
    this.batcher = batcher;
    this.nanoTime = nanoTime;
  }

  /** A network that runs each call alone, which nobody hears of. */
  static Serving of(InferenceNetwork network) {
    return new Serving(
        network, Engine.TENSORFLOW, Precision.FLOAT32, PredictionObserver.NONE, null, null);
  }

  /** Opens a model's network. */
  static Serving open(ModelBundle model, ClassifierOptions options) {
    Engine engine = options.engine() == Engine.AUTO ? available() : options.engine();
    InferenceNetwork network;
    Precision precision = Precision.FLOAT32;
    if (engine == Engine.JAVA) {
      if (options.precision() != Precision.AUTO && options.precision() != Precision.FLOAT32) {
        throw new IllegalArgumentException(
            "precision "
                + options.precision()
                + ": the Java engine computes in FLOAT32 alone; use that or AUTO, or TensorFlow");
      }
      network = new JavaNetwork(model.architecture(), model.weights(), options.threads());
    } else {
      TensorFlowLibrary.require("engine TENSORFLOW");
      FrozenNetwork frozen = openTensorFlow(model, options);
      precision = frozen.precision();
      network = frozen;
    }
    PredictionObserver observer = SafeObserver.of(options.observer());
    MicroBatcher batcher = null;
    if (options.microBatching().isPresent()) {
      batcher =
          new MicroBatcher(
              network,
              model.architecture().input().size(),
              options.microBatching().get(),
              Runtime.getRuntime().availableProcessors(),
              MicroBatcher.Clock.system(),
              observer);
    }
    return new Serving(network, engine, precision, observer, batcher, System::nanoTime);
  }

  /** Begins to load TensorFlow where it may be asked for, so that a model can be read meanwhile. */
  static void prepare(Engine engine) {
    if (engine != Engine.JAVA && TensorFlowLibrary.isPresent()) {
      TensorFlowRuntime.beginLoading();
    }
  }

  /** TensorFlow where it works. */
  private static Engine available() {
    if (!TensorFlowLibrary.isPresent()) {
      return Engine.JAVA;
    }
    try {
      TensorFlowRuntime.load();
      return Engine.TENSORFLOW;
    } catch (LinkageError | RuntimeException e) {
      if (WARNED.compareAndSet(false, true)) {
        warn(
            "TensorFlow is on the class path but does not load ("
                + e.getMessage()
                + "); characters are recognised by the Java engine instead",
            null);
      }
      return Engine.JAVA;
    }
  }

  private static void warn(String message, Throwable thrown) {
    System.getLogger(Serving.class.getPackageName()).log(Level.WARNING, message, thrown);
  }

  private static FrozenNetwork openTensorFlow(ModelBundle model, ClassifierOptions options) {
    CnnArchitecture architecture = model.architecture();
    if (options.precision() == Precision.AUTO) {
      return FastestNetwork.open(
          architecture, model.weights(), model.metadata().activationRanges(), options.threads());
    }
    checkProcessor(options.precision(), CpuFeatures.ofThisMachine());
    return new FrozenNetwork(
        architecture,
        model.weights(),
        model.metadata().activationRanges(),
        new RuntimeOptions(options.threads(), true, options.precision()));
  }

  /** Refuses what the processor would emulate, slower than float32. */
  static void checkProcessor(Precision precision, CpuFeatures processor) {
    boolean computes =
        switch (precision) {
          case AUTO, FLOAT32 -> true;
          case BFLOAT16 -> processor.hasBfloat16();
          case INT8 -> processor.hasInt8();
        };
    if (!computes) {
      throw new IllegalArgumentException(
          "precision "
              + precision
              + ": this processor ("
              + String.join(", ", processor.names())
              + ") does not compute in it; use AUTO or FLOAT32");
    }
  }

  Engine engine() {
    return engine;
  }

  Precision precision() {
    return precision;
  }

  /**
   * Lets a call in, which {@link #close} then waits for.
   *
   * @return held; to be unlocked by the same thread
   * @throws IllegalStateException if this is closed
   */
  Lock enter() {
    try {
      return gate.enter();
    } catch (IllegalStateException e) {
      observer.rejected(Rejection.CLOSED);
      throw e;
    }
  }

  /** What a call does. */
  interface Call<T, E extends Exception> {
    T answer() throws E;
  }

  /** Answers a call between {@link #enter} and the unlocking. */
  <T, E extends Exception> T held(Call<T, E> call) throws E {
    Lock held = enter();
    try {
      return call.answer();
    } finally {
      held.unlock();
    }
  }

  /** Reads a user's input, and reports it if that fails. */
  <T, E extends Exception> T input(Call<T, E> input) throws E {
    try {
      return input.answer();
    } catch (Exception e) {
      badInput();
      throw e;
    }
  }

  void badInput() {
    observer.rejected(Rejection.BAD_INPUT);
  }

  /**
   * Asks the network, within a call.
   *
   * @param images uint8 {@code [count, height, width, channels]}
   * @return float32 {@code [count, classes]}
   */
  float[] probabilities(byte[] images, int count) {
    if (observer == PredictionObserver.NONE) {
      return run(images, count);
    }
    long start = nanoTime.getAsLong();
    float[] probabilities;
    try {
      probabilities = run(images, count);
    } catch (RuntimeException | Error e) {
      observer.rejected(Rejection.FAILED);
      throw e;
    }
    if (count > 0) {
      observer.predicted(count, nanoTime.getAsLong() - start);
    }
    return probabilities;
  }

  private float[] run(byte[] images, int count) {
    return batcher == null
        ? MicroBatcher.runAlone(network, images, count, observer)
        : batcher.probabilities(images, count);
  }

  /**
   * Runs blank images, which no observer hears of.
   *
   * @param pixels of one image
   */
  void warmUp(int pixels) {
    held(
        () -> {
          for (int count : new int[] {Predictions.imagesAtOnce(pixels), 1}) {
            byte[] blank = new byte[count * pixels];
            for (int i = 0; i < WARM_UPS; i++) {
              network.probabilities(blank, count);
            }
          }
          return null;
        });
  }

  /** Closes the network when the last call has gone out: see {@link CallGate#close}. */
  void close() {
    gate.close(network::close);
  }

  /** Passes everything on to an observer that may fail. */
  private static final class SafeObserver implements PredictionObserver {
    private final PredictionObserver observer;
    private final AtomicBoolean failed = new AtomicBoolean();

    private SafeObserver(PredictionObserver observer) {
      this.observer = observer;
    }

    static PredictionObserver of(PredictionObserver observer) {
      return observer == PredictionObserver.NONE ? observer : new SafeObserver(observer);
    }

    @Override
    public void predicted(int images, long nanoseconds) {
      tell(() -> observer.predicted(images, nanoseconds));
    }

    @Override
    public void batchRun(int images) {
      tell(() -> observer.batchRun(images));
    }

    @Override
    public void rejected(Rejection reason) {
      tell(() -> observer.rejected(reason));
    }

    /** Errors too: a metrics library of the wrong version throws them. */
    private void tell(Runnable event) {
      try {
        event.run();
      } catch (RuntimeException | Error e) {
        if (failed.compareAndSet(false, true)) {
          warn("the prediction observer failed; predictions go on", e);
        }
      }
    }
  }
}
