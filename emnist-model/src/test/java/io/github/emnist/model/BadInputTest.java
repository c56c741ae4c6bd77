package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.MalformedDataException;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {
  private static EmnistClassifier classifier;

  @TempDir private Path dir;

  @BeforeAll
  static void open() {
    classifier = EmnistClassifier.of(TestModels.emnistCnn(2));
  }

  @AfterAll
  static void close() {
    classifier.close();
  }

  private static byte[] png(BufferedImage picture) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", out);
    return out.toByteArray();
  }

  @Test
  void nullIsNeverAnswered() {
    List<ThrowingCallable> calls =
        List.of(
            () -> classifier.predict((GrayImage) null),
            () -> classifier.predict((BufferedImage) null),
            () -> classifier.predict((Path) null),
            () -> classifier.predict((InputStream) null),
            () -> classifier.predict((byte[]) null),
            () -> classifier.predict((float[][]) null),
            () -> classifier.predict(new float[28][]),
            () -> classifier.predictRaw(null),
            () -> classifier.predictAll((List<GrayImage>) null),
            () -> classifier.predictAll(Arrays.asList((GrayImage) null)),
            () -> classifier.predictAll((Stream<GrayImage>) null),
            () -> classifier.predictPictures(Arrays.asList((BufferedImage) null)),
            () -> classifier.predictEach(null),
            () -> classifier.predictEach(Stream.of(), null),
            () -> classifier.with(null),
            () -> EmnistClassifier.load((Path) null),
            () -> EmnistClassifier.load((InputStream) null),
            () -> EmnistClassifier.of(null),
            () -> ClassifierInput.of((Path) null),
            () -> ClassifierInput.of((byte[]) null));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call).isInstanceOf(NullPointerException.class);
    }
    List<GrayImage> images = Arrays.asList(TestModels.images(1, 1).get(0), null);
    assertThatThrownBy(() -> classifier.predictAll(images)).hasMessage("image 1 is null");
  }

  @Test
  void aCorruptPictureIsRefused() throws IOException {
    byte[] whole = png(TestModels.drawing(50, 50));
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> classifier.predict(half),
            () -> classifier.predict(new ByteArrayInputStream(half)))) {
      assertThatThrownBy(call)
          .isInstanceOf(MalformedDataException.class)
          .hasMessageContaining("found PNG data that cannot be decoded")
          .hasMessageEndingWith("expected a whole picture of 50x50 pixels");
    }
  }

  @ParameterizedTest
  @CsvSource({"<svg/>, an SVG drawing", "RIFFxxxxWEBP, a WebP picture", "%PDF, a PDF document"})
  void aFormatThatIsNotReadIsRefused(String content, String name) {
    assertThatThrownBy(() -> classifier.predict(content.getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(
            "picture bytes, byte 0: found "
                + name
                + ", expected PNG, JPEG, GIF, BMP or TIFF: convert it to one of these, or decode it"
                + " yourself and pass a BufferedImage");
  }

  /** Its header alone says so; there is not one pixel behind it. */
  @Test
  void aGiganticPictureIsRefusedByItsHeader() {
    byte[] chunk =
        ByteBuffer.allocate(17)
            .put("IHDR".getBytes(StandardCharsets.US_ASCII))
            .putInt(2_000_000_000)
            .putInt(2_000_000_000)
            .put(new byte[] {8, 2, 0, 0, 0})
            .array();
    CRC32 crc = new CRC32();
    crc.update(chunk);
    byte[] header =
        ByteBuffer.allocate(33)
            .putLong(0x89504E470D0A1A0AL)
            .putInt(13)
            .put(chunk)
            .putInt((int) crc.getValue())
            .array();
    assertThatThrownBy(() -> classifier.predict(header))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageEndingWith(
            "found a picture of 2000000000x2000000000 pixels, expected sides of 1 to 10000 pixels");
  }

  @Test
  void onePixelIsBlank() throws IOException {
    for (Color colour : List.of(Color.BLACK, Color.WHITE, Color.RED)) {
      BufferedImage pixel = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
      pixel.setRGB(0, 0, colour.getRGB());
      assertBlank(classifier.predict(pixel));
      assertBlank(classifier.predict(png(pixel)));
    }
  }

  @Test
  void aBlankPictureIsReportedWithoutALabel() {
    assertBlank(classifier.predict(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB)));
    assertBlank(classifier.predict(new BufferedImage(64, 48, BufferedImage.TYPE_INT_ARGB)));
    assertBlank(classifier.predictRaw(new byte[784]));
    assertBlank(classifier.predict(new float[28][28]));
    List<GrayImage> images =
        List.of(TestModels.images(1, 1).get(0), GrayImage.of(28, 28, new byte[784]));
    assertThat(classifier.predictAll(images).get(0).blank()).isFalse();
    assertBlank(classifier.predictAll(images).get(1));
  }

  private static void assertBlank(Prediction prediction) {
    assertThat(prediction.blank()).isTrue();
    assertThat(prediction.probabilities()).containsOnly(1 / 47f);
    assertThat(prediction.isConfident(0)).isFalse();
    assertThat(prediction.toJson(1))
        .isEqualTo(
            "{\"label\":null,\"probability\":0.0,\"blank\":true,\"severalCharacters\":false,"
                + "\"top\":[]}");
    assertThat(prediction.label()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      floats = {Float.NaN, -0.001f, 1.001f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void inkThatIsNoShareIsNamedWithItsPlace(float value) {
    float[][] ink = new float[28][28];
    ink[3][27] = value;
    assertThatThrownBy(() -> classifier.predict(ink))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 3, column 27: found %s, expected ink in [0, 1]", value);
  }

  @Test
  void inkOfAnotherShapeIsRefused() {
    assertThatThrownBy(() -> classifier.predict(new float[27][28]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rows (27) must be the model's height (28)");
    float[][] ragged = new float[28][28];
    ragged[5] = new float[29];
    assertThatThrownBy(() -> classifier.predict(ragged))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 5 has 29 columns, the model's width is 28");
  }

  @Test
  void inkIsRoundedToTheNearestLevel() {
    byte[] pixels = new byte[784];
    float[][] ink = new float[28][28];
    for (int level = 0; level < 256; level++) {
      pixels[level] = (byte) level;
      ink[level / 28][level % 28] = (level + (level == 255 ? 0 : 0.49f)) / 255;
    }
    TestModels.assertSame(classifier.predict(ink), classifier.predictRaw(pixels));
  }

  @Test
  void anItemTooLargeForTheMemoryCostsNoOtherItsAnswer() {
    byte[] pixels = new byte[784];
    List<PredictionResult<String>> results =
        classifier
            .predictEach(
                Stream.of("huge", "none", "good"),
                name -> {
                  if (name.equals("huge")) {
                    throw new OutOfMemoryError("Java heap space");
                  }
                  return name.equals("none")
                      ? null
                      : ClassifierInput.of(GrayImage.of(28, 28, pixels));
                })
            .toList();
    assertThat(results.get(0).exception().orElseThrow())
        .isInstanceOf(IOException.class)
        .hasMessage("huge: there is too little memory to read it, give Java more (-Xmx)");
    assertThat(results.get(1).exception().orElseThrow())
        .hasMessage("toInput gave null, expected the item's input");
    assertThat(results.get(2).prediction()).contains(classifier.predictRaw(pixels));
  }

  /** The call ends as it would, and the thread learns of the interrupt behind it. */
  @Test
  void anInterruptedThreadIsAnswered() throws IOException {
    Path file = dir.resolve("drawing.png");
    ImageIO.write(TestModels.drawing(40, 40), "png", file.toFile());
    Prediction expected = classifier.predict(file);
    Thread.currentThread().interrupt();
    try {
      TestModels.assertSame(classifier.predict(file), expected);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      assertThat(classifier.predictEach(List.of(file)).get(0).prediction()).isPresent();
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
  }
}
