package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.preprocess.PictureHeader.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureHeaderTest {
  /** A picture of 20x20 pixels, 24 bits each. */
  private static final String BMP_UP_TO_COMPRESSION =
      "424D 00000000 00000000 36000000 28000000 14000000 14000000 0100 1800";

  private static final String REMEDY =
      "PNG, JPEG, GIF, BMP or TIFF: convert it to one of these, or decode it yourself and pass a"
          + " BufferedImage";

  @Test
  void png() throws IOException {
    assertThat(header("89504E470D0A1A0A 0000000D49484452 0000012C FFFFFFFF"))
        .isEqualTo(new PictureHeader(Format.PNG, 300, 0xFFFFFFFFL, 16));
  }

  /** The frame's own size, behind the screen's, a comment and what says how long it is shown. */
  @Test
  void gif() throws IOException {
    String start = "474946383961 0100 0100 000000 21FE 03414243 02FFFF 00 21F904 01000000 00";
    assertThat(header(start + "2C 0000 0000 2C01 FFFF 00"))
        .isEqualTo(new PictureHeader(Format.GIF, 300, 65535, 36));
  }

  @Test
  void tiffInBothByteOrders() throws IOException {
    assertThat(
            header("4D4D002A00000008 0002 0100 0004 00000001 0000012C 0101 0003 00000001 FFFF0000"))
        .isEqualTo(new PictureHeader(Format.TIFF, 300, 65535, 18));
    assertThat(
            header("49492A0008000000 0200 0001 0400 01000000 2C010000 0101 0300 01000000 FFFF0000"))
        .isEqualTo(new PictureHeader(Format.TIFF, 300, 65535, 18));
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
    "47494638396101, 7, a GIF picture of at least 13 bytes",
    "47494638396101000100000000, 13, a GIF picture of at least 14 bytes",
    "474946383961010001000000002C00000000, 18, a GIF picture of at least 23 bytes",
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
  void jpegOfOtherKinds() {
    assertMalformed(
        "FFD8 FFC0 0014 08 0010 0010 05",
        "x, byte 11: found a JPEG picture of 5 components,"
            + " expected 1 (grey), 3 (colour) or 4 (CMYK)");
    assertMalformed(
        "FFD8 FFC9 0014 08 0010 0010 01",
        "x, byte 2: found a lossless, hierarchical or arithmetic JPEG (0xFFC9), expected baseline"
            + " or progressive: convert it, or decode it yourself and pass a BufferedImage");
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
        "25", "x, byte 0: found 0x25, expected the start of a PNG, JPEG, GIF, BMP or TIFF picture");
  }

  /** What people bring, by the first bytes of real files. */
  @ParameterizedTest
  @CsvSource({
    "52494646 24000000 57454250 56503820, a WebP picture",
    "0000001C 66747970 61766966 00000000, an AVIF picture",
    "00000018 66747970 68656963 00000000, a HEIC picture",
    "00000018 66747970 6D696631 00000000, a HEIF picture",
    "00000018 66747970 6D703432 00000000, a video",
    "0000000C 6A502020 0D0A870A, a JPEG 2000 picture",
    "FF4FFF51 002F, a JPEG 2000 picture",
    "0000000C 4A584C20 0D0A870A, a JPEG XL picture",
    "FF0A 1234, a JPEG XL picture",
    "38425053 0001, a Photoshop file",
    "00000100 0100, an icon (ICO)",
    "49492B00 08000000, a BigTIFF picture",
    "4D4D002B 00080000, a BigTIFF picture",
    "504B0304 1400, a ZIP archive",
    "1F8B0800, gzip data"
  })
  void formatsThatAreNotRead(String bytes, String name) {
    assertMalformed(bytes, "x, byte 0: found " + name + ", expected " + REMEDY);
  }

  @ParameterizedTest
  @CsvSource({
    "<svg xmlns=\"http://www.w3.org/2000/svg\">, an SVG drawing",
    "<?xml version=\"1.0\"?> <!-- by hand --> <svg>, an SVG drawing",
    "\uFEFF  <SVG>, an SVG drawing",
    "%PDF-1.7, a PDF document",
    "<!DOCTYPE html><html>, an HTML page",
    "<html><body>404, an HTML page"
  })
  void textInsteadOfAPicture(String text, String name) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertMalformed(
        HexFormat.of().formatHex(bytes), "x, byte 0: found " + name + ", expected " + REMEDY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"iVBORw0KGgoAAAANSUhEUg", "/9j/4AAQSkZJRg", "R0lGODlhAQABAIAAAAAAAP"})
  void base64WithoutItsName(String text) {
    assertMalformed(
        HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII)),
        "x, byte 0: found a picture as base64 text, expected its bytes, or a data URL:"
            + " data:image/png;base64, and then the text");
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
