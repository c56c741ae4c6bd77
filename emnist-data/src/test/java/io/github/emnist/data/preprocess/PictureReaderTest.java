package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.download.Jvm;
import java.awt.Point;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Node;

class PictureReaderTest {
  private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private final PictureReader reader = PictureReader.standard();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif", "jpg", "tif"})
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

  /** Memory for the pixels is allocated only if the data could contain them. */
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
    int size = frameOf(gif) + 5;
    gif[6] = 10; // the screen's width; the frame keeps its own
    assertThat(reader.withMaxSide(30).read(gif).getWidth()).isEqualTo(30);
    gif[8] = 10;
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> reader.withMaxSide(29).read(gif))
        .withMessage(
            "picture bytes, byte %d: found a picture of 30x30 pixels,"
                + " expected sides of 1 to 29 pixels",
            size);
  }

  @Test
  void truncatedPng() throws IOException {
    byte[] png = encode(noise(), "png");
    assertMalformed(
        Arrays.copyOf(png, 600),
        "picture bytes, byte 600: found PNG data that cannot be decoded,"
            + " expected a whole picture of 20x20 pixels");
  }

  /**
   * ImageIO fills up with grey, and reports it as a warning, or not at all if a scan is missing.
   */
  @ParameterizedTest
  @CsvSource({"false, 0", "false, 1", "false, 3", "true, 0", "true, 3"})
  void truncatedJpegs(boolean progressive, int restartInterval) throws IOException {
    for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_INT_RGB}) {
      byte[] jpeg = jpeg(noise(type), progressive, restartInterval);
      BufferedImage whole = reader.read(jpeg);
      byte[] unmarked = Arrays.copyOf(jpeg, jpeg.length - 2);
      assertSame(reader.read(unmarked), whole, 0);
      for (int length = 0; length < unmarked.length; length++) {
        byte[] cut = Arrays.copyOf(jpeg, length);
        assertThatExceptionOfType(MalformedDataException.class)
            .as("of %d bytes", length)
            .isThrownBy(() -> reader.read(cut));
      }
    }
  }

  @Test
  void truncatedJpegSaysSo() throws IOException {
    byte[] jpeg = encode(noise(), "jpg");
    int length = jpeg.length - 100;
    String message =
        "picture bytes, byte %d: found the end of the data,"
            + " expected more of a JPEG picture of 20x20 pixels, which is truncated";
    byte[] cut = Arrays.copyOf(jpeg, length);
    assertMalformed(cut, message.formatted(length));
    byte[] marked = Arrays.copyOf(cut, length + 2);
    marked[length] = (byte) 0xFF;
    marked[length + 1] = (byte) 0xD9;
    assertMalformed(marked, message.formatted(length + 2));
  }

  /** Some writers omit the finest bits and mark the end. */
  @Test
  void progressiveJpegWithoutItsLastScan() throws IOException {
    byte[] jpeg = jpeg(noise(BufferedImage.TYPE_BYTE_GRAY), true, 0);
    int last = lastIndexOf(jpeg, (byte) 0xC4); // its Huffman table
    byte[] without = Arrays.copyOf(jpeg, last + 2);
    without[last + 1] = (byte) 0xD9;
    assertThat(reader.read(without).getWidth()).isEqualTo(20);
    byte[] unmarked = Arrays.copyOf(jpeg, last);
    assertMalformed(
        unmarked,
        "picture bytes, byte %d: found the end of the data,"
            + " expected more of a JPEG picture of 20x20 pixels, which is truncated",
        last);
  }

  /** A phone's video, in which there are bytes like those of scans. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ignoresDataAfterAJpeg(boolean progressive) throws IOException {
    byte[] jpeg = jpeg(noise(), progressive, 0);
    byte[] video = new byte[8 << 20];
    new Random(5).nextBytes(video);
    for (int i = 0; i < 2000; i += 2) {
      video[i] = (byte) 0xFF;
      video[i + 1] = (byte) 0xDA;
    }
    byte[] both = Arrays.copyOf(jpeg, jpeg.length + video.length);
    System.arraycopy(video, 0, both, jpeg.length, video.length);
    assertSame(reader.read(both), reader.read(jpeg), 0);
  }

  /** The first of a preview in EXIF data is the end of that, and not of the picture. */
  @Test
  void pictureWithinAJpeg() throws IOException {
    byte[] jpeg = encode(noise(), "jpg");
    byte[] both = Exif.insert(jpeg, encode(new BufferedImage(3, 3, 1), "jpg"));
    assertSame(reader.read(both), reader.read(jpeg), 0);
    byte[] cut = Arrays.copyOf(both, both.length - 100);
    assertThatExceptionOfType(MalformedDataException.class).isThrownBy(() -> reader.read(cut));
  }

  /** Four inks: plain (0 is none), as Adobe stores them, and as its YCCK. */
  @ParameterizedTest
  @CsvSource({
    "-1, 0, 0, 0, 0, FFFFFF",
    "-1, 255, 0, 0, 0, 00FFFF",
    "-1, 0, 0, 255, 0, FFFF00",
    "-1, 0, 0, 0, 255, 000000",
    "0, 255, 255, 255, 255, FFFFFF",
    "0, 0, 255, 255, 255, 00FFFF",
    "0, 255, 255, 255, 0, 000000",
    "0, 255, 255, 255, 128, 808080",
    "2, 0, 128, 128, 255, FFFFFF",
    "2, 255, 128, 128, 255, 000000",
    "2, 76, 85, 255, 255, 01FFFF",
    "2, 0, 128, 128, 128, 808080"
  })
  void jpegInCmyk(int adobe, int c, int m, int y, int k, String rgb) throws IOException {
    WritableRaster inks =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, new Point());
    for (int i = 0; i < 256; i++) {
      inks.setPixel(i % 16, i / 16, new int[] {c, m, y, k});
    }
    byte[] jpeg = jpeg(new IIOImage(inks, null, null), null);
    if (adobe >= 0) {
      byte[] plain = jpeg;
      jpeg =
          ByteBuffer.allocate(plain.length + 16)
              .put(plain, 0, 2)
              .putShort((short) 0xFFEE)
              .putShort((short) 14)
              .put("Adobe".getBytes(StandardCharsets.US_ASCII))
              .put(new byte[] {0, 100, 0, 0, 0, 0, (byte) adobe})
              .put(plain, 2, plain.length - 2)
              .array();
    }
    BufferedImage picture = reader.read(jpeg);
    int expected = Integer.parseInt(rgb, 16);
    for (int shift = 0; shift < 24; shift += 8) {
      assertThat(picture.getRGB(7, 9) >> shift & 0xFF)
          .isCloseTo(expected >> shift & 0xFF, within(2));
    }
  }

  /** A frame that ends before its last pixel, in well-formed blocks. */
  @Test
  void truncatedGif() throws IOException {
    byte[] gif = encode(noise(), "gif");
    int block = frameOf(gif) + 11; // behind the bits of a pixel
    gif[block + 1 + (gif[block] & 0xFF)] = 0;
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> reader.read(gif))
        .withMessageMatching(
            "picture bytes, byte \\d+: found the end of a GIF frame after \\d+ pixels,"
                + " expected 400 pixels");
  }

  /** Where a GIF's first frame begins, which has no colours of its own. */
  private static int frameOf(byte[] gif) {
    int at = 13 + 3 * (2 << (gif[10] & 7));
    return gif[at] == 0x21 ? at + 8 : at;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gifAsTheJdkReadsIt(boolean interlaced) throws IOException {
    BufferedImage picture = new BufferedImage(101, 37, BufferedImage.TYPE_BYTE_INDEXED);
    Random random = new Random(6);
    for (int i = 0; i < 101 * 37; i++) {
      picture.setRGB(i % 101, i / 101, i % 5 == 0 ? random.nextInt() | 0xFF << 24 : 0xFF00FF00);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setProgressiveMode(
        interlaced ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
    byte[] gif = write(writer, new IIOImage(picture, null, null), param);
    assertSame(reader.read(gif), ImageIO.read(new ByteArrayInputStream(gif)), 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "LZW", "Deflate", "ZLib", "PackBits", "CCITT RLE", "CCITT T.4", "CCITT T.6"})
  void tiff(String compression) throws IOException {
    boolean fax = compression.startsWith("CCITT");
    BufferedImage picture =
        noise(fax ? BufferedImage.TYPE_BYTE_BINARY : BufferedImage.TYPE_INT_RGB);
    for (boolean tiled : new boolean[] {false, true}) {
      ImageWriter writer = ImageIO.getImageWritersByFormatName("tif").next();
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (tiled) {
        param.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
        param.setTiling(16, 16, 0, 0);
      }
      if (!compression.isEmpty()) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionType(compression);
      }
      byte[] tiff = write(writer, new IIOImage(picture, null, null), param);
      assertSame(reader.read(tiff), picture, 0);
      byte[] cut = Arrays.copyOf(tiff, tiff.length - 1);
      assertThatExceptionOfType(MalformedDataException.class).isThrownBy(() -> reader.read(cut));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void jpegInATiff(boolean tiled) throws IOException {
    BufferedImage picture = Drawing.BLACK_ON_WHITE.side(40).draw();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tif").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionType("JPEG");
    if (tiled) {
      param.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
      param.setTiling(16, 16, 0, 0);
    }
    assertSame(reader.read(write(writer, new IIOImage(picture, null, null), param)), picture, 60);
  }

  @Test
  void firstPageOfATiff() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tif").next();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      writer.writeToSequence(new IIOImage(noise(), null, null), null);
      writer.writeToSequence(new IIOImage(new BufferedImage(9, 9, 1), null, null), null);
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    assertSame(reader.read(out.toByteArray()), noise(), 0);
  }

  @Test
  void dataUrls() throws IOException {
    byte[] png = encode(noise(), "png");
    String base64 = Base64.getEncoder().encodeToString(png);
    String wrapped = Base64.getMimeEncoder().encodeToString(png);
    for (String url :
        List.of(
            "data:image/png;base64," + base64,
            "DATA:image/png;charset=utf-8;BASE64," + base64,
            "data:;base64," + base64,
            " \n data:image/jpeg;base64," + wrapped + "\r\n")) {
      byte[] bytes = ascii(url);
      assertSame(reader.read(bytes), noise(), 0);
      assertSame(reader.read(new ByteArrayInputStream(bytes)), noise(), 0);
      assertSame(reader.read(Files.write(folder.resolve("canvas"), bytes)), noise(), 0);
    }
  }

  @Test
  void dataUrlsThatAreNone() {
    for (String url : List.of("data:", "data:image/png;base64", "data:image/svg+xml,%3Csvg%3E")) {
      assertMalformedUrl(
          url,
          "picture bytes, byte 0: found a data URL without base64,"
              + " expected data:image/png;base64, and the picture");
    }
    assertMalformedUrl(
        "data:image/png;base64,iVBO!Rw0",
        "picture bytes, byte 22: found a data URL that is not base64,"
            + " expected A to Z, a to z, 0 to 9, + and /");
    assertMalformedUrl(
        "data:image/png;base64,",
        "picture bytes, byte 0: found the end of the data,"
            + " expected the start of a PNG, JPEG, GIF, BMP or TIFF picture");
    String within =
        Base64.getEncoder().encodeToString("data:;base64,AAAA".getBytes(StandardCharsets.US_ASCII));
    assertMalformedUrl(
        "data:;base64," + within,
        "picture bytes, byte 0: found 0x64617461,"
            + " expected the start of a PNG, JPEG, GIF, BMP or TIFF picture");
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> reader.withMaxBytes(10).read(ascii("data:;base64,AAAA")))
        .withMessage("picture bytes, byte 10: found more bytes, expected at most 10 bytes");
  }

  private static byte[] ascii(String url) {
    return url.getBytes(StandardCharsets.US_ASCII);
  }

  private void assertMalformedUrl(String url, String message) {
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> reader.read(ascii(url)))
        .withMessage(message);
  }

  /** The JDK's decoder wraps the error as if the data were damaged. */
  @Test
  void aPictureTooLargeForTheMemoryIsNotCalledDamaged() throws Exception {
    Path file = folder.resolve("large.png");
    ImageIO.write(
        new BufferedImage(3000, 3000, BufferedImage.TYPE_3BYTE_BGR), "png", file.toFile());
    Path output = folder.resolve("output");
    try (Jvm jvm =
        new Jvm(output, Map.of(), List.of("-Xmx24m"), InLittleMemory.class, file.toString())) {
      assertThat(jvm.await()).isZero();
      assertThat(jvm.output().strip())
          .matches(
              Pattern.quote(file.toString())
                  + ": found a picture of 3000x3000 pixels, expected what fits into the memory of"
                  + " this process, \\d+ MiB: give Java more \\(-Xmx\\)");
    }
  }

  /** The other process. */
  static final class InLittleMemory {
    public static void main(String[] args) throws IOException {
      try {
        PictureReader.standard().read(Path.of(args[0]));
      } catch (OutOfMemoryError e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** Opening it would block. */
  @Test
  @Timeout(30)
  void pipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(makesPipe(pipe), "mkfifo makes no pipe here");
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> reader.read(pipe))
        .withMessage(
            "%s: found a pipe or device, expected a picture file: read it as a stream", pipe);
  }

  private static boolean makesPipe(Path pipe) throws InterruptedException {
    try {
      return new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Missing bytes are detected or were not needed. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif", "jpg", "tif"})
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

  /** Any bytes anywhere give a picture or the one exception. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif", "jpg", "tif"})
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
            "%s, byte 0: found 0x68656C6C, expected the start of a PNG, JPEG, GIF, BMP or TIFF"
                + " picture",
            file);
  }

  @Test
  void emptyFile() throws IOException {
    Path file = Files.createFile(folder.resolve("empty.png"));
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> reader.read(file))
        .withMessage(
            "%s, byte 0: found the end of the data,"
                + " expected the start of a PNG, JPEG, GIF, BMP or TIFF picture",
            file);
  }

  @Test
  void missingFile() {
    Path file = folder.resolve("nowhere.png");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> reader.read(file))
        .withMessage("%s: file not found", file);
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

  private void assertMalformed(byte[] encoded, String message, Object... arguments) {
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> reader.read(encoded))
        .withMessage(message, arguments);
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
    return noise(BufferedImage.TYPE_INT_RGB);
  }

  private static BufferedImage noise(int type) {
    BufferedImage picture = new BufferedImage(20, 20, type);
    Random random = new Random(3);
    for (int i = 0; i < 400; i++) {
      picture.setRGB(i % 20, i / 20, random.nextInt(1 << 24));
    }
    return picture;
  }

  private static byte[] jpeg(BufferedImage picture, boolean progressive, int restartInterval)
      throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setProgressiveMode(
        progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
    IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(picture), param);
    if (restartInterval > 0) {
      String format = metadata.getNativeMetadataFormatName();
      IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(format);
      IIOMetadataNode interval = new IIOMetadataNode("dri");
      interval.setAttribute("interval", String.valueOf(restartInterval));
      Node sequence = root.getElementsByTagName("markerSequence").item(0);
      sequence.insertBefore(interval, root.getElementsByTagName("sos").item(0));
      metadata.setFromTree(format, root);
    }
    writer.dispose();
    return jpeg(new IIOImage(picture, null, metadata), param);
  }

  private static byte[] jpeg(IIOImage picture, ImageWriteParam param) throws IOException {
    return write(ImageIO.getImageWritersByFormatName("jpg").next(), picture, param);
  }

  private static byte[] write(ImageWriter writer, IIOImage picture, ImageWriteParam param)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, picture, param);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  private static int lastIndexOf(byte[] jpeg, byte marker) {
    for (int i = jpeg.length - 2; ; i--) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == marker) {
        return i;
      }
    }
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
