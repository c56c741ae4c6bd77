package io.github.emnist.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.augment.Transforms.AffineParameters;
import io.github.emnist.data.MalformedDataException;
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
    Augmentation read = Pipelines.read(preset.toJson());
    assertThat(read).isEqualTo(preset);
    assertThat(read.name()).contains(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{} | a.json, format, byte 0: found nothing, expected \"emnist-augmentation\"",
        "[1] | a.json, byte 0: found [1], expected an object",
      })
  void refusesOtherDocuments(String json, String message) {
    refuses(json, message);
  }

  @Test
  void refusesInvalidJson() {
    assertThatThrownBy(() -> Augmentation.fromJson("{\"format\": x}", "a.json"))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageStartingWith("a.json, byte 12: found no valid JSON (Unrecog");
    assertThatThrownBy(() -> Augmentation.fromJson("[".repeat(100_000), "a.json"))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageContaining("found no valid JSON (Document nesting depth (65) exceeds");
    assertThatThrownBy(() -> Augmentation.fromJson(HEAD + "\"version\":1}", "a.json"))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageContaining("found no valid JSON (Duplicate field 'version'");
    assertThatThrownBy(() -> Augmentation.fromJson(HEAD + "\"transforms\":[]} []", "a.json"))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageContaining("found no valid JSON (Trailing token");
  }

  @Test
  void refusesUnknownFields() {
    refuses(
        "{\"format\":\"other\",\"version\":1,\"transforms\":[]}",
        "a.json, format, byte 0: found \"other\", expected \"emnist-augmentation\"");
    refuses(
        "{\"format\":\"emnist-augmentation\",\"version\":2,\"transforms\":[]}",
        "a.json, version, byte 0: found 2, expected 1");
    refuses(
        HEAD + "\"transforms\":[],\"flip\":true}",
        "a.json, flip, byte 0: found an unknown field, expected only [transforms]");
    refuses(
        transforms("{\"type\":\"flip\"}"),
        "a.json, transforms[0].type, byte 0: found \"flip\", expected one of [\"affine\","
            + " \"all-of\", \"contrast\", \"elastic\", \"erasing\", \"gamma\","
            + " \"gaussian-blur\", \"gaussian-noise\", \"grid-distortion\","
            + " \"keras-affine\", \"line-strikes\", \"perspective\", \"probability\","
            + " \"salt-and-pepper\", \"scheduled\", \"some-of\", \"stroke-width\","
            + " \"unsharp-mask\"]");
    refuses(
        transforms(AFFINE + "," + AFFINE.replace("\"shear\"", "\"flip\":1,\"shear\"")),
        "a.json, transforms[1].flip, byte 0: found an unknown field, expected only [jointZoom,"
            + " resampling, rotation, shear, shiftX, shiftY, zoom]");
  }

  @Test
  void refusesIllegalValues() {
    refuses(
        transforms(AFFINE.replace("10.0", "400")),
        "a.json, transforms[0], byte 0: found a refused value: rotation (400.0) must lie in [0.0,"
            + " 180.0] degrees, expected one that is allowed");
    refuses(
        transforms(AFFINE.replace("10.0", "\"ten\"")),
        "a.json, transforms[0].rotation, byte 0: found \"ten\", expected a number");
    refuses(
        transforms(AFFINE.replace("[0.9,1.1]", "[0.9]")),
        "a.json, transforms[0].zoom, byte 0: found a refused value: range (1 numbers) must be two"
            + " numbers, expected one that is allowed");
    refuses(
        transforms(AFFINE.replace("[0.9,1.1]", "[0.9,null]")),
        "a.json, transforms[0].zoom[1], byte 0: found null, expected a number");
    refuses(
        transforms(AFFINE.replace("false", "0")),
        "a.json, transforms[0].jointZoom, byte 0: found 0, expected true or false");
    refuses(
        transforms(AFFINE.replace("bilinear", "cubic")),
        "a.json, transforms[0].resampling.interpolation, byte 0: found \"cubic\", expected one of"
            + " [\"nearest\", \"bilinear\", \"bicubic\"]");
    refuses(
        transforms("{\"type\":\"probability\",\"probability\":1.5,\"transform\":" + AFFINE + "}"),
        "a.json, transforms[0], byte 0: found a refused value: probability (1.5) must lie in [0.0,"
            + " 1.0], expected one that is allowed");
    refuses(
        transforms("{\"type\":\"gamma\"}"),
        "a.json, transforms[0].gamma, byte 0: found nothing, expected an object");
  }

  /** Whatever can be written can be read, and vice versa. */
  @Test
  void refusesToWriteTooDeepNesting() {
    RandomTransform nested = RandomTransform.gamma(1, 2);
    int depth = 3; // the document, its array, and the transform in it
    for (; depth + 1 < 64; depth++) {
      nested = nested.withProbability(0.5);
      Augmentation augmentation = Augmentation.of(nested);
      assertThat(Pipelines.read(augmentation.toJson())).isEqualTo(augmentation);
    }
    RandomTransform tooDeep = nested.withProbability(0.5);
    for (RandomTransform transform : new RandomTransform[] {tooDeep, deeper(tooDeep, 3000)}) {
      assertThatThrownBy(() -> Augmentation.of(transform).toJson())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "augmentation: found more than 64 nested JSON objects and arrays, expected at most"
                  + " 64; nest transforms less deeply");
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
  void refusesEmptyNames() {
    assertThatThrownBy(() -> Augmentation.fromJson(null, "a.json"))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("json");
  }

  @Test
  void refusesToWriteForeignTransforms() {
    RandomTransform other = random -> AffineParameters.IDENTITY;
    assertThatThrownBy(() -> Augmentation.of(other).toJson())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith(" has no JSON form; the transforms of this package have one");
  }

  private static String transforms(String transforms) {
    return HEAD + "\"transforms\":[" + transforms + "]}";
  }

  private static void refuses(String json, String message) {
    assertThatThrownBy(() -> Augmentation.fromJson(json, "a.json"))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(message);
  }
}
