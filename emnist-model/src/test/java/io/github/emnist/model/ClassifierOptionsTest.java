package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.GrayImage;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.internal.CpuFeatures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierOptionsTest {
  private static final ClassifierOptions FLOATS =
      ClassifierOptions.defaults().withPrecision(Precision.FLOAT32);

  @TempDir private Path dir;

  @Test
  void theDefaults() {
    ClassifierOptions defaults = ClassifierOptions.defaults();
    assertThat(defaults.engine()).isEqualTo(Engine.AUTO);
    assertThat(defaults.precision()).isEqualTo(Precision.AUTO);
    assertThat(defaults.threads()).isZero();
    assertThat(defaults.microBatching()).isEmpty();
    assertThat(defaults.observer()).isSameAs(PredictionObserver.NONE);
  }

  @Test
  void eachCanBeChangedAlone() {
    PredictionObserver observer = new PredictionObserver() {};
    ClassifierOptions all =
        FLOATS
            .withEngine(Engine.JAVA)
            .withThreads(3)
            .withMicroBatching(16, Duration.ofNanos(100_000))
            .withObserver(observer);
    assertThat(all)
        .isEqualTo(
            new ClassifierOptions(
                Engine.JAVA,
                Precision.FLOAT32,
                3,
                Optional.of(new ClassifierOptions.MicroBatching(16, Duration.ofNanos(100_000))),
                observer));
    assertThat(ClassifierOptions.defaults().threads()).isZero();
  }

  @Test
  void whatCannotBeIsRefused() {
    ClassifierOptions defaults = ClassifierOptions.defaults();
    assertThatThrownBy(() -> defaults.withThreads(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads (-1) must be 1 or more, or 0 for the engine's default");
    for (int images : new int[] {1, 1_025}) {
      assertThatThrownBy(() -> defaults.withMicroBatching(images, Duration.ZERO))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("maxImages (%d) must be between 2 and 1,024", images);
    }
    for (Duration delay : List.of(Duration.ofNanos(-1), Duration.ofMillis(1_001))) {
      assertThatThrownBy(() -> defaults.withMicroBatching(2, delay))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("maxDelay (%s) must be between 0 and PT1S", delay);
    }
    assertThatThrownBy(() -> defaults.withEngine(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("engine");
    assertThatThrownBy(() -> defaults.withPrecision(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("precision");
    assertThatThrownBy(() -> defaults.withObserver(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("observer");
  }

  @Test
  void everyWayToLoadTakesThem() throws IOException {
    ModelBundle model = TestModels.emnistCnn(4);
    Path file = dir.resolve("model.zip");
    model.save(file);
    GrayImage image = TestModels.images(1, 1).get(0);
    Events events = new Events();
    ClassifierOptions options = FLOATS.withThreads(1).withObserver(events);
    try (EmnistClassifier given = EmnistClassifier.of(model, options);
        EmnistClassifier loaded = EmnistClassifier.load(file, options);
        EmnistClassifier streamed =
            EmnistClassifier.load(new ByteArrayInputStream(Files.readAllBytes(file)), options)) {
      Prediction expected = given.predict(image);
      TestModels.assertSame(loaded.predict(image), expected);
      TestModels.assertSame(streamed.predict(image), expected);
    }
    assertThat(events.predicted()).containsExactly(1, 1, 1);
  }

  @Test
  void precisionIsRefusedWhereTheProcessorWouldEmulateIt() {
    CpuFeatures old = new CpuFeatures(List.of("avx", "avx2"), true);
    for (Precision precision : List.of(Precision.BFLOAT16, Precision.INT8)) {
      assertThatThrownBy(() -> Serving.checkProcessor(precision, old))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "precision %s: this processor (avx, avx2) does not support it; use AUTO or FLOAT32",
              precision);
    }
    Serving.checkProcessor(Precision.FLOAT32, old);
    Serving.checkProcessor(Precision.BFLOAT16, new CpuFeatures(List.of("avx512_bf16"), true));
    Serving.checkProcessor(Precision.INT8, new CpuFeatures(List.of("avx512_vnni"), true));
  }

  @Test
  void theEngineIsTheOneAskedFor() {
    ModelBundle model = TestModels.emnistCnn(4);
    List<GrayImage> images = TestModels.images(20, 3);
    try (EmnistClassifier auto = EmnistClassifier.of(model);
        EmnistClassifier tensorFlow =
            EmnistClassifier.of(model, FLOATS.withEngine(Engine.TENSORFLOW));
        EmnistClassifier java =
            EmnistClassifier.of(model, ClassifierOptions.defaults().withEngine(Engine.JAVA))) {
      assertThat(auto.engine()).isEqualTo(Engine.TENSORFLOW);
      assertThat(auto.precision()).isNotEqualTo(Precision.AUTO);
      assertThat(tensorFlow.engine()).isEqualTo(Engine.TENSORFLOW);
      assertThat(tensorFlow.precision()).isEqualTo(Precision.FLOAT32);
      assertThat(java.engine()).isEqualTo(Engine.JAVA);
      assertThat(java.precision()).isEqualTo(Precision.FLOAT32);
      TestModels.assertClose(java.predictAll(images), tensorFlow.predictAll(images));
    }
  }

  @Test
  void theJavaEngineComputesInFloat32Alone() {
    ModelBundle model = TestModels.emnistCnn(4);
    ClassifierOptions java = ClassifierOptions.defaults().withEngine(Engine.JAVA);
    assertThatThrownBy(() -> EmnistClassifier.of(model, java.withPrecision(Precision.INT8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "precision INT8: the Java engine supports only FLOAT32; use that or AUTO, or TensorFlow");
  }

  /** More threads, or runs shared with others, are the same arithmetic. */
  @Test
  void howItRunsChangesNoAnswer() {
    List<GrayImage> images = TestModels.images(70, 2);
    ModelBundle model = TestModels.emnistCnn(4);
    ClassifierOptions batching = FLOATS.withMicroBatching(32, Duration.ofMillis(1));
    try (EmnistClassifier plain = EmnistClassifier.of(model, FLOATS.withThreads(1));
        EmnistClassifier other = EmnistClassifier.of(model, batching.withThreads(2))) {
      TestModels.assertClose(other.predictAll(images), plain.predictAll(images));
    }
  }

  @Test
  void warmingUpIsHeardByNobodyAndChangesNothing() {
    Events events = new Events();
    GrayImage image = TestModels.images(1, 1).get(0);
    EmnistClassifier classifier =
        EmnistClassifier.of(
            TestModels.emnistCnn(4),
            FLOATS.withObserver(events).withMicroBatching(8, Duration.ofSeconds(1)));
    Prediction before = classifier.predict(image);
    classifier.warmUp();
    classifier.warmUp();
    TestModels.assertSame(classifier.predict(image), before);
    assertThat(events.predicted()).containsExactly(1, 1);
    classifier.close();
    assertThatThrownBy(classifier::warmUp)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the classifier is closed");
  }
}
