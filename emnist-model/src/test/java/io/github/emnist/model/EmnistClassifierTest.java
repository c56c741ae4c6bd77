package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import io.github.emnist.data.preprocess.Ink;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.weights.Weights;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmnistClassifierTest {
  private static final ModelBundle MODEL = TestModels.emnistCnn(5);
  private static EmnistClassifier classifier;

  @TempDir private Path dir;

  @BeforeAll
  static void open() {
    classifier = EmnistClassifier.of(MODEL);
  }

  @AfterAll
  static void close() {
    classifier.close();
  }

  @Test
  void itKnowsItsModel() {
    assertThat(classifier.metadata()).isEqualTo(MODEL.metadata());
    assertThat(classifier.labelMap()).isEqualTo(MODEL.metadata().labelMap());
    assertThat(classifier.architecture()).isEqualTo(CnnArchitecture.emnistCnn());
  }

  /**
   * In the Java engine; what TensorFlow's own classes allocate is not ours. The least of several
   * windows counts: what a JVM allocates once, while it links and compiles, is in one of them only.
   */
  @Test
  void aCallAllocatesNothingButThePrediction() {
    CnnArchitecture fast = CnnArchitecture.fast();
    ModelBundle model =
        new ModelBundle(
            ModelMetadata.of(fast, MODEL.metadata().labelMap()), Weights.initialize(fast, 1));
    GrayImage image = TestModels.images(1, 1).get(0);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    ClassifierOptions options = ClassifierOptions.defaults().withEngine(Engine.JAVA);
    try (EmnistClassifier java = EmnistClassifier.of(model, options)) {
      int calls = 200;
      long least = Long.MAX_VALUE;
      for (int window = 0; window < 10; window++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < calls; i++) {
          java.predict(image);
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      int probabilities = 16 + 47 * Float.BYTES + 4;
      int prediction = 32;
      assertThat(least / calls).as("bytes a call").isLessThanOrEqualTo(probabilities + prediction);
    }
  }

  /** Flatten and dense, computed here in double arithmetic. */
  @Test
  void theProbabilitiesAreTheNetworks() {
    CnnArchitecture linear =
        CnnArchitecture.builder().input(28, 28, 1).flatten().dense(3).softmax().build();
    Weights weights = Weights.initialize(linear, 9);
    GrayImage image = TestModels.images(1, 1).get(0);
    float[] kernel = weights.values("dense/kernel");
    double[] exponentials = new double[3];
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      double logit = 0;
      for (int i = 0; i < 784; i++) {
        logit += image.pixel(i % 28, i / 28) / 255.0 * kernel[i * 3 + c];
      }
      exponentials[c] = Math.exp(logit);
      sum += exponentials[c];
    }
    ModelMetadata metadata = ModelMetadata.of(linear, LabelMap.ofCharacters("abc"));
    ClassifierOptions exact = ClassifierOptions.defaults().withPrecision(Precision.FLOAT32);
    try (EmnistClassifier small = EmnistClassifier.of(new ModelBundle(metadata, weights), exact)) {
      Prediction prediction = small.predict(image);
      for (int c = 0; c < 3; c++) {
        assertThat((double) prediction.probability(c))
            .isCloseTo(exponentials[c] / sum, within(1e-5));
      }
    }
  }

  @Test
  void savingAndLoadingChangesNoBit() throws IOException {
    List<GrayImage> images = TestModels.images(20, 2);
    List<Prediction> before = classifier.predictAll(images);
    for (String name : List.of("model", "model.zip")) {
      MODEL.save(dir.resolve(name));
      try (EmnistClassifier loaded = EmnistClassifier.load(dir.resolve(name))) {
        TestModels.assertSame(loaded.predictAll(images), before);
      }
    }
    try (InputStream in = Files.newInputStream(dir.resolve("model.zip"));
        EmnistClassifier loaded = EmnistClassifier.load(in)) {
      TestModels.assertSame(loaded.predictAll(images), before);
    }
  }

  @Test
  void everyWayInGivesTheSameAnswer() throws IOException {
    GrayImage image = TestModels.images(1, 3).get(0);
    Prediction expected = classifier.predict(image);
    TestModels.assertSame(classifier.predictRaw(image.toBytes()), expected);
    TestModels.assertSame(classifier.predictAll(List.of(image)).get(0), expected);

    BufferedImage picture = TestModels.drawing(200, 100);
    Prediction drawn = classifier.predict(CharacterPreprocessor.emnist().process(picture));
    TestModels.assertSame(classifier.predict(picture), drawn);
    TestModels.assertSame(classifier.predictPictures(List.of(picture)).get(0), drawn);
    Path file = dir.resolve("drawing.png");
    ImageIO.write(picture, "png", file.toFile());
    TestModels.assertSame(classifier.predict(file), drawn);
    TestModels.assertSame(
        classifier.predictEach(List.of(file)).get(0).prediction().orElseThrow(), drawn);
    byte[] encoded = Files.readAllBytes(file);
    TestModels.assertSame(classifier.predict(encoded), drawn);
    ByteArrayInputStream in = new ByteArrayInputStream(encoded);
    TestModels.assertSame(classifier.predict(in), drawn);
    assertThat(in.available()).isZero();

    float[][] ink = new float[28][28];
    for (int y = 0; y < 28; y++) {
      for (int x = 0; x < 28; x++) {
        ink[y][x] = image.pixel(x, y) / 255f;
      }
    }
    TestModels.assertSame(classifier.predict(ink), expected);
  }

  /** Also where the picture has the network's size: only a GrayImage goes in as it is. */
  @Test
  void picturesAlwaysGoThroughThePreprocessing() {
    BufferedImage small = TestModels.drawing(28, 28);
    GrayImage processed = CharacterPreprocessor.emnist().process(small);
    TestModels.assertSame(classifier.predict(small), classifier.predict(processed));
  }

  @Test
  void aLongListIsRecognisedInOrder() {
    List<GrayImage> images = TestModels.images(1_100, 4);
    List<Prediction> predictions = classifier.predictAll(images);
    assertThat(predictions).hasSize(1_100);
    for (int i : new int[] {0, 1, 255, 256, 257, 1_023, 1_024, 1_099}) {
      float[] alone = classifier.predict(images.get(i)).probabilities();
      assertThat(predictions.get(i).probabilities()).containsExactly(alone, within(1e-5f));
    }
  }

  @Test
  void nothingInNothingOut() {
    assertThat(classifier.predictAll(List.of())).isEmpty();
    assertThat(classifier.predictPictures(List.of())).isEmpty();
    assertThat(classifier.predictEach(List.of())).isEmpty();
  }

  @Test
  void blankIsNoInkAtAll() {
    byte[] pixels = new byte[784];
    assertThat(classifier.predictRaw(pixels).blank()).isTrue();
    pixels[783] = 1;
    assertThat(classifier.predictRaw(pixels).blank()).isFalse();
    BufferedImage white = new BufferedImage(50, 50, BufferedImage.TYPE_BYTE_GRAY);
    white.createGraphics().fillRect(0, 0, 50, 50);
    assertThat(classifier.predict(white).blank()).isTrue();
    assertThat(classifier.predict(white).label()).isEmpty();
    GrayImage ink = TestModels.images(1, 1).get(0);
    List<GrayImage> mixed = List.of(ink, GrayImage.of(28, 28, new byte[784]), ink);
    assertThat(classifier.predictAll(mixed))
        .extracting(Prediction::blank)
        .containsExactly(false, true, false);
  }

  @Test
  void anotherSizeIsRefused() {
    GrayImage right = GrayImage.of(28, 28, new byte[784]);
    GrayImage wrong = GrayImage.of(30, 20, new byte[600]);
    assertThatThrownBy(() -> classifier.predictAll(List.of(right, wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "image 1 is 30 x 20 pixels, the model reads 28 x 28; make one with"
                + " CharacterPreprocessor");
    assertThatThrownBy(() -> classifier.predictRaw(new byte[783]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pixels (783) must be the model's 28 x 28 = 784");
  }

  @Test
  void aModelOfAnotherSizeReadsPictures() {
    CnnArchitecture wide =
        CnnArchitecture.builder().input(10, 20, 1).flatten().dense(2).softmax().build();
    ModelBundle model =
        new ModelBundle(
            ModelMetadata.of(wide, LabelMap.ofCharacters("no")), Weights.initialize(wide, 1));
    try (EmnistClassifier other = EmnistClassifier.of(model)) {
      assertThat(other.predict(GrayImage.of(20, 10, new byte[200])).blank()).isTrue();
      BufferedImage picture = TestModels.drawing(120, 100);
      GrayImage image = CharacterPreprocessor.emnist().analyse(picture).scaledTo(20, 10).image();
      assertThat(image.width()).isEqualTo(20);
      assertThat(image.height()).isEqualTo(10);
      assertThat(other.predict(picture).probabilities())
          .containsExactly(other.predict(image).probabilities());
      Ink ink = Ink.builder().stroke(0, 0, 10, 0, 5, 20).build();
      assertThat(other.predict(ink).blank()).isFalse();
    }
  }

  @Test
  void aBadFileIsNamed() throws IOException {
    Path missing = dir.resolve("missing.png");
    assertThatThrownBy(() -> classifier.predict(missing))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageStartingWith(missing.toString());
    Path text = Files.writeString(dir.resolve("text.png"), "no picture at all");
    assertThatThrownBy(() -> classifier.predict(text))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageStartingWith(text.toString());
  }
}
