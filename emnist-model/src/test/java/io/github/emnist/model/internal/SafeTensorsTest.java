package io.github.emnist.model.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.internal.SafeTensors.Type;
import io.github.emnist.model.weights.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeTensorsTest {
  private static final Weights TWO =
      Weights.builder()
          .put("a", List.of(1, 2), new float[] {1, -2})
          .put("b", List.of(), new float[] {0.5f})
          .build();

  @Test
  void theBytesAreThoseOfTheFormat() {
    String header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}}";
    String padded = header + " ".repeat(112 - header.length());
    assertThat(HexFormat.of().formatHex(SafeTensors.encode(TWO)))
        .isEqualTo(
            "7000000000000000"
                + HexFormat.of().formatHex(padded.getBytes(StandardCharsets.UTF_8))
                + "0000803f"
                + "000000c0"
                + "0000003f");
  }

  @Test
  void weightsComeBackBitForBitAndInOrder() throws IOException {
    Weights weights =
        Weights.builder()
            .put("z", List.of(4), new float[] {Float.NaN, -0f, Float.MIN_VALUE, Float.MAX_VALUE})
            .put("a \"quoted\" \u00e9", List.of(0, 3), new float[0])
            .build();
    assertThat(SafeTensors.decode(SafeTensors.encode(weights), "memory")).isEqualTo(weights);
    Weights network = Weights.initialize(CnnArchitecture.emnistCnn(), 7);
    assertThat(SafeTensors.decode(SafeTensors.encode(network), "memory")).isEqualTo(network);
  }

  @Test
  void nothingAtAllIsAFileToo() throws IOException {
    Weights none = Weights.builder().build();
    assertThat(SafeTensors.decode(SafeTensors.encode(none), "memory")).isEqualTo(none);
  }

  @Test
  void aForeignFileMayHaveMetadataAnotherOrderAndFloat16() throws IOException {
    byte[] file =
        SafeTensorsFile.of(
            "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"later\":{\"data_offsets\":[4,8],\"shape\":[1],\"dtype\":\"F32\"},"
                + "\"first\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}\n",
            "003c00c00000803f");
    assertThat(SafeTensors.decode(file, "memory"))
        .isEqualTo(
            Weights.builder()
                .put("later", List.of(1), new float[] {1})
                .put("first", List.of(2), new float[] {1, -2})
                .build());
  }

  /** The oracle is the standard's definition of binary16 in double arithmetic. */
  @Test
  void everyFloat16IsRead() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      int exponent = bits >> 10 & 31;
      double fraction = (bits & 1023) / 1024.0;
      double magnitude =
          switch (exponent) {
            case 0 -> fraction * Math.pow(2, -14);
            case 31 -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            default -> (1 + fraction) * Math.pow(2, exponent - 15);
          };
      float expected = (float) (bits < 1 << 15 ? magnitude : -magnitude);
      assertThat(Float.floatToIntBits(Type.halfToFloat((short) bits)))
          .as("binary16 %04x", bits)
          .isEqualTo(Float.floatToIntBits(expected));
    }
  }

  @Test
  void aFileIsReplacedAndNothingElseLeft(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("w.safetensors");
    Files.writeString(file, "old");
    SafeTensors.write(file, TWO);
    assertThat(SafeTensors.read(file)).isEqualTo(TWO);
    assertThat(dir).isDirectoryContaining(file::equals);
    assertThat(dir.toFile().list()).hasSize(1);
  }
}
