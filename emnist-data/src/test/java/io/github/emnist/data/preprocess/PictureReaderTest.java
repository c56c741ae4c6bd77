package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.MalformedDataException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTest {
  private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private final PictureReader reader = PictureReader.standard();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif", "jpg"})
  void formats(String format) throws IOException {
    BufferedImage picture = Drawing.BLACK_ON_WHITE.side(40).draw();
    byte[] encoded = encode(picture, format);
    Path file = Files.write(folder.resolve("nine"), encoded);
    int tolerance = format.equals("jpg") ? 60 : 0;
    assertSame(reader.read(file), picture, tolerance);
    assertSame(reader.read(encoded), picture, tolerance);
    assertSame(reader.read(new ByteArrayInputStream(encoded)), picture, tolerance);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 5", "5, 0", "20000, 20000", "10001, 1", "1, 10001", "-1, -1"})
  void sidesOutOfRange(int width, int height) throws IOException {
    Path file = Files.write(folder.resolve("odd.png"), pngHeader(width, height));
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> reader.read(file))
        .withMessage(
            "%s, byte 16: found a picture of %sx%s pixels, expected sides of 1 to 10000 pixels",
            file, Integer.toUnsignedLong(width), Integer.toUnsignedLong(height))
        .satisfies(e -> assertThat(e.offset()).isEqualTo(16));
  }

  @Test
  void tooManyPixels() {
    assertMalformed(
        pngHeader(10_000, 5_001),
        "picture bytes, byte 16: found a picture of 10000x5001 pixels,"
            + " expected at most 50000000 pixels");
  }

  /** Memory for the pixels is taken only where the data could hold them. */
  @Test
  void morePixelsThanTheBytesCanHold() {
    assertMalformed(
        pngHeader(7000, 7000),
        "picture bytes, byte 16: found a picture of 7000x7000 pixels in 33 bytes,"
            + " expected at most 8256 pixels a byte");
  }

  @Test
  void frameOfAGifBeyondItsScreen() throws IOException {
    byte[] gif = encode(new BufferedImage(30, 30, BufferedImage.TYPE_BYTE_BINARY), "gif");
    gif[6] = 10; // the screen's width; the frame keeps its own
    assertThat(reader.withMaxSide(30).read(gif).getWidth()).isEqualTo(30);
    gif[8] = 10;
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> reader.withMaxSide(29).read(gif))
        .withMessage(
            "picture bytes, byte 6: found a picture of 30x30 pixels,"
                + " expected sides of 1 to 29 pixels");
  }

  @Test
  void truncatedPng() throws IOException {
    byte[] png = encode(noise(), "png");
    assertMalformed(
        Arrays.copyOf(png, 600),
        "picture bytes, byte 600: found PNG data that cannot be decoded,"
            + " expected a whole picture of 20x20 pixels");
  }

  @Test
  void truncatedJpeg() throws IOException {
    byte[] jpeg = encode(noise(), "jpg");
    assertMalformed(
        Arrays.copyOf(jpeg, jpeg.length - 100),
        "picture bytes, byte "
            + (jpeg.length - 100)
            + ": found the end of the data, expected 0xFFD9 (the end of a JPEG picture)");
  }

  /** Whatever is missing is noticed, or was not needed. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif", "jpg"})
  void truncatedAnywhere(String format) throws IOException {
    byte[] whole = encode(noise(), format);
    BufferedImage picture = reader.read(whole);
    int refused = 0;
    int attempts = 0;
    for (int length = 0; length < whole.length; length += 5) {
      attempts++;
      try {
        assertSame(reader.read(Arrays.copyOf(whole, length)), picture, 0);
      } catch (MalformedDataException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(attempts - 6);
  }

  /** Bytes of all kinds in all places lead to a picture or to the one exception. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif", "jpg"})
  void damagedAnywhere(String format) throws IOException {
    byte[] whole = encode(noise(), format);
    Random random = new Random(7);
    int refused = 0;
    for (int run = 0; run < 500; run++) {
      byte[] damaged = whole.clone();
      for (int k = random.nextInt(1, 5); k > 0; k--) {
        damaged[random.nextInt(Math.min(whole.length, 400))] = (byte) random.nextInt(256);
      }
      try {
        assertThat(reader.withMaxPixels(1 << 20).read(damaged)).isNotNull();
      } catch (MalformedDataException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void notAPicture() throws IOException {
    Path file = Files.writeString(folder.resolve("letter.txt"), "hello");
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> reader.read(file))
        .withMessage(
            "%s, byte 0: found 0x68656C6C, expected the start of a PNG, JPEG, GIF or BMP picture",
            file);
  }

  @Test
  void emptyFile() throws IOException {
    Path file = Files.createFile(folder.resolve("empty.png"));
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> reader.read(file))
        .withMessage(
            "%s, byte 0: found the end of the data,"
                + " expected the start of a PNG, JPEG, GIF or BMP picture",
            file);
  }

  @Test
  void missingFile() {
    Path file = folder.resolve("nowhere.png");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> reader.read(file))
        .withMessage("%s: found nothing, expected a picture file", file);
  }

  @Test
  void folderInsteadOfAFile() {
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> reader.read(folder))
        .withMessage("%s: found a folder, expected a picture file", folder);
  }

  @Test
  void limitOfBytes() throws IOException {
    byte[] png = encode(noise(), "png");
    PictureReader exact = reader.withMaxBytes(png.length);
    assertSame(exact.read(png), noise(), 0);
    assertSame(exact.read(new ByteArrayInputStream(png)), noise(), 0);
    PictureReader less = reader.withMaxBytes(1000);
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> less.read(png))
        .withMessage("picture bytes, byte 1000: found more bytes, expected at most 1000 bytes");
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> less.read(new ByteArrayInputStream(png)))
        .withMessage("picture stream, byte 1000: found more bytes, expected at most 1000 bytes");
  }

  @Test
  void ownLimits() {
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> reader.withMaxSide(50).read(pngHeader(51, 2)))
        .withMessage(
            "picture bytes, byte 16: found a picture of 51x2 pixels,"
                + " expected sides of 1 to 50 pixels");
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> reader.withMaxPixels(100).read(pngHeader(51, 2)))
        .withMessage(
            "picture bytes, byte 16: found a picture of 51x2 pixels, expected at most 100 pixels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader.withMaxSide(0))
        .withMessage("maxSide (0) must be positive");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader.withMaxPixels(-1))
        .withMessage("maxPixels (-1) must be positive");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader.withMaxBytes(0))
        .withMessage("maxBytes (0) must be positive");
  }

  @Test
  void streamsFailuresAndStreamAreTheCallers() throws IOException {
    IOException failure = new IOException("unplugged");
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw failure;
          }
        };
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> reader.read(broken))
        .isSameAs(failure);
    boolean[] closed = new boolean[1];
    reader.read(
        new FilterInputStream(new ByteArrayInputStream(encode(noise(), "png"))) {
          @Override
          public void close() {
            closed[0] = true;
          }
        });
    assertThat(closed[0]).isFalse();
  }

  private void assertMalformed(byte[] encoded, String message) {
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> reader.read(encoded))
        .withMessage(message);
  }

  private static void assertSame(BufferedImage actual, BufferedImage expected, int tolerance) {
    assertThat(actual.getWidth()).isEqualTo(expected.getWidth());
    assertThat(actual.getHeight()).isEqualTo(expected.getHeight());
    for (int y = 0; y < expected.getHeight(); y++) {
      for (int x = 0; x < expected.getWidth(); x++) {
        int green = expected.getRGB(x, y) >> 8 & 0xFF;
        assertThat(actual.getRGB(x, y) >> 8 & 0xFF).isCloseTo(green, within(tolerance));
      }
    }
  }

  private static BufferedImage noise() {
    BufferedImage picture = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(3);
    for (int i = 0; i < 400; i++) {
      picture.setRGB(i % 20, i / 20, random.nextInt(1 << 24));
    }
    return picture;
  }

  private static byte[] encode(BufferedImage picture, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(picture, format, out)).isTrue();
    return out.toByteArray();
  }

  /** Signature and IHDR chunk: 8-bit grey, not interlaced. */
  private static byte[] pngHeader(int width, int height) {
    ByteBuffer header = ByteBuffer.allocate(33).put(PNG_SIGNATURE).putInt(13);
    header.put("IHDR".getBytes(StandardCharsets.US_ASCII));
    header.putInt(width).putInt(height).put(new byte[] {8, 0, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(header.array(), 12, 17);
    return header.putInt((int) crc.getValue()).array();
  }
}
