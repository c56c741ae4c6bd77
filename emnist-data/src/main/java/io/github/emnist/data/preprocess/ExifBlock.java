package io.github.emnist.data.preprocess;

import io.github.emnist.data.preprocess.PictureHeader.Format;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where a picture keeps its EXIF data. Only the block itself is looked for and nothing of it is
 * understood, so that the library that reads it sees a few kilobytes and never the file.
 */
final class ExifBlock {
  /** JPEG's segments are no longer; PNG's chunks could be. */
  private static final int MAX_LENGTH = 0xFFFF;

  /** CIPA DC-008, 4.7.2: what an APP1 segment with EXIF data begins with. */
  private static final byte[] JPEG_NAME = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

  private static final int APP1 = 0xE1;
  private static final int START_OF_SCAN = 0xDA;
  private static final int PNG_SIGNATURE = 8;

  /** Length, type and checksum. */
  private static final int PNG_CHUNK_EXTRA = 12;

  /** PNG specification, third edition, 11.3.4.5. */
  private static final int PNG_EXIF = 0x65584966; // eXIf

  private static final int PNG_END = 0x49454E44; // IEND

  private ExifBlock() {}

  /**
   * Finds the first block.
   *
   * @param encoded a picture, which may end or go wrong anywhere
   * @return a TIFF file, as EXIF is, or empty where there is none
   */
  static Optional<byte[]> find(byte[] encoded, Format format) {
    return switch (format) {
      case JPEG -> inJpeg(encoded);
      case PNG -> inPng(encoded);
      default -> Optional.empty();
    };
  }

  private static Optional<byte[]> inJpeg(byte[] encoded) {
    int at = 2;
    while (at + 4 <= encoded.length && encoded[at] == (byte) 0xFF) {
      int marker = encoded[at + 1] & 0xFF;
      if (marker == 0xFF) {
        at++; // fill byte
        continue;
      }
      int end = at + 2 + (ByteBuffer.wrap(encoded).getShort(at + 2) & 0xFFFF);
      if (marker == START_OF_SCAN || end > encoded.length || end < at + 4) {
        break;
      }
      int begin = at + 4;
      int data = begin + JPEG_NAME.length;
      if (marker == APP1
          && data <= end
          && Arrays.equals(encoded, begin, data, JPEG_NAME, 0, JPEG_NAME.length)) {
        return Optional.of(Arrays.copyOfRange(encoded, data, end));
      }
      at = end;
    }
    return Optional.empty();
  }

  private static Optional<byte[]> inPng(byte[] encoded) {
    ByteBuffer png = ByteBuffer.wrap(encoded);
    long at = PNG_SIGNATURE;
    while (at + PNG_CHUNK_EXTRA <= encoded.length) {
      int begin = (int) at;
      long length = Integer.toUnsignedLong(png.getInt(begin));
      int type = png.getInt(begin + 4);
      at += PNG_CHUNK_EXTRA + length;
      if (type == PNG_END || at > encoded.length) {
        break;
      }
      if (type == PNG_EXIF) {
        return length > MAX_LENGTH
            ? Optional.empty()
            : Optional.of(Arrays.copyOfRange(encoded, begin + 8, begin + 8 + (int) length));
      }
    }
    return Optional.empty();
  }
}
