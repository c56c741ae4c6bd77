package io.github.emnist.model;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.tensorflow.CpuFeatures;
import io.github.emnist.model.tensorflow.FastestNetwork;
import io.github.emnist.model.tensorflow.FrozenNetwork;
import io.github.emnist.model.tensorflow.InferenceNetwork;
import io.github.emnist.model.tensorflow.Precision;
import io.github.emnist.model.tensorflow.RuntimeOptions;
import io.github.emnist.model.tensorflow.TensorFlowRuntime;
import io.github.emnist.model.weights.ActivationRanges;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/** Opens the networks of models. */
final class Networks {
  private static final int WARM_UPS = 3;

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

  /** Reads a model while TensorFlow loads. */
  static <E extends Exception> ModelBundle read(Call<ModelBundle, E> model) throws E {
    TensorFlowRuntime.beginLoading();
    return model.answer();
  }

  /** A model's network, run as the options say. */
  static InferenceNetwork open(ModelBundle model, ClassifierOptions options) {
    CnnArchitecture architecture = model.metadata().architecture();
    return serve(bare(architecture, model, options), architecture.input().size(), options);
  }

  private static FrozenNetwork bare(
      CnnArchitecture architecture, ModelBundle model, ClassifierOptions options) {
    Optional<ActivationRanges> ranges = model.metadata().activationRanges();
    Precision precision =
        switch (options.precision()) {
          case AUTO -> null;
          case FLOAT32 -> Precision.FLOAT32;
          case BFLOAT16 -> Precision.BFLOAT16;
          case INT8 -> Precision.INT8;
        };
    if (precision == null) {
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
          case FLOAT32 -> true;
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
    for (int count : new int[] {FrozenNetwork.batch(pixels), 1}) {
      byte[] blank = new byte[count * pixels];
      for (int i = 0; i < WARM_UPS; i++) {
        bare.probabilities(blank, count);
      }
    }
  }
}
