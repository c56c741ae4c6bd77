package io.github.emnist.model.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.PredictionObserver.Rejection;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.weights.Weights;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MicrometerObserverTest {
  private final MeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void whatItHearsBecomesMeters() {
    MicrometerObserver observer = new MicrometerObserver(registry);
    observer.predicted(3, 1_500_000);
    observer.predicted(1, 500_000);
    observer.batchRun(4);
    observer.rejected(Rejection.CLOSED);
    observer.rejected(Rejection.BAD_INPUT);
    observer.rejected(Rejection.BAD_INPUT);

    assertThat(registry.get("emnist.predictions").counter().count()).isEqualTo(4);
    var latency = registry.get("emnist.prediction.latency").timer();
    assertThat(latency.count()).isEqualTo(2);
    assertThat(latency.totalTime(TimeUnit.MICROSECONDS)).isEqualTo(2_000);
    assertThat(latency.max(TimeUnit.MICROSECONDS)).isEqualTo(1_500);
    var size = registry.get("emnist.batch.size").summary();
    assertThat(size.count()).isEqualTo(1);
    assertThat(size.totalAmount()).isEqualTo(4);
    assertThat(rejected("closed")).isEqualTo(1);
    assertThat(rejected("bad_input")).isEqualTo(2);
    assertThat(rejected("failed")).isZero();
  }

  private double rejected(String reason) {
    return registry.get("emnist.rejected").tag("reason", reason).counter().count();
  }

  @Test
  void tagsTellClassifiersApart() {
    MicrometerObserver one = new MicrometerObserver(registry, Tags.of("model", "one"));
    new MicrometerObserver(registry, Tags.of("model", "two"));
    one.predicted(1, 1);
    one.rejected(Rejection.FAILED);
    assertThat(registry.get("emnist.predictions").tag("model", "one").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("emnist.predictions").tag("model", "two").counter().count()).isZero();
    assertThat(registry.get("emnist.rejected").tags("model", "one", "reason", "failed").counter())
        .extracting(counter -> counter.count())
        .isEqualTo(1.0);
  }

  @Test
  void aClassifierFillsThem() {
    CnnArchitecture linear =
        CnnArchitecture.builder().input(2, 2, 1).flatten().dense(2).softmax().build();
    ModelBundle model =
        new ModelBundle(
            ModelMetadata.of(linear, LabelMap.ofCharacters("ab")), Weights.initialize(linear, 1));
    ClassifierOptions options =
        ClassifierOptions.defaults().withObserver(new MicrometerObserver(registry));
    GrayImage image = GrayImage.of(2, 2, new byte[] {1, 2, 3, 4});
    EmnistClassifier classifier = EmnistClassifier.of(model, options);
    classifier.predict(image);
    classifier.predictAll(List.of(image, image, image));
    assertThatThrownBy(() -> classifier.predictRaw(new byte[5]))
        .isInstanceOf(IllegalArgumentException.class);
    classifier.close();
    assertThatThrownBy(() -> classifier.predict(image)).isInstanceOf(IllegalStateException.class);

    assertThat(registry.get("emnist.predictions").counter().count()).isEqualTo(4);
    assertThat(registry.get("emnist.prediction.latency").timer().count()).isEqualTo(2);
    assertThat(registry.get("emnist.batch.size").summary().max()).isEqualTo(3);
    assertThat(rejected("bad_input")).isEqualTo(1);
    assertThat(rejected("closed")).isEqualTo(1);
  }

  /** Micrometer is optional: a classifier with an observer needs none of its classes. */
  @Test
  void withoutMicrometerTheRestWorks() throws IOException, ReflectiveOperationException {
    URL[] withoutMicrometer =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("micrometer"))
            .map(MicrometerObserverTest::url)
            .toArray(URL[]::new);
    try (URLClassLoader loader =
        new URLClassLoader(withoutMicrometer, ClassLoader.getPlatformClassLoader())) {
      Class<?> options = Class.forName("io.github.emnist.model.ClassifierOptions", true, loader);
      Class<?> observer = Class.forName("io.github.emnist.model.PredictionObserver", true, loader);
      Object defaults = options.getMethod("defaults").invoke(null);
      Object none = observer.getField("NONE").get(null);
      assertThat(options.getMethod("withObserver", observer).invoke(defaults, none))
          .isEqualTo(defaults);
      for (String name :
          List.of("EmnistClassifier", "Serving", "Serving$SafeObserver", "MicroBatcher")) {
        Class<?> type = Class.forName("io.github.emnist.model." + name, true, loader);
        Stream.of(type.getDeclaredMethods()).forEach(method -> method.getGenericReturnType());
      }
      assertThatThrownBy(
              () ->
                  Class.forName("io.github.emnist.model.metrics.MicrometerObserver", true, loader)
                      .getDeclaredConstructors())
          .isInstanceOf(NoClassDefFoundError.class);
    }
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
