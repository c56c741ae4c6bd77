package io.github.emnist.data.preprocess;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Handmade EXIF data (TIFF 6.0, section 2), and pictures with it. */
final class Exif {
  static final int SHORT = 3;
  static final int LONG = 4;
  static final int ORIENTATION = 0x0112;

  private static final int PNG_FIRST_CHUNKS_END = 33;

  private Exif() {}

  /** One directory with one entry, which is the orientation. */
  static byte[] orientation(int value) {
    return entry(ByteOrder.BIG_ENDIAN, ORIENTATION, SHORT, 1, value << 16);
  }

  static byte[] entry(ByteOrder order, int tag, int type, int count, int value) {
    ByteBuffer tiff = header(ByteBuffer.allocate(26).order(order)).putShort((short) 1);
    return tiff.putShort((short) tag)
        .putShort((short) type)
        .putInt(count)
        .putInt(value)
        .putInt(0)
        .array();
  }

  static ByteBuffer header(ByteBuffer tiff) {
    byte order = (byte) (tiff.order() == ByteOrder.BIG_ENDIAN ? 'M' : 'I');
    return tiff.put(order).put(order).putShort((short) 42).putInt(8);
  }

  static byte[] encode(BufferedImage picture, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(picture, format, out);
    return out.toByteArray();
  }

  /** Inserts it where cameras do: first in a JPEG file, after the header in a PNG file. */
  static byte[] insert(byte[] encoded, byte[] exif) {
    boolean png = encoded[0] == (byte) 0x89;
    byte[] block = png ? chunk(exif) : segment(exif);
    int at = png ? PNG_FIRST_CHUNKS_END : 2;
    return ByteBuffer.allocate(encoded.length + block.length)
        .put(encoded, 0, at)
        .put(block)
        .put(encoded, at, encoded.length - at)
        .array();
  }

  private static byte[] segment(byte[] exif) {
    ByteBuffer segment = ByteBuffer.allocate(10 + exif.length).putShort((short) 0xFFE1);
    segment.putShort((short) (8 + exif.length));
    return segment.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(exif).array();
  }

  private static byte[] chunk(byte[] exif) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + exif.length).putInt(exif.length);
    chunk.put("eXIf".getBytes(StandardCharsets.US_ASCII)).put(exif);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + exif.length);
    return chunk.putInt((int) crc.getValue()).array();
  }
}
