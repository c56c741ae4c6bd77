package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.emnist.data.MalformedDataException;
import java.awt.Point;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small pictures that would have ImageIO take memory, and those that it cannot decode. */
class HostilePicturesTest {
  private static final int PNG_FIRST_CHUNKS_END = 33;

  private final PictureReader reader = PictureReader.standard();

  /** ImageIO would take two gigabytes for the picture within before it reads a byte of it. */
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

  /** A few bytes a scan, each of which would decode the whole picture once more. */
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
        "picture bytes, byte %d: found more scans, expected a JPEG picture of at most 100 scans"
            .formatted(hundred.length));
  }

  /** Where a marker of JPEG's is. */
  private static int indexOf(byte[] jpeg, byte marker) {
    for (int i = 0; ; i++) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == marker) {
        return i;
      }
    }
  }

  /** Each four bytes in turn as a huge number, which a decoder might take memory for. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif", "jpg"})
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

  /** A chunk that unfolds to 100 MB, of which nobody reads a byte. */
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

  @Test
  void jpegInCmyk() throws IOException {
    byte[] cmyk = encodeCmyk();
    // Start of frame, length of 4 components, 8 bits, 16x16; then their number.
    int frame = HexFormat.of().formatHex(cmyk).indexOf("ffc00014080010001004") / 2;

    assertMalformed(
        cmyk,
        "picture bytes, byte "
            + (frame + 9)
            + ": found a JPEG picture of 4 components (CMYK), expected 1 (grey) or 3 (colour)");
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

  private static byte[] encodeCmyk() throws IOException {
    WritableRaster inks =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, new Point());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(inks, null, null), null);
    } finally {
      writer.dispose();
    }
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
