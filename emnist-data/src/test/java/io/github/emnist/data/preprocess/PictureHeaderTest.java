package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.preprocess.PictureHeader.Format;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureHeaderTest {
  /** A picture of 20x20 pixels, 24 bits each. */
  private static final String BMP_UP_TO_COMPRESSION =
      "424D 00000000 00000000 36000000 28000000 14000000 14000000 0100 1800";

  @Test
  void png() throws IOException {
    assertThat(header("89504E470D0A1A0A 0000000D49484452 0000012C FFFFFFFF"))
        .isEqualTo(new PictureHeader(Format.PNG, 300, 0xFFFFFFFFL, 16));
  }

  @Test
  void gif() throws IOException {
    assertThat(header("474946383961 2C01 FFFF"))
        .isEqualTo(new PictureHeader(Format.GIF, 300, 65535, 6));
  }

  @Test
  void bmp() throws IOException {
    String file = "424D 00000000 00000000 36000000";
    String uncompressed = "01001800 00000000";
    assertThat(header(file + "28000000 2C010000 05000000" + uncompressed))
        .isEqualTo(new PictureHeader(Format.BMP, 300, 5, 18));
    assertThat(header(file + "28000000 2C010000 FBFFFFFF" + uncompressed))
        .as("rows from the top down")
        .isEqualTo(new PictureHeader(Format.BMP, 300, 5, 18));
    assertThat(header(file + "28000000 FFFFFFFF 00000080" + uncompressed))
        .isEqualTo(new PictureHeader(Format.BMP, -1, 1L << 31, 18));
    assertThat(header(file + "0C000000 2C01 FFFF"))
        .as("OS/2")
        .isEqualTo(new PictureHeader(Format.BMP, 300, 65535, 18));
  }

  @Test
  void jpeg() throws IOException {
    // APP0, fill bytes, a table that holds a frame's marker, a restart marker, progressive frame.
    String segments = "FFD8 FFE00004ABCD FFFFFF FFDB0006FFC00001 FFD0";
    assertThat(header(segments + "FFC2 0011 08 012C 0190 03"))
        .isEqualTo(new PictureHeader(Format.JPEG, 400, 300, 26));
  }

  @ParameterizedTest
  @CsvSource({
    "89504E470D0A1A0A0000000D494844520000, 18, a PNG header of at least 24 bytes",
    "47494638396101, 7, a GIF header of at least 10 bytes",
    "424D000000, 5, a BMP header of at least 18 bytes",
    "424D000000000000000036000000280000000100, 20, a BMP header of at least 34 bytes",
    "424D0000000000000000360000000C0000000100, 20, a BMP header of at least 22 bytes",
    "FFD8FF, 3, a JPEG header of at least 4 bytes",
    "FFD8FFE000FF, 6, a JPEG header of at least 261 bytes",
    "FFD8FFC0001108, 7, a JPEG header of at least 12 bytes"
  })
  void endsWithinTheHeader(String bytes, int offset, String expected) {
    assertMalformed(
        bytes, "x, byte " + offset + ": found the end of the data, expected " + expected);
  }

  @ParameterizedTest
  @CsvSource({"00, 0", "01, 1", "02, 2", "03, 3"})
  void bmpCompressionsThatAreDecoded(String code) throws IOException {
    assertThat(header(BMP_UP_TO_COMPRESSION + code + "000000").format()).isEqualTo(Format.BMP);
  }

  @ParameterizedTest
  @CsvSource({
    "04000000, 4",
    "05000000, 5",
    "06000000, 6",
    "03000001, 16777219",
    "000000FF, 4278190080",
    "FFFFFFFF, 4294967295"
  })
  void otherBmpCompressions(String code, String number) {
    assertMalformed(
        BMP_UP_TO_COMPRESSION + code,
        "x, byte 30: found BMP compression "
            + number
            + ", expected 0 to 3 (none, RLE8, RLE4 or bit fields)");
  }

  @Test
  void jpegInCmyk() {
    assertMalformed(
        "FFD8 FFC0 0014 08 0010 0010 04",
        "x, byte 11: found a JPEG picture of 4 components (CMYK), expected 1 (grey) or 3 (colour)");
  }

  @Test
  void jpegWithoutAFrame() {
    assertMalformed(
        "FFD8FFE00002FFDA", "x, byte 6: found 0xFFDA, expected a JPEG segment before the frame");
    assertMalformed(
        "FFD8FFD9", "x, byte 2: found 0xFFD9, expected a JPEG segment before the frame");
    assertMalformed(
        "FFD812340000", "x, byte 2: found 0x1234, expected a JPEG segment before the frame");
    assertMalformed(
        "FFD8FFE10001", "x, byte 4: found a JPEG segment of 1 bytes, expected at least 2");
  }

  @Test
  void otherFormats() {
    assertMalformed(
        "25", "x, byte 0: found 0x25, expected the start of a PNG, JPEG, GIF or BMP picture");
  }

  private static PictureHeader header(String hex) throws IOException {
    return PictureHeader.of(HexFormat.of().parseHex(hex.replace(" ", "")), "x");
  }

  private static void assertMalformed(String hex, String message) {
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> header(hex))
        .withMessage(message);
  }
}
