package io.github.emnist.model.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.model.weights.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are no safetensors file. Each header here stands before 8 bytes of data. */
class SafeTensorsHostileTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a":[]}                       | 13 | [ | an object with dtype, shape and data_offsets
          {"a":{"dtype":"BF16"}}         | 22 | dtype "BF16" | "F32" or "F16"
          {"a":{"dtype":4}}              | 22 | 4 | "F32" or "F16"
          {"a":{"size":4}}               | 14 | field "size" | dtype, shape and data_offsets, each once
          {"a":{"dtype":"F32","dtype":"F32"}} | 28 | field "dtype" | dtype, shape and data_offsets, each once
          {"a":{"dtype":"F32"}}          | 27 | tensor "a" with only [dtype] | dtype, shape and data_offsets
          {"a":{"shape":2}}              | 22 | 2 | an array of whole numbers
          {"a":{"shape":[[2]]}}          | 23 | [ | a whole number
          {"a":{"shape":[2.0]}}          | 23 | 2.0 | a whole number
          {"a":{"shape":[-1]}}           | 23 | -1 | a whole number from 0 to 9223372036854775807
          {"a":{"shape":[9223372036854775808]}} | 23 | 9223372036854775808 | a whole number from 0 to 9223372036854775807
          {" ":{}}                       |  9 | a tensor with a blank name | a name
          {"__metadata__":[]}            | 24 | [ | an object of texts
          {"__metadata__":{"a":1}}       | 29 | 1 | a text
          {"__metadata__":{},"__metadata__":{}} | 27 | a second "__metadata__" | each name once
          {} {}                          | 11 | more JSON | only spaces behind the object of all tensors
          {}                             | 10 | 8 bytes that belong to no tensor | the end of the file
          {"a":}                         | 13 | no valid JSON | a header in JSON
          {"a":{"shape":[2               | 24 | no valid JSON | a header in JSON
          [1]                            |  8 | no "{" | a header in JSON, an object of all tensors
          {                              |  8 | no "{" | a header in JSON, an object of all tensors
          """)
  void aBadHeaderIsNamedWithItsByte(String header, int offset, String found, String expected) {
    assertRefused(SafeTensorsFile.of(header, "0000000000000000"), offset, found, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [2] | [0,9]       | tensor "a" with data_offsets [0, 9]    | [begin, end] within [0, 8], the bytes behind the header
          [2] | [4,0]       | tensor "a" with data_offsets [4, 0]    | [begin, end] within [0, 8], the bytes behind the header
          [2] | [8]         | tensor "a" with data_offsets [8]       | [begin, end] within [0, 8], the bytes behind the header
          [2] | [0,8,8]     | tensor "a" with data_offsets [0, 8, 8] | [begin, end] within [0, 8], the bytes behind the header
          [2] | [0,4294967304] | tensor "a" with data_offsets [0, 4294967304] | [begin, end] within [0, 8], the bytes behind the header
          [3] | [0,8]       | tensor "a", F32 [3], in 8 bytes        | as many bytes as type and shape need
          [1] | [0,8]       | tensor "a", F32 [1], in 8 bytes        | as many bytes as type and shape need
          [1] | [4,8]       | tensor "a" at data offset 4            | 0, where the tensor before it ends
          [1073741824,4,2]  | [0,0] | tensor "a", F32 [1073741824, 4, 2], in 0 bytes | as many bytes as type and shape need
          [4294967296,4294967296] | [0,0] | tensor "a", F32 [4294967296, 4294967296], in 0 bytes | as many bytes as type and shape need
          [4294967296,0]    | [0,0] | tensor "a", F32 [4294967296, 0], in 0 bytes | as many bytes as type and shape need
          """)
  void aTensorMustFitItsBytes(String shape, String range, String found, String expected) {
    String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":%s}}";
    assertRefused(
        SafeTensorsFile.of(header.formatted(shape, range), "0000000000000000"), 9, found, expected);
  }

  @Test
  void tensorsMustNotOverlap() {
    String tensor = "\"%s\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[%d,%d]}";
    String header =
        "{" + tensor.formatted("a", 2, 0, 8) + "," + tensor.formatted("b", 1, 4, 8) + "}";
    assertRefused(
        SafeTensorsFile.of(header, "0000000000000000"),
        8 + header.indexOf("\"b\""),
        "tensor \"b\" at data offset 4",
        "8, where the tensor before it ends");
  }

  @Test
  void namesMustNotBeRepeated() {
    String tensor = "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[%d,%d]}";
    String header = "{" + tensor.formatted(0, 4) + "," + tensor.formatted(4, 8) + "}";
    assertRefused(
        SafeTensorsFile.of(header, "0000000000000000"),
        8 + header.lastIndexOf("\"a\""),
        "a second \"a\"",
        "each name once");
  }

  @Test
  void theHeaderMustLieWithinTheFile() {
    assertRefused(new byte[3], 0, "3 bytes", "at least 8, which hold the header's length");
    byte[] file = new byte[20];
    ByteBuffer start = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    start.putLong(0, 13);
    assertRefused(file, 0, "a header of 13 bytes", "at most 12, as many as follow");
    start.putLong(0, -1);
    assertRefused(
        file, 0, "a header of 18446744073709551615 bytes", "at most 12, as many as follow");
    start.putLong(0, Long.MAX_VALUE);
    assertRefused(
        file, 0, "a header of 9223372036854775807 bytes", "at most 12, as many as follow");
  }

  @Test
  void onlyUtf8IsRead() {
    for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      assertRefused(
          SafeTensorsFile.of("{}".getBytes(charset), ""),
          8,
          "no \"{\"",
          "a header in JSON, an object of all tensors");
    }
    byte[] broken = "{\"x\":{}}".getBytes(StandardCharsets.UTF_8);
    broken[2] = (byte) 0xFF;
    assertThatThrownBy(() -> SafeTensors.decode(SafeTensorsFile.of(broken, ""), "w"))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageEndingWith(": found no valid JSON, expected a header in JSON");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000, 1_000_000})
  void depthCostsNothing(int depth) {
    assertThatThrownBy(
            () -> SafeTensors.decode(SafeTensorsFile.of("{\"a\":" + "[".repeat(depth), ""), "w"))
        .isInstanceOf(MalformedDataException.class);
  }

  @Test
  void aLongValueIsShownInPart() {
    assertRefused(
        SafeTensorsFile.of("{\"a\":{\"dtype\":\"" + "x".repeat(1000) + "\"}}", ""),
        22,
        "dtype \"" + "x".repeat(40) + "...\"",
        "\"F32\" or \"F16\"");
  }

  /** Every cut and many random changes of a good file: an answer or the documented exception. */
  @Test
  void damageNeverGivesAnotherException() throws Exception {
    byte[] good =
        SafeTensors.encode(
            Weights.builder()
                .put("a", List.of(2, 2), new float[4])
                .put("b", List.of(3), new float[3])
                .build());
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> SafeTensors.decode(cut, "w"))
          .isInstanceOf(MalformedDataException.class);
    }
    CounterRandom random = new CounterRandom(1, 2, 3);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = good.clone();
      for (int n = random.nextInt(1, 4); n > 0; n--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      try {
        SafeTensors.decode(changed, "w");
      } catch (MalformedDataException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(10_000, 19_999);
  }

  private static void assertRefused(byte[] file, int offset, String found, String expected) {
    assertThatThrownBy(() -> SafeTensors.decode(file, "model/w.safetensors"))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage("model/w.safetensors, byte %d: found %s, expected %s", offset, found, expected);
  }
}
