package io.github.emnist.data.preprocess;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file (third edition, 5.3). The JDK's decoder takes memory for a chunk that it
 * does not know, or for each of many empty ones: it gets those that it needs, its data in one.
 */
final class PngPicture {
  private static final int SIGNATURE = 8;

  /** Length, type and checksum. */
  private static final int AROUND_CHUNK = 12;

  private static final int HEADER = 0x49484452; // IHDR
  private static final int PALETTE = 0x504C5445; // PLTE
  private static final int TRANSPARENCY = 0x74524E53; // tRNS
  private static final int DATA = 0x49444154; // IDAT
  private static final int EXIF = 0x65584966; // eXIf
  private static final int END = 0x49454E44; // IEND

  private final byte[] bytes;
  private final ByteBuffer data;

  /** Where the first of its kind begins, and its length. */
  private final Map<Integer, ByteBuffer> firsts = new LinkedHashMap<>();

  /** Goes through a file, which may end or go wrong anywhere: what is there counts. */
  PngPicture(byte[] bytes) {
    this.bytes = bytes;
    this.data = ByteBuffer.allocate(bytes.length);
    ByteBuffer png = ByteBuffer.wrap(bytes);
    long at = SIGNATURE;
    while (at + 8 <= bytes.length) {
      int begin = (int) at + 8;
      long length = Integer.toUnsignedLong(png.getInt(begin - 8));
      int type = png.getInt(begin - 4);
      if (type == END) {
        break;
      }
      int there = (int) Math.min(length, bytes.length - begin);
      if (type == DATA) {
        data.put(bytes, begin, there);
      } else if (there == length) {
        switch (type) {
          case HEADER, PALETTE, TRANSPARENCY, EXIF ->
              firsts.putIfAbsent(type, ByteBuffer.wrap(bytes, begin, there));
          default -> {} // texts, colour profiles, further frames, ...
        }
      }
      at += AROUND_CHUNK + length;
    }
    data.flip();
  }

  /** EXIF data, which is a TIFF file; empty where there is none. */
  byte[] exif() {
    ByteBuffer exif = firsts.get(EXIF);
    return exif == null
        ? new byte[0]
        : Arrays.copyOfRange(bytes, exif.position(), exif.position() + exif.remaining());
  }

  /** A file of the same pixels, without anything else. */
  byte[] forDecoder() {
    int length = SIGNATURE + 5 * AROUND_CHUNK + data.remaining();
    for (ByteBuffer first : firsts.values()) {
      length += first.remaining();
    }
    ByteBuffer png = ByteBuffer.allocate(length).put(bytes, 0, SIGNATURE);
    for (int type : new int[] {HEADER, PALETTE, TRANSPARENCY}) {
      if (firsts.containsKey(type)) {
        put(png, type, firsts.get(type));
      }
    }
    put(png, DATA, data);
    put(png, END, ByteBuffer.allocate(0));
    return Arrays.copyOf(png.array(), png.position());
  }

  private static void put(ByteBuffer png, int type, ByteBuffer content) {
    int begin = png.position();
    png.putInt(content.remaining()).putInt(type).put(content.duplicate());
    CRC32 check = new CRC32();
    check.update(png.array(), begin + 4, 4 + content.remaining());
    png.putInt((int) check.getValue());
  }
}
