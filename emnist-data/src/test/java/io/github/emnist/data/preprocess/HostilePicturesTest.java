package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.emnist.data.MalformedDataException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small pictures for which ImageIO would allocate much memory, or that it cannot decode. */
class HostilePicturesTest {
  private static final int PNG_FIRST_CHUNKS_END = 33;

  private final PictureReader reader = PictureReader.standard();

  /** ImageIO would allocate two gigabytes for the embedded picture before reading it. */
  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void picturesWithinABmp(int compression) {
    ByteBuffer bmp = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    bmp.put((byte) 'B').put((byte) 'M').putInt(200).putInt(0).putInt(54);
    bmp.putInt(40).putInt(20).putInt(20).putShort((short) 1).putShort((short) 0);
    bmp.putInt(compression).putInt(Integer.MAX_VALUE);

    assertThat(
            allocatedBy(
                () ->
                    assertMalformed(
                        bmp.array(),
                        "picture bytes, byte 30: found BMP compression "
                            + compression
                            + ", expected 0 to 3 (none, RLE8, RLE4 or bit fields)")))
        .isLessThan(10_000_000);
  }

  /** Scans of a few bytes, each of which would decode the whole picture again. */
  @Test
  void aJpegOfManyScans() throws IOException {
    byte[] whole = encode("jpg");
    int scan = indexOf(whole, (byte) 0xDA);
    int end = indexOf(whole, (byte) 0xD9);
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    many.write(whole, 0, end);
    for (int i = 0; i < 99; i++) {
      many.write(whole, scan, end - scan);
    }
    byte[] hundred = many.toByteArray();
    many.write(whole, scan, whole.length - scan);

    assertMalformed(
        many.toByteArray(),
        "picture bytes, byte %d: found more scans, expected at most 100 of a JPEG picture of 6x6 pixels"
            .formatted(hundred.length));
    ByteBuffer.wrap(hundred).putInt(indexOf(hundred, (byte) 0xC0) + 5, 3000 << 16 | 2500);
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> reader.read(Arrays.copyOf(hundred, hundred.length + 10_000)))
        .withMessageContaining(
            "found more scans, expected at most 20 of a JPEG picture of 2500x3000 pixels");
  }

  /** Returns the position of a JPEG marker. */
  private static int indexOf(byte[] jpeg, byte marker) {
    for (int i = 0; ; i++) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == marker) {
        return i;
      }
    }
  }

  /** Replaces each four bytes by a huge number, for which a decoder might allocate memory. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif", "jpg", "tif"})
  void hugeNumbersAnywhere(String format) throws Exception {
    byte[] whole = encode(format);
    int refused = 0;
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      for (int position = 0; position < whole.length - 4; position++) {
        byte[] damaged = whole.clone();
        ByteBuffer.wrap(damaged).order(order).putInt(position, Integer.MAX_VALUE);
        boolean[] decoded = new boolean[1];
        assertThat(allocatedBy(() -> decoded[0] = decodes(damaged))).isLessThan(10_000_000);
        refused += decoded[0] ? 0 : 1;
      }
    }
    assertThat(refused).isPositive();
  }

  private boolean decodes(byte[] encoded) {
    try {
      return reader.withMaxPixels(1 << 20).read(encoded) != null;
    } catch (MalformedDataException e) {
      return false;
    }
  }

  /** A chunk that unpacks to 100 MB and must not be read. */
  @ParameterizedTest
  @ValueSource(strings = {"zTXt", "iCCP"})
  void compressedExtrasOfAPng(String type) throws Exception {
    ByteArrayOutputStream extra = new ByteArrayOutputStream();
    extra.write(new byte[] {'a', 0, 0}); // a name, and that it is deflated
    try (DeflaterOutputStream deflate = new DeflaterOutputStream(extra)) {
      for (int i = 0; i < 100; i++) {
        deflate.write(new byte[1_000_000]);
      }
    }
    byte[] png = encode("png");
    byte[] chunk = chunk(type, extra.toByteArray());
    byte[] bomb =
        ByteBuffer.allocate(png.length + chunk.length)
            .put(png, 0, PNG_FIRST_CHUNKS_END)
            .put(chunk)
            .put(png, PNG_FIRST_CHUNKS_END, png.length - PNG_FIRST_CHUNKS_END)
            .array();
    boolean[] decoded = new boolean[1];

    assertThat(allocatedBy(() -> decoded[0] = decodes(bomb))).isLessThan(10_000_000);
    assertThat(decoded[0]).isTrue();
  }

  /** The JDK's reader copies the comment so far for each block: gigabytes. */
  @ParameterizedTest
  @ValueSource(ints = {0xFE, 0xFF, 0x01})
  void longExtensionsOfAGif(int label) throws IOException {
    byte[] gif = encode("gif");
    int at = 13 + 3 * (2 << (gif[10] & 7));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(gif, 0, at);
    out.write(0x21);
    out.write(label);
    for (int i = 0; i < 500_000; i++) {
      out.write(1);
      out.write('x');
    }
    out.write(0);
    out.write(gif, at, gif.length - at);
    byte[] hostile = out.toByteArray();
    boolean[] decoded = new boolean[1];
    assertThat(allocatedBy(() -> decoded[0] = decodes(hostile))).isLessThan(10_000_000);
    assertThat(decoded[0]).isTrue();
  }

  /** Data after the last pixel and further frames are ignored. */
  @Test
  void ignoresFurtherGifFrames() throws IOException {
    byte[] gif = encode("gif");
    byte[] longer = Arrays.copyOf(gif, gif.length + 1_000_000);
    Arrays.fill(longer, gif.length - 1, longer.length, (byte) 0x2C);
    assertThat(decodes(longer)).isTrue();
  }

  /** Nested directories and cyclic pages: only the first one is read. */
  @Test
  void directoriesOfATiff() throws IOException {
    byte[] tiff = tiff(Map.of(), 36);
    assertThat(reader.read(tiff).getWidth()).isEqualTo(6);
    for (int tag : new int[] {330, 34665, 34853, 40965}) {
      assertThat(reader.read(tiff(Map.of(tag, 8, 273, 134), 48)).getWidth()).isEqualTo(6);
    }
    ByteBuffer loop = ByteBuffer.wrap(tiff);
    loop.putInt(10 + 12 * loop.getShort(8), 8);
    assertThat(reader.read(tiff).getWidth()).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({
    "259, 6, compression 6",
    "259, 50000, compression 50000",
    "262, 5, inks (CMYK)",
    "262, 8, photometric interpretation 8",
    "277, 65535, '65535 samples of 8 bits, or others'",
    "258, 64, '1 samples of 64 bits, or others'",
    "339, 3, '1 samples of 8 bits, or others'",
    "254, 1, a preview on its first page (a raw photograph)"
  })
  void kindsOfTiffThatAreNotRead(int tag, int value, String found) {
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> reader.read(tiff(Map.of(tag, value), 36)))
        .withMessageStartingWith("picture bytes, byte 8: found a TIFF picture with " + found)
        .withMessageEndingWith(": save it as PNG, or decode it yourself and pass a BufferedImage");
  }

  @Test
  void inconsistentTiffs() {
    assertMalformed(
        tiff(Map.of(279, 35), 36),
        "picture bytes, byte 122: found a piece of a TIFF picture of 35 bytes,"
            + " expected data for 36 bytes");
    assertMalformed(
        tiff(Map.of(279, 5000), 5000),
        "picture bytes, byte 122: found a piece of a TIFF picture of 5000 bytes,"
            + " expected data for 36 bytes");
    assertMalformed(
        tiff(Map.of(), 35),
        "picture bytes, byte 157: found the end of the data,"
            + " expected 36 bytes at byte 122 of a TIFF picture");
    assertMalformed(
        tiff(Map.of(273, 20), 36),
        "picture bytes, byte 20: found a piece of a TIFF picture within the directory,"
            + " expected one outside of bytes 8 to 121");
    assertMalformed(
        tiff(Map.of(278, 1), 36),
        "picture bytes, byte 8: found other numbers of offsets and lengths,"
            + " expected 6 pieces of the picture, of each");
    assertMalformed(
        tiff(Map.of(278, 0), 36),
        "picture bytes, byte 8: found TIFF pieces of 6x0 pixels,"
            + " expected tiles of at least 16x16 or strips of at least a row");
    assertMalformed(
        tiff(Map.of(322, 32768, 323, 32768, 324, 122, 325, 36), 36),
        "picture bytes, byte 8: found TIFF tiles of 32768x32768 pixels, expected tiles for 6x6");
    assertMalformed(
        tiff(Map.of(322, 1, 323, 1, 324, 122, 325, 36), 36),
        "picture bytes, byte 8: found TIFF pieces of 1x1 pixels,"
            + " expected tiles of at least 16x16 or strips of at least a row");
  }

  /** Codes that only reset the table, and codes beyond the last pixel. */
  @Test
  void lzwOfATiff() {
    byte[] clears = tiff(Map.of(259, 5, 279, 1000), 1000);
    for (int bit = 0; bit + 9 <= 8000; bit += 9) { // 256 in nine bits
      clears[122 + bit / 8] |= (byte) (0x80 >> bit % 8);
    }
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> reader.read(clears))
        .withMessageEndingWith(
            "found more LZW codes, expected those of 36 bytes of a TIFF picture");
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> reader.read(tiff(Map.of(259, 5, 279, 10), 10)))
        .withMessage(
            "picture bytes, byte 132: found the end of LZW data of 8 bytes,"
                + " expected 36 bytes of a TIFF picture");
  }

  /** 6x6 pixels of 8-bit grey in one strip at byte 122, and other or further entries. */
  private static byte[] tiff(Map<Integer, Integer> others, int dataLength) {
    Map<Integer, Integer> entries =
        new TreeMap<>(
            Map.of(256, 6, 257, 6, 258, 8, 259, 1, 262, 1, 273, 122, 277, 1, 278, 6, 279, 36));
    entries.putAll(others);
    if (others.containsKey(322)) {
      entries.remove(273);
      entries.remove(278);
      entries.remove(279);
    }
    ByteBuffer tiff = Exif.header(ByteBuffer.allocate(Math.max(122 + dataLength, 200)));
    tiff.putShort((short) entries.size());
    entries.forEach(
        (tag, value) ->
            tiff.putShort(tag.shortValue()).putShort((short) 4).putInt(1).putInt(value));
    return Arrays.copyOf(tiff.array(), 122 + dataLength);
  }

  /** For palette pictures the JDK's reader would allocate memory for any chunk. */
  @Test
  void unknownChunkOfAPng() throws IOException {
    BufferedImage picture = new BufferedImage(6, 6, BufferedImage.TYPE_BYTE_INDEXED);
    byte[] png = Exif.encode(picture, "png");
    byte[] hostile = Arrays.copyOf(png, PNG_FIRST_CHUNKS_END + 8);
    ByteBuffer.wrap(hostile).putInt(PNG_FIRST_CHUNKS_END, 1_900_000_000);
    ByteBuffer.wrap(hostile).putInt(PNG_FIRST_CHUNKS_END + 4, 0x6E6F6E65);
    assertThat(allocatedBy(() -> assertThat(decodes(hostile)).isFalse())).isLessThan(10_000_000);
    byte[] text = chunk("tEXt", "a\0b".getBytes(StandardCharsets.US_ASCII));
    ByteBuffer both = ByteBuffer.allocate(png.length + text.length);
    both.put(png, 0, PNG_FIRST_CHUNKS_END).put(text);
    both.put(png, PNG_FIRST_CHUNKS_END, png.length - PNG_FIRST_CHUNKS_END);
    assertThat(decodes(both.array())).isTrue();
  }

  /** Many empty chunks, before the data and instead of it. */
  @ParameterizedTest
  @ValueSource(strings = {"IDAT", "tEXt", "fdAT"})
  void manyChunksOfAPng(String type) throws IOException {
    byte[] png = encode("png");
    byte[] chunk = chunk(type, new byte[0]);
    ByteBuffer many = ByteBuffer.allocate(png.length + 100_000 * chunk.length);
    many.put(png, 0, PNG_FIRST_CHUNKS_END);
    for (int i = 0; i < 100_000; i++) {
      many.put(chunk);
    }
    many.put(png, PNG_FIRST_CHUNKS_END, png.length - PNG_FIRST_CHUNKS_END);
    boolean[] decoded = new boolean[1];
    assertThat(allocatedBy(() -> decoded[0] = decodes(many.array()))).isLessThan(10_000_000);
    assertThat(decoded[0]).isTrue();
  }

  private void assertMalformed(byte[] encoded, String message) {
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> reader.read(encoded))
        .withMessage(message);
  }

  private static long allocatedBy(Runnable task) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    task.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static byte[] encode(String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BufferedImage picture = new BufferedImage(6, 6, BufferedImage.TYPE_INT_RGB);
    assertThat(ImageIO.write(picture, format, out)).isTrue();
    return out.toByteArray();
  }

  private static byte[] chunk(String type, byte[] data) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + data.length).putInt(data.length);
    chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + data.length);
    return chunk.putInt((int) crc.getValue()).array();
  }
}
