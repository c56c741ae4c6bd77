package io.github.emnist.model.metrics;

import io.github.emnist.model.PredictionObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Reports a classifier's predictions to Micrometer. Needs {@code io.micrometer:micrometer-core}, an
 * optional dependency; a named module must require {@code micrometer.core}.
 *
 * <pre>{@code
 * ClassifierOptions options =
 *     ClassifierOptions.defaults().withObserver(new MicrometerObserver(registry));
 * }</pre>
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>kind</th><th>of</th></tr>
 * <tr><td>{@code emnist.predictions}</td><td>counter</td><td>images recognised</td></tr>
 * <tr><td>{@code emnist.prediction.latency}</td><td>timer</td><td>a call of the network, including
 *     waiting for a shared run, without preprocessing</td></tr>
 * <tr><td>{@code emnist.batch.size}</td><td>distribution summary</td><td>images in one run of the
 *     network</td></tr>
 * <tr><td>{@code emnist.rejected}</td><td>counter, tag {@code reason}: {@code closed}, {@code
 *     bad_input} or {@code failed}</td><td>calls, or items of {@code predictEach}, that got
 *     an exception</td></tr>
 * </table>
 *
 * <p>Configure percentiles in the registry, with a {@code MeterFilter}. Classifiers with the same
 * registry and tags share the meters.
 */
@SuppressWarnings("exports") // a module that uses this class requires micrometer.core itself
public final class MicrometerObserver implements PredictionObserver {
  private final Counter predictions;
  private final Timer latency;
  private final DistributionSummary batchSize;
  private final Map<Rejection, Counter> rejected = new EnumMap<>(Rejection.class);

  /**
   * Registers the meters.
   *
   * @param registry of the meters
   */
  public MicrometerObserver(MeterRegistry registry) {
    this(registry, Tags.empty());
  }

  /**
   * Registers the meters with tags.
   *
   * @param registry of the meters
   * @param tags of every meter, for example the name of the model
   */
  public MicrometerObserver(MeterRegistry registry, Iterable<Tag> tags) {
    predictions =
        Counter.builder("emnist.predictions")
            .description("images recognised")
            .baseUnit("images")
            .tags(tags)
            .register(registry);
    latency =
        Timer.builder("emnist.prediction.latency")
            .description("a call of the network, waiting for a shared run included")
            .tags(tags)
            .register(registry);
    batchSize =
        DistributionSummary.builder("emnist.batch.size")
            .description("images in one run of the network")
            .baseUnit("images")
            .tags(tags)
            .register(registry);
    for (Rejection reason : Rejection.values()) {
      rejected.put(
          reason,
          Counter.builder("emnist.rejected")
              .description("calls, or items of predictEach, that got an exception")
              .tags(tags)
              .tag("reason", reason.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  @Override
  public void predicted(int images, long nanoseconds) {
    predictions.increment(images);
    latency.record(nanoseconds, TimeUnit.NANOSECONDS);
  }

  @Override
  public void batchRun(int images) {
    batchSize.record(images);
  }

  @Override
  public void rejected(Rejection reason) {
    rejected.get(reason).increment();
  }
}
