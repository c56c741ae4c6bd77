package io.github.emnist.data.preprocess;

import static io.github.emnist.data.preprocess.Exif.LONG;
import static io.github.emnist.data.preprocess.Exif.ORIENTATION;
import static io.github.emnist.data.preprocess.Exif.SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.preprocess.PictureReader.Orientation;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HostileExifTest {
  private static final int EXIF_DIRECTORY = 0x8769;

  @Test
  void bothByteOrders() {
    for (int value = 1; value <= 8; value++) {
      assertThat(orientation(Exif.orientation(value))).isEqualTo(value);
      byte[] little = Exif.entry(ByteOrder.LITTLE_ENDIAN, ORIENTATION, SHORT, 1, value);
      assertThat(orientation(little)).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 255, 65535})
  void meaninglessValues(int value) {
    assertThat(orientation(Exif.orientation(value))).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, -1, 1 << 30})
  void hugeCounts(int count) {
    for (int type = 0; type < 14; type++) {
      byte[] exif = Exif.entry(ByteOrder.BIG_ENDIAN, ORIENTATION, type, count, 6 << 16);
      assertThat(allocatedBy(() -> orientation(exif))).isLessThan(10_000_000);
    }
  }

  @Test
  void truncatedAnywhere() {
    byte[] whole = Exif.orientation(6);
    for (int length = 0; length < 18; length++) {
      assertThat(orientation(Arrays.copyOf(whole, length))).isEqualTo(1);
    }
  }

  /** A directory whose next one, and whose part, is itself. */
  @Test
  void redirectLoops() {
    byte[] itself = Exif.entry(ByteOrder.BIG_ENDIAN, EXIF_DIRECTORY, LONG, 1, 8);
    ByteBuffer.wrap(itself).putInt(22, 8);
    assertThat(orientation(itself)).isEqualTo(1);
  }

  /** As many directories, each within the last, as 64 KiB hold. */
  @Test
  void directoriesWithinDirectories() {
    ByteBuffer tiff = Exif.header(ByteBuffer.allocate(0xFFF0));
    while (tiff.remaining() >= 18) {
      int next = tiff.position() + 18;
      tiff.putShort((short) 1).putShort((short) EXIF_DIRECTORY).putShort((short) LONG);
      tiff.putInt(1).putInt(next).putInt(0);
    }
    assertThat(orientation(tiff.array())).isEqualTo(1);
  }

  /** One after the other, with as many entries each as there can be, all of the same bytes. */
  @Test
  void manyEntriesInTheSameBytes() {
    byte[] exif = new byte[0xFFF0];
    Arrays.fill(exif, (byte) 8);
    Exif.header(ByteBuffer.wrap(exif));
    assertThat(orientation(exif)).isEqualTo(1);
  }

  @Test
  void anyBytes() {
    Random random = new Random(11);
    for (int run = 0; run < 2000; run++) {
      byte[] exif = Exif.entry(ByteOrder.BIG_ENDIAN, random.nextInt(1 << 16), LONG, 1, 8);
      exif = Arrays.copyOf(exif, 200);
      for (int k = random.nextInt(30); k >= 0; k--) {
        exif[8 + random.nextInt(192)] = (byte) random.nextInt();
      }
      assertThat(orientation(exif)).isBetween(1, 8);
    }
  }

  /** The picture is whole, whatever is said about it. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void damagedBlocksLeaveThePicture(String format) throws IOException {
    BufferedImage picture = new BufferedImage(6, 4, BufferedImage.TYPE_INT_RGB);
    byte[] encoded = Exif.encode(picture, format);
    Random random = new Random(12);
    for (int run = 0; run < 200; run++) {
      byte[] exif = new byte[random.nextInt(60)];
      random.nextBytes(exif);
      BufferedImage read = PictureReader.standard().read(Exif.insert(encoded, exif));
      assertThat(read.getWidth()).isEqualTo(6);
    }
  }

  /** Lengths that lead beyond the end, or nowhere. */
  @Test
  void blocksThatAreNotThere() {
    for (int length : new int[] {0, 1, 0xFFFF}) {
      ByteBuffer jpeg = ByteBuffer.allocate(40).putShort((short) 0xFFD8);
      jpeg.putShort((short) 0xFFE1)
          .putShort((short) length)
          .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
      assertThat(Orientation.of(jpeg.array(), PictureHeader.Format.JPEG)).isEqualTo(1);
    }
    for (int length : new int[] {-1, 29, 1 << 20, Integer.MAX_VALUE}) {
      ByteBuffer png =
          ByteBuffer.allocate(40)
              .putLong(0)
              .putInt(length)
              .put("eXIf".getBytes(StandardCharsets.US_ASCII));
      assertThat(Orientation.of(png.array(), PictureHeader.Format.PNG)).isEqualTo(1);
    }
  }

  /** 5,000 directories within a directory, of 5,000 entries each: only the first one is read. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void thousandsOfDirectories(String format) throws IOException {
    int entries = 5000;
    ByteBuffer tiff = Exif.header(ByteBuffer.allocate(8 + 2 + entries * 12));
    tiff.putShort((short) entries);
    for (int i = 0; i < entries; i++) {
      tiff.putShort((short) EXIF_DIRECTORY).putShort((short) LONG).putInt(1).putInt(8);
    }
    BufferedImage picture = new BufferedImage(6, 4, BufferedImage.TYPE_INT_RGB);
    byte[] hostile = Exif.insert(Exif.encode(picture, format), tiff.array());
    assertThat(
            allocatedBy(
                () -> {
                  try {
                    assertThat(PictureReader.standard().read(hostile).getWidth()).isEqualTo(6);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }))
        .isLessThan(10_000_000);
  }

  private static int orientation(byte[] exif) {
    return TiffPicture.isTiff(exif) ? new TiffPicture(exif, "EXIF").orientation() : 1;
  }

  private static long allocatedBy(Runnable task) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    task.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
