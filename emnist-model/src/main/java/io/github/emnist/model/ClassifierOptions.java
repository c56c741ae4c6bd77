package io.github.emnist.model;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.architecture.Precision;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a classifier runs: what computes, in what numbers, on how many processors, and who hears of
 * it. How it answers is {@link PredictionOptions}. Immutable.
 *
 * <pre>{@code
 * ClassifierOptions server =
 *     ClassifierOptions.defaults()
 *         .withMicroBatching(32, Duration.ofNanos(200_000))
 *         .withObserver(new MicrometerObserver(registry));
 * EmnistClassifier classifier = EmnistClassifier.load(Path.of("my-model"), server);
 * }</pre>
 *
 * @param engine what computes; {@link Engine#AUTO} by default
 * @param precision of convolutions and matrix products; {@link Precision#AUTO} by default
 * @param threads processors that one call of many images may use; 0, the default, leaves it to the
 *     engine: TensorFlow takes all, the Java engine the caller's thread alone. A call of one image
 *     uses one
 * @param microBatching whether calls of several threads share runs; empty, the default, for no
 * @param observer that hears of predictions; {@link PredictionObserver#NONE} by default
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

  /**
   * Creates options.
   *
   * @throws IllegalArgumentException if the threads are negative
   */
  public ClassifierOptions {
    Objects.requireNonNull(engine, "engine");
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(microBatching, "microBatching");
    Objects.requireNonNull(observer, "observer");
    if (threads < 0) {
      throw new IllegalArgumentException(
          Messages.format(
              "threads (%d) must be 1 or more, or 0 for the engine's default", threads));
    }
  }

  /**
   * {@return the defaults: any engine, the best precision, the engine's number of threads, no
   * micro-batching, no observer}
   */
  public static ClassifierOptions defaults() {
    return DEFAULTS;
  }

  /**
   * With another engine.
   *
   * @param newEngine what computes; if it is not there, opening the classifier fails
   * @return a copy
   */
  public ClassifierOptions withEngine(Engine newEngine) {
    return new ClassifierOptions(newEngine, precision, threads, microBatching, observer);
  }

  /**
   * With another precision.
   *
   * @param newPrecision of convolutions and matrix products; if the processor or the model is not
   *     up to it, opening the classifier fails
   * @return a copy
   */
  public ClassifierOptions withPrecision(Precision newPrecision) {
    return new ClassifierOptions(engine, newPrecision, threads, microBatching, observer);
  }

  /**
   * With another number of threads.
   *
   * @param newThreads processors that one call of many images may use; 0 leaves it to the engine
   * @return a copy
   * @throws IllegalArgumentException if negative
   */
  public ClassifierOptions withThreads(int newThreads) {
    return new ClassifierOptions(engine, precision, newThreads, microBatching, observer);
  }

  /**
   * With micro-batching: small calls that several threads make at about the same time share a run
   * of the network, which answers more of them in a second than one run each. For servers with many
   * threads. A call waits for others only while callers that were lately seen are missing, so a
   * lone thread does not wait; where all processors are busy, calls gather until one is free.
   *
   * @param maxImages in one run, 2 to 1,024; a call of as many or more runs by itself
   * @param maxDelay how long the first call of a run waits for others at most, up to a second; zero
   *     gathers only while all processors are busy
   * @return a copy
   * @throws IllegalArgumentException if a value is beyond its range
   */
  public ClassifierOptions withMicroBatching(int maxImages, Duration maxDelay) {
    return new ClassifierOptions(
        engine, precision, threads, Optional.of(new MicroBatching(maxImages, maxDelay)), observer);
  }

  /**
   * With an observer.
   *
   * @param newObserver that hears of predictions, instead of the one before
   * @return a copy
   */
  public ClassifierOptions withObserver(PredictionObserver newObserver) {
    return new ClassifierOptions(engine, precision, threads, microBatching, newObserver);
  }

  /**
   * How calls of several threads share runs of the network.
   *
   * @param maxImages in one run, 2 to 1,024; a call of as many or more runs by itself
   * @param maxDelay how long the first call of a run waits for others at most, up to a second
   */
  public record MicroBatching(int maxImages, Duration maxDelay) {
    private static final int MOST_IMAGES = 1_024;
    private static final Duration LONGEST = Duration.ofSeconds(1);

    /**
     * Creates a description.
     *
     * @throws IllegalArgumentException if a value is beyond its range
     */
    public MicroBatching {
      if (maxImages < 2 || maxImages > MOST_IMAGES) {
        throw new IllegalArgumentException(
            Messages.format("maxImages (%d) must be between 2 and %,d", maxImages, MOST_IMAGES));
      }
      if (maxDelay.isNegative() || maxDelay.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            Messages.format("maxDelay (%s) must be between 0 and %s", maxDelay, LONGEST));
      }
    }
  }
}
