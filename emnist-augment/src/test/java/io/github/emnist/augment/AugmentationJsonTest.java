package io.github.emnist.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.augment.Transforms.AffineParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationJsonTest {
  private static final String HEAD = "{\"format\":\"emnist-augmentation\",\"version\":1,";
  private static final String AFFINE =
      "{\"type\":\"affine\",\"rotation\":10.0,\"shiftX\":2.0,\"shiftY\":2.0,\"zoom\":[0.9,1.1],"
          + "\"jointZoom\":false,\"shear\":0.15,\"resampling\":{\"interpolation\":\"bilinear\","
          + "\"fill\":\"constant\",\"value\":0}}";

  @Test
  void writesAndReadsThePresets() {
    assertThat(Augmentation.standard().toJson())
        .isEqualTo(HEAD + "\"transforms\":[" + AFFINE + "]}");
    assertThat(Augmentation.none().toJson()).isEqualTo(HEAD + "\"transforms\":[]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "light", "standard", "strong"})
  void readsWhatItWrote(String name) {
    Augmentation preset = Augmentation.fromName(name);
    Augmentation read = Augmentation.fromJson(preset.toJson());
    assertThat(read).isEqualTo(preset);
    assertThat(read.name()).contains(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "'' | augmentation: found no JSON value",
        "{} | augmentation, /format: found nothing, expected a text",
        "{} [] | augmentation: found more than one JSON value",
        "[1] | augmentation, /: found [1], expected a JSON object",
      })
  void refusesWhatIsNoDocument(String json, String message) {
    refuses(json.equals("''") ? "" : json, message);
  }

  @Test
  void refusesWhatIsNoJson() {
    assertThatThrownBy(() -> Augmentation.fromJson("{\"format\": x}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("augmentation, line 1, column 13: found no valid JSON (Unrecog");
    assertThatThrownBy(() -> Augmentation.fromJson("[".repeat(100_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found no valid JSON (Document nesting depth (65) exceeds");
    assertThatThrownBy(() -> Augmentation.fromJson(HEAD + "\"version\":1}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found no valid JSON (Duplicate field 'version'");
  }

  @Test
  void refusesWhatIsUnknown() {
    refuses(
        "{\"format\":\"other\",\"version\":1,\"transforms\":[]}",
        "augmentation, /format: found \"other\", expected \"emnist-augmentation\"");
    refuses(
        "{\"format\":\"emnist-augmentation\",\"version\":2,\"transforms\":[]}",
        "augmentation, /version: found 2, expected 1");
    refuses(
        HEAD + "\"transforms\":[],\"flip\":true}",
        "augmentation, /flip: found an unknown field, expected only [format, transforms, version]");
    refuses(
        transforms("{\"type\":\"flip\"}"),
        "augmentation, /transforms/0/type: found \"flip\", expected one of "
            + TransformCodecs.names());
    refuses(
        transforms(AFFINE + "," + AFFINE.replace("\"shear\"", "\"flip\":1,\"shear\"")),
        "augmentation, /transforms/1/flip: found an unknown field, expected only"
            + " [jointZoom, resampling, rotation, shear, shiftX, shiftY, type, zoom]");
  }

  @Test
  void refusesIllegalValues() {
    refuses(
        transforms(AFFINE.replace("10.0", "400")),
        "augmentation, /transforms/0: rotation (400.0) must lie in [0.0, 180.0] degrees");
    refuses(
        transforms(AFFINE.replace("10.0", "\"ten\"")),
        "augmentation, /transforms/0/rotation: found \"ten\", expected a number");
    refuses(
        transforms(AFFINE.replace("[0.9,1.1]", "[0.9]")),
        "augmentation, /transforms/0/zoom: found [0.9], expected two numbers");
    refuses(
        transforms(AFFINE.replace("[0.9,1.1]", "[0.9,null]")),
        "augmentation, /transforms/0/zoom/1: found nothing, expected a number");
    refuses(
        transforms(AFFINE.replace("false", "0")),
        "augmentation, /transforms/0/jointZoom: found 0, expected true or false");
    refuses(
        transforms("{\"type\":\"probability\",\"probability\":1.5,\"transform\":" + AFFINE + "}"),
        "augmentation, /transforms/0: probability (1.5) must lie in [0.0, 1.0]");
    refuses(
        transforms("{\"type\":\"probability\",\"probability\":1,\"transform\":[]}"),
        "augmentation, /transforms/0/transform: found [], expected a JSON object");
  }

  /** What can be written can be read, and the other way round. */
  @Test
  void refusesToWriteWhatItWouldNotRead() {
    RandomTransform nested = new RandomGamma(1, 2);
    int depth = 3; // the document, its array, and the transform in it
    for (; depth + 1 < 64; depth++) {
      nested = nested.withProbability(0.5);
      Augmentation augmentation = Augmentation.of(nested);
      assertThat(Augmentation.fromJson(augmentation.toJson())).isEqualTo(augmentation);
    }
    RandomTransform tooDeep = nested.withProbability(0.5);
    for (RandomTransform transform : new RandomTransform[] {tooDeep, deeper(tooDeep, 3000)}) {
      assertThatThrownBy(() -> Augmentation.of(transform).toJson())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "augmentation: found transforms nested so deeply that their JSON has more than 64"
                  + " objects and arrays within one another, expected at most as many");
    }
  }

  private static RandomTransform deeper(RandomTransform transform, int times) {
    RandomTransform deeper = transform;
    for (int i = 0; i < times; i++) {
      deeper = deeper.withProbability(0.5);
    }
    return deeper;
  }

  @Test
  void refusesNoText() {
    assertThatThrownBy(() -> Augmentation.fromJson(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("json: found null, expected an augmentation's JSON document");
  }

  @Test
  void refusesToWriteTransformsOfOthers() {
    RandomTransform other = random -> AffineParameters.IDENTITY;
    assertThatThrownBy(() -> Augmentation.of(other).toJson())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith(" has no JSON form; the transforms of this package have one");
  }

  private static String transforms(String transforms) {
    return HEAD + "\"transforms\":[" + transforms + "]}";
  }

  private static void refuses(String json, String message) {
    assertThatThrownBy(() -> Augmentation.fromJson(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
