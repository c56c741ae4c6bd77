package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import io.github.emnist.data.preprocess.Ink;
import io.github.emnist.model.PredictionResult.Failure;
import io.github.emnist.model.PredictionResult.Success;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictEachTest {
  private static EmnistClassifier classifier;

  @TempDir private Path dir;

  @BeforeAll
  static void open() {
    classifier = EmnistClassifier.of(TestModels.emnistCnn(9));
  }

  @AfterAll
  static void close() {
    classifier.close();
  }

  private static List<PredictionResult<ClassifierInput>> each(List<ClassifierInput> inputs) {
    return classifier.predictEach(inputs.stream(), Function.identity()).toList();
  }

  @Test
  void filesAreAnsweredWithTheirNames() throws IOException {
    Path good = dir.resolve("good.png");
    ImageIO.write(TestModels.drawing(60, 50), "png", good.toFile());
    Path text = Files.writeString(dir.resolve("text.png"), "no picture at all");
    List<Path> files = Arrays.asList(dir.resolve("missing.png"), good, null, text, good);

    List<PredictionResult<Path>> results = classifier.predictEach(files);

    assertThat(results).extracting(PredictionResult::input).isEqualTo(files);
    assertFailure(results.get(0), NoSuchFileException.class, files.get(0) + ": file not found");
    TestModels.assertSame(
        results.get(1).prediction().orElseThrow(), results.get(4).prediction().orElseThrow());
    assertFailure(results.get(2), NullPointerException.class, "input");
    assertThat(results.get(3).exception().orElseThrow())
        .isInstanceOf(MalformedDataException.class)
        .hasMessageStartingWith(text + ", byte 0: ");
  }

  @Test
  void whatTheReaderThrowsIsTheItemsFailure() {
    List<PredictionResult<String>> results =
        classifier
            .predictEach(
                Stream.of("a", "b"),
                name -> {
                  if (name.equals("a")) {
                    throw new IllegalArgumentException("no row a");
                  }
                  return ClassifierInput.of(TestModels.drawing(40, 40));
                })
            .toList();
    assertFailure(results.get(0), IllegalArgumentException.class, "no row a");
    assertThat(results.get(0).input()).isEqualTo("a");
    assertThat(results.get(1).prediction()).isPresent();
  }

  @Test
  void everyKindIsAnsweredAsByItself() throws IOException {
    BufferedImage picture = TestModels.drawing(60, 50);
    Path file = dir.resolve("drawing.png");
    ImageIO.write(picture, "png", file.toFile());
    byte[] encoded = Files.readAllBytes(file);
    GrayImage image = TestModels.images(1, 9).get(0);
    float[][] ink = new float[28][28];
    ink[14][14] = 1;
    List<PredictionResult<ClassifierInput>> results =
        each(
            List.of(
                ClassifierInput.of(image),
                ClassifierInput.of(picture),
                ClassifierInput.of(file),
                ClassifierInput.of(new ByteArrayInputStream(encoded)),
                ClassifierInput.of(encoded),
                ClassifierInput.ofRaw(image.toBytes()),
                ClassifierInput.of(ink)));
    List<Prediction> alone =
        List.of(
            classifier.predict(image),
            classifier.predict(picture),
            classifier.predict(file),
            classifier.predict(new ByteArrayInputStream(encoded)),
            classifier.predict(encoded),
            classifier.predictRaw(image.toBytes()),
            classifier.predict(ink));
    for (int i = 0; i < alone.size(); i++) {
      assertThat(results.get(i).exception()).isEmpty();
      assertThat(results.get(i).prediction().orElseThrow().label()).isEqualTo(alone.get(i).label());
    }
  }

  @Test
  void penStrokesAreAnsweredAsTheImageThatTheyMake() throws IOException {
    Ink ink = Ink.builder().stroke(10, 10, 60, 10, 25, 90).stroke(20, 50, 55, 50).build();
    Path file = dir.resolve("Seven.JSON");
    Files.writeString(file, ink.toJson());
    Path broken = dir.resolve("broken.json");
    Files.writeString(broken, "{\"strokes\": [[]]}");
    float[] expected = classifier.predict(ink.toImage()).probabilities();
    assertThat(classifier.predict(ink).probabilities()).isEqualTo(expected);
    assertThat(classifier.predict(file).probabilities()).isEqualTo(expected);
    assertThat(classifier.predict(Ink.of(List.of())).blank()).isTrue();
    EmnistClassifier otherPreprocessing =
        classifier.with(
            PredictionOptions.standard().withPreprocessing(CharacterPreprocessor.raw()));
    assertThat(otherPreprocessing.predict(ink).probabilities()).isEqualTo(expected);
    List<PredictionResult<ClassifierInput>> results =
        each(
            List.of(
                ClassifierInput.of(broken),
                ClassifierInput.of(ink),
                ClassifierInput.of(file),
                ClassifierInput.of(Ink.of(List.of()))));
    assertThat(results.get(0).exception().orElseThrow())
        .isInstanceOf(MalformedDataException.class)
        .hasMessageStartingWith(broken + ", byte 14: found a stroke without points at /strokes/0");
    for (int i = 1; i < 3; i++) {
      assertThat(results.get(i).prediction().orElseThrow().probabilities())
          .usingComparatorWithPrecision(1e-5f)
          .containsExactly(expected);
    }
    assertThat(results.get(3).prediction().orElseThrow().blank()).isTrue();
  }

  @Test
  void badOnesKeepTheirPlaceAmongTheOthers() {
    List<ClassifierInput> inputs = new ArrayList<>();
    inputs.add(ClassifierInput.of(dir.resolve("missing.png")));
    inputs.add(ClassifierInput.of(TestModels.drawing(40, 40)));
    inputs.add(ClassifierInput.of(new byte[] {1, 2, 3}));
    inputs.add(null);
    inputs.add(ClassifierInput.of(GrayImage.of(1, 1, new byte[1])));
    inputs.add(ClassifierInput.ofRaw(new byte[5]));
    inputs.add(ClassifierInput.of(TestModels.drawing(80, 80)));
    List<PredictionResult<ClassifierInput>> results = each(inputs);
    assertThat(results).extracting(PredictionResult::input).isEqualTo(inputs);
    for (int i : new int[] {1, 6}) {
      assertThat(results.get(i)).isInstanceOf(Success.class);
      assertThat(results.get(i).prediction()).isPresent();
    }
    assertFailure(
        results.get(0), NoSuchFileException.class, dir.resolve("missing.png") + ": file not found");
    assertFailure(
        results.get(2),
        MalformedDataException.class,
        "picture bytes, byte 0: found 0x010203, expected the start of a PNG, JPEG, GIF, BMP or TIFF"
            + " picture");
    assertFailure(results.get(3), NullPointerException.class, "input");
    assertFailure(
        results.get(4),
        IllegalArgumentException.class,
        "image is 1 x 1 pixels, the model reads 28 x 28; make one with CharacterPreprocessor");
    assertFailure(
        results.get(5),
        IllegalArgumentException.class,
        "pixels (5) must be the model's 28 x 28 = 784");
  }

  private static void assertFailure(
      PredictionResult<?> result, Class<? extends Exception> type, String message) {
    assertThat(result).isInstanceOf(Failure.class);
    assertThat(result.prediction()).isEmpty();
    assertThat(result.exception().orElseThrow()).isInstanceOf(type).hasMessage(message);
  }

  @Test
  void aStreamIsAnsweredLazilyAcrossBatches() {
    AtomicBoolean closed = new AtomicBoolean();
    List<GrayImage> images = TestModels.images(10, 3);
    Stream<Integer> endless =
        IntStream.iterate(0, i -> i + 1).boxed().onClose(() -> closed.set(true));
    try (Stream<PredictionResult<Integer>> results =
        classifier.predictEach(
            endless,
            i ->
                i % 50 == 49
                    ? ClassifierInput.ofRaw(new byte[1])
                    : ClassifierInput.of(images.get(i % 10)))) {
      Iterator<PredictionResult<Integer>> iterator = results.iterator();
      for (int i = 0; i < 600; i++) {
        PredictionResult<Integer> result = iterator.next();
        assertThat(result.input()).isEqualTo(i);
        assertThat(result.exception().isPresent()).isEqualTo(i % 50 == 49);
      }
    }
    assertThat(closed).isTrue();
  }

  @Test
  void aBatchOfUnreadableInputsDoesNotRunTheNetwork() {
    assertThat(each(List.of(ClassifierInput.of(new byte[0]))))
        .singleElement()
        .isInstanceOf(Failure.class);
    assertThat(classifier.predictEach(List.of())).isEmpty();
  }

  @Test
  void aClosedClassifierIsNoFailureOfAnItem() {
    EmnistClassifier shut = EmnistClassifier.of(TestModels.emnistCnn(9));
    shut.close();
    List<Path> files = List.of(dir.resolve("missing.png"));
    assertThatThrownBy(() -> shut.predictEach(files))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the classifier is closed");
    Iterator<PredictionResult<Path>> lazy =
        shut.predictEach(files.stream(), ClassifierInput::of).iterator();
    assertThatThrownBy(lazy::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the classifier is closed");
  }
}
