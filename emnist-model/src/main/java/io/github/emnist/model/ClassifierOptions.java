package io.github.emnist.model;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.architecture.Precision;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The runtime options of a classifier; {@link PredictionOptions} are those of its predictions.
 * Immutable.
 *
 * <pre>{@code
 * ClassifierOptions server =
 *     ClassifierOptions.defaults()
 *         .withMicroBatching(32, Duration.ofNanos(200_000))
 *         .withObserver(new MicrometerObserver(registry));
 * EmnistClassifier classifier = EmnistClassifier.load(Path.of("my-model"), server);
 * }</pre>
 *
 * @param engine {@link Engine#AUTO} by default
 * @param precision of convolutions and matrix products; {@link Precision#AUTO} by default
 * @param threads the threads of a call with many images; with 0, the default, TensorFlow uses all
 *     processors, the Java engine only the caller's thread. A call with one image uses one
 * @param microBatching lets calls of several threads share runs; empty, the default, for no
 * @param observer of predictions; {@link PredictionObserver#NONE} by default
 */
public record ClassifierOptions(
    Engine engine,
    Precision precision,
    int threads,
    Optional<MicroBatching> microBatching,
    PredictionObserver observer) {
  private static final ClassifierOptions DEFAULTS =
      new ClassifierOptions(
          Engine.AUTO, Precision.AUTO, 0, Optional.empty(), PredictionObserver.NONE);

  /** Throws {@link IllegalArgumentException} if the threads are negative. */
  public ClassifierOptions {
    Objects.requireNonNull(engine, "engine");
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(microBatching, "microBatching");
    Objects.requireNonNull(observer, "observer");
    if (threads < 0) {
      throw Messages.illegal(
          "threads (%d) must be 1 or more, or 0 for the engine's default", threads);
    }
  }

  /** {@return the defaults} */
  public static ClassifierOptions defaults() {
    return DEFAULTS;
  }

  /**
   * {@return a copy with another engine}
   *
   * @param newEngine if it is not available, opening the classifier fails
   */
  public ClassifierOptions withEngine(Engine newEngine) {
    return new ClassifierOptions(newEngine, precision, threads, microBatching, observer);
  }

  /**
   * {@return a copy with another precision}
   *
   * @param newPrecision if the processor or the model does not support it, opening the classifier
   *     fails
   */
  public ClassifierOptions withPrecision(Precision newPrecision) {
    return new ClassifierOptions(engine, newPrecision, threads, microBatching, observer);
  }

  /**
   * {@return a copy with another number of threads}
   *
   * @param newThreads for a call with many images; 0 for the engine's default
   * @throws IllegalArgumentException if negative
   */
  public ClassifierOptions withThreads(int newThreads) {
    return new ClassifierOptions(engine, precision, newThreads, microBatching, observer);
  }

  /**
   * {@return a copy with micro-batching, for servers with many threads} Small calls of several
   * threads at about the same time share a run of the network, which increases the throughput. A
   * call waits only for threads that called recently, so that a single thread does not wait; while
   * all processors are busy, calls are collected.
   *
   * @param maxImages in one run, 2 to 1,024; calls of as many or more run by themselves
   * @param maxDelay the maximum time that the first call of a run waits for others, up to a second;
   *     with zero, calls are collected only while all processors are busy
   * @throws IllegalArgumentException if a value is out of range
   */
  public ClassifierOptions withMicroBatching(int maxImages, Duration maxDelay) {
    return new ClassifierOptions(
        engine, precision, threads, Optional.of(new MicroBatching(maxImages, maxDelay)), observer);
  }

  /**
   * {@return a copy with another observer}
   *
   * @param newObserver replaces the previous one
   */
  public ClassifierOptions withObserver(PredictionObserver newObserver) {
    return new ClassifierOptions(engine, precision, threads, microBatching, newObserver);
  }

  /**
   * The limits of micro-batching.
   *
   * @param maxImages in one run, 2 to 1,024; calls of as many or more run by themselves
   * @param maxDelay the maximum time that the first call of a run waits for others, up to a second
   */
  public record MicroBatching(int maxImages, Duration maxDelay) {
    private static final int MOST_IMAGES = 1_024;
    private static final Duration LONGEST = Duration.ofSeconds(1);

    /** Throws {@link IllegalArgumentException} if a value is beyond its range. */
    public MicroBatching {
      if (maxImages < 2 || maxImages > MOST_IMAGES) {
        throw Messages.illegal("maxImages (%d) must be between 2 and %,d", maxImages, MOST_IMAGES);
      }
      if (maxDelay.isNegative() || maxDelay.compareTo(LONGEST) > 0) {
        throw Messages.illegal("maxDelay (%s) must be between 0 and %s", maxDelay, LONGEST);
      }
    }
  }
}
