package io.github.emnist.model;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.internal.CpuFeatures;
import io.github.emnist.model.internal.InferenceNetwork;
import io.github.emnist.model.internal.TensorFlowLibrary;
import io.github.emnist.model.internal.plain.JavaNetwork;
import io.github.emnist.model.internal.tensorflow.FastestNetwork;
import io.github.emnist.model.internal.tensorflow.FrozenNetwork;
import io.github.emnist.model.internal.tensorflow.RuntimeOptions;
import io.github.emnist.model.internal.tensorflow.TensorFlowRuntime;
import io.github.emnist.model.weights.ActivationRanges;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;

/** Opens the networks of models. */
final class Networks {
  private static final int WARM_UPS = 3;

  /** Whether the log has been told that TensorFlow does not load. */
  private static final AtomicBoolean WARNED = new AtomicBoolean();

  private Networks() {}

  /** A call in several steps. */
  interface Call<T, E extends Exception> {
    T answer() throws E;
  }

  /** Answers while {@link InferenceNetwork#close} waits. */
  static <T, E extends Exception> T held(InferenceNetwork network, Call<T, E> call) throws E {
    Lock held = network.hold();
    try {
      return call.answer();
    } finally {
      held.unlock();
    }
  }

  /**
   * Reads a model, meanwhile TensorFlow loads where it may be asked for.
   *
   * @param engine as the options have it
   */
  static <E extends Exception> ModelBundle read(Engine engine, Call<ModelBundle, E> model)
      throws E {
    if (engine != Engine.JAVA && TensorFlowLibrary.isPresent()) {
      TensorFlowRuntime.beginLoading();
    }
    return model.answer();
  }

  /**
   * A model's network.
   *
   * @param engine never {@link Engine#AUTO}
   * @param precision never {@link Precision#AUTO}
   */
  record Opened(InferenceNetwork network, Engine engine, Precision precision) {}

  /** Opens a model's network in the engine and the precision that the options ask for. */
  static Opened open(ModelBundle model, ClassifierOptions options) {
    Engine engine = options.engine() == Engine.AUTO ? available() : options.engine();
    if (engine == Engine.JAVA) {
      if (options.precision() != Precision.AUTO && options.precision() != Precision.FLOAT32) {
        throw new IllegalArgumentException(
            "precision "
                + options.precision()
                + ": the Java engine computes in FLOAT32 alone; use that or AUTO, or TensorFlow");
      }
      return new Opened(
          new JavaNetwork(model.architecture(), model.weights(), options.threads()),
          Engine.JAVA,
          Precision.FLOAT32);
    }
    TensorFlowLibrary.require("engine TENSORFLOW");
    FrozenNetwork network = openTensorFlow(model, options);
    return new Opened(network, Engine.TENSORFLOW, network.precision());
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
        System.getLogger(Networks.class.getPackageName())
            .log(
                Level.WARNING,
                "TensorFlow is on the class path but does not load ("
                    + e.getMessage()
                    + "); characters are recognised by the Java engine instead");
      }
      return Engine.JAVA;
    }
  }

  private static FrozenNetwork openTensorFlow(ModelBundle model, ClassifierOptions options) {
    CnnArchitecture architecture = model.architecture();
    Optional<ActivationRanges> ranges = model.metadata().activationRanges();
    Precision precision = options.precision();
    if (precision == Precision.AUTO) {
      return FastestNetwork.open(architecture, model.weights(), ranges, options.threads());
    }
    checkProcessor(precision, CpuFeatures.ofThisMachine());
    return new FrozenNetwork(
        architecture,
        model.weights(),
        ranges,
        new RuntimeOptions(options.threads(), true, precision));
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

  /**
   * A network with what the options put around it.
   *
   * @param pixels of one image
   */
  static Opened serve(Opened opened, int pixels, ClassifierOptions options) {
    return new Opened(
        serve(opened.network(), pixels, options), opened.engine(), opened.precision());
  }

  /**
   * A network with what the options put around it.
   *
   * @param pixels of one image
   */
  static InferenceNetwork serve(InferenceNetwork network, int pixels, ClassifierOptions options) {
    PredictionObserver observer = options.observer();
    boolean observed = observer != PredictionObserver.NONE;
    InferenceNetwork served = network;
    if (options.microBatching().isPresent()) {
      served =
          new MicroBatchingNetwork(
              network,
              pixels,
              options.microBatching().get(),
              Runtime.getRuntime().availableProcessors(),
              BatchClock.system(),
              observer);
    } else if (observed) {
      served = new ObservedRuns(network, observer);
    }
    return observed ? new ObservedCalls(served, observer, System::nanoTime) : served;
  }

  /**
   * Runs blank images, which no observer hears of.
   *
   * @param pixels of one image
   */
  static void warmUp(InferenceNetwork network, int pixels) {
    InferenceNetwork bare = network;
    while (bare instanceof DecoratedNetwork decorated) {
      bare = decorated.network;
    }
    for (int count : new int[] {Predictions.imagesAtOnce(pixels), 1}) {
      byte[] blank = new byte[count * pixels];
      for (int i = 0; i < WARM_UPS; i++) {
        bare.probabilities(blank, count);
      }
    }
  }
}
