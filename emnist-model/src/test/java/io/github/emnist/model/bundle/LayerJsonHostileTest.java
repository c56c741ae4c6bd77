package io.github.emnist.model.bundle;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.model.architecture.TensorShape;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers with settings or branches that no network has. */
class LayerJsonHostileTest {
  private static final String END =
      ", {\"type\":\"Flatten\"}, {\"type\":\"Dense\",\"units\":2},"
          + " {\"type\":\"Activation\",\"function\":\"softmax\"}";

  private static final String RELU = "{\"type\":\"Activation\",\"function\":\"relu\"}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"type":"LeakyReLU","slope":1} | /layers/0 | LeakyReLU: slope (1.0) must be in [0, 1)
          {"type":"LeakyReLU","slope":-0.1} | /layers/0 | LeakyReLU: slope (-0.1) must be in [0, 1)
          {"type":"LeakyReLU","slope":"1"} | /layers/0/slope | found "1", expected a number
          {"type":"LeakyReLU","slope":0.1,"alpha":0.1} | /layers/0/alpha | found an unknown field, expected only [slope, type]
          {"type":"LeakyRelu","slope":0.1} | /layers/0/type | found "LeakyRelu", expected a layer that this version knows
          {"type":"SpatialDropout2D"} | /layers/0/rate | found nothing, expected a number
          {"type":"SpatialDropout2D","rate":1e999} | /layers/0 | SpatialDropout2D: rate (Infinity) must be in [0, 1)
          {"type":"AveragePooling2D","pool":0,"stride":1,"padding":"same"} | /layers/0/pool | found 0, expected a whole number from 1 to 65536
          {"type":"AveragePooling2D","pool":2,"stride":1,"padding":"full"} | /layers/0/padding | found "full", expected one of [valid, same]
          {"type":"AveragePooling2D","pool":9,"stride":1,"padding":"valid"} | `` | average_pooling2d: pool 9x9 does not fit input (None, 4, 4, 1)
          {"type":"Activation","function":"gelu","approximate":true} | /layers/0/approximate | found an unknown field, expected only [function, type]
          {"type":"Residual","shortcut":[]} | /layers/0/body | found nothing, expected an array
          {"type":"Residual","body":[{"type":"Flatten"}]} | /layers/0/shortcut | found nothing, expected an array
          {"type":"Residual","body":[],"shortcut":[]} | /layers/0 | Residual: body must not be empty
          {"type":"Residual","body":[7],"shortcut":[]} | /layers/0/body/0 | found 7, expected a JSON object
          {"type":"Residual","body":[{"type":"Flatten"}],"shortcut":[null]} | /layers/0/shortcut/0 | found null, expected a JSON object
          {"type":"Residual","body":[{"type":"Flatten"}],"shortcut":[],"scale":2} | /layers/0/scale | found an unknown field, expected only [body, shortcut, type]
          {"type":"Residual","body":[{"type":"Flatten"}],"shortcut":[{"type":"Dense","units":0}]} | /layers/0/shortcut/0/units | found 0, expected a whole number from 1 to 65536
          {"type":"Residual","body":[{"type":"Flatten"}],"shortcut":[]} | `` | residual: the body gives (None, 16), but without a shortcut it must keep the input's (None, 4, 4, 1)
          {"type":"Residual","body":[{"type":"Activation","function":"softmax"}],"shortcut":[]} | `` | residual/body/activation: softmax is allowed only as the last layer
          """)
  void isNamedWithItsPlace(String layer, String where, String problem) {
    assertRefused(layer, where, problem);
  }

  @Test
  void depthIsBounded() {
    assertRefused(
        nested(9), "/layers/0", "Residual: found a nesting depth of 9, expected at most 8");
    assertThatThrownBy(() -> JsonFields.of("f", nested(1_000).getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            "f: found no valid JSON (Document nesting depth (65) exceeds the maximum allowed (64,"
                + " from `StreamReadConstraints.getMaxNestingDepth()`))");
  }

  private static String nested(int depth) {
    return "{\"type\":\"Residual\",\"shortcut\":[],\"body\":[".repeat(depth)
        + RELU
        + "]}".repeat(depth);
  }

  @Test
  void innerLayersAreCounted() {
    String body = RELU + ("," + RELU).repeat(500);
    assertRefused(
        "{\"type\":\"Residual\",\"body\":[%s],\"shortcut\":[%s]}".formatted(body, body),
        "/layers",
        "found 1,006 layers, expected at most 1,000");
  }

  @Test
  void innerOutputsAndAllParametersAreBounded() {
    String wide =
        "{\"type\":\"Conv2D\",\"filters\":65536,\"kernelHeight\":1,\"kernelWidth\":1,"
            + "\"stride\":1,\"padding\":\"same\"}";
    String narrow = wide.replace("65536", "1");
    String residual = "{\"type\":\"Residual\",\"body\":[%s,%s],\"shortcut\":[]}";
    assertRefused(
        residual.formatted(wide, narrow),
        TensorShape.of(40, 40, 1),
        "/layers",
        "found residual/body/conv2d with output (None, 40, 40, 65536), expected at most"
            + " 16,777,216 values");
    String dense = "{\"type\":\"Dense\",\"units\":16384},".repeat(2);
    assertRefused(
        "{\"type\":\"Flatten\"}," + dense + RELU,
        "/layers",
        "found 268,763,138 parameters, expected at most 268,435,456");
  }

  private static void assertRefused(String layer, String where, String problem) {
    assertRefused(layer, TensorShape.of(4, 4, 1), where, problem);
  }

  private static void assertRefused(String layer, TensorShape input, String where, String problem) {
    String text = "{\"name\":\"x\",\"layers\":[" + layer + END + "]}";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(
            () -> ArchitectureJson.read(JsonFields.of("f", bytes), input, Long.MAX_VALUE))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("f%s: %s", where.isEmpty() ? "" : ", " + where, problem);
  }
}
