package io.github.emnist.model;

import io.github.emnist.data.internal.Messages;
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
 * A network used by any number of threads: opened as the options say, run for single calls or in
 * shared runs, observed, and closed after the last call. Every call goes through {@link #enter}
 * once.
 */
final class Serving {
  private static final int WARM_UPS = 3;

  private static final AtomicBoolean WARNED = new AtomicBoolean(); // that TensorFlow does not load

  private final InferenceNetwork network;
  private final Engine engine;
  private final Precision precision;
  private final PredictionObserver observer;

  private final MicroBatcher batcher; // null without micro-batching
  private final LongSupplier nanoTime;
  private final CallGate gate = new CallGate();

  /**
   * Serves a network, and owns it.
   *
   * @param engine never {@link Engine#AUTO}
   * @param precision never {@link Precision#AUTO}
   * @param observer must not fail
   * @param batcher of the same network; null for no micro-batching
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

  /** Serves a network without micro-batching and observer. */
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
        throw Messages.illegal(
            "precision %s: the Java engine supports only FLOAT32; use that or AUTO, or TensorFlow",
            options.precision());
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

  /** Starts loading TensorFlow, if it may be used, while the model is read. */
  static void prepare(Engine engine) {
    if (engine != Engine.JAVA && TensorFlowLibrary.isPresent()) {
      TensorFlowRuntime.beginLoading();
    }
  }

  /** Returns TensorFlow if it loads, else the Java engine. */
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

  /** Throws an exception if the processor would emulate the precision, slower than float32. */
  static void checkProcessor(Precision precision, CpuFeatures processor) {
    boolean computes =
        switch (precision) {
          case AUTO, FLOAT32 -> true;
          case BFLOAT16 -> processor.hasBfloat16();
          case INT8 -> processor.hasInt8();
        };
    if (!computes) {
      throw Messages.illegal(
          "precision %s: this processor (%s) does not support it; use AUTO or FLOAT32",
          precision,
          processor.names().isEmpty()
              ? "of unknown instructions"
              : String.join(", ", processor.names()));
    }
  }

  Engine engine() {
    return engine;
  }

  Precision precision() {
    return precision;
  }

  /**
   * Begins a call, for which {@link #close} waits.
   *
   * @return a lock, to be unlocked by the same thread
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

  interface Call<T, E extends Exception> {
    T answer() throws E;
  }

  /** Executes a call between {@link #enter} and unlock. */
  <T, E extends Exception> T held(Call<T, E> call) throws E {
    Lock held = enter();
    try {
      return call.answer();
    } finally {
      held.unlock();
    }
  }

  /** Reads an input, and reports a failure to the observer. */
  <T, E extends Exception> T input(Call<T, E> input) throws E {
    try {
      return input.answer();
    } catch (Exception | OutOfMemoryError e) { // the latter for too large a picture
      badInput();
      throw e;
    }
  }

  void badInput() {
    observer.rejected(Rejection.BAD_INPUT);
  }

  /** Throws an exception if a result cannot be used. */
  interface Check {
    void of(byte[] images, int count, float[] probabilities);
  }

  /**
   * Runs the network, within a call.
   *
   * @param images uint8 {@code [count, height, width, channels]}
   * @param check of the result
   * @return float32 {@code [count, classes]}
   */
  float[] probabilities(byte[] images, int count, Check check) {
    boolean observed = observer != PredictionObserver.NONE;
    long start = observed ? nanoTime.getAsLong() : 0;
    float[] probabilities;
    try {
      probabilities = run(images, count);
      check.of(images, count, probabilities);
    } catch (RuntimeException | Error e) {
      observer.rejected(Rejection.FAILED);
      throw e;
    }
    if (observed && count > 0) {
      observer.predicted(count, nanoTime.getAsLong() - start);
    }
    return probabilities;
  }

  private float[] run(byte[] images, int count) {
    return batcher == null
        ? MicroBatcher.runAlone(network, images, count, observer)
        : batcher.probabilities(images, count);
  }

  /** Runs the network on blank images of so many pixels, without the observer. */
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

  /** Closes the network after the last call, as {@link CallGate#close} does. */
  void close() {
    gate.close(network::close);
  }

  /** Catches the exceptions of an observer. */
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

    /** Catches errors too, which a metrics library of the wrong version throws. */
    private void tell(Runnable event) {
      try {
        event.run();
      } catch (RuntimeException | Error e) {
        if (failed.compareAndSet(false, true)) {
          warn("the prediction observer failed; predictions continue", e);
        }
      }
    }
  }
}
