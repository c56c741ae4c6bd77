package io.github.emnist.data.preprocess;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageReader;

/**
 * The structure of a JPEG file (ITU-T T.81): its end, and whether its scans contain every
 * coefficient. ImageIO fills missing data with grey and reports it only as a warning.
 *
 * <p>Markers are found as in libjpeg, and the decoder gets only the bytes up to the picture's end,
 * so that the two cannot disagree; what phones append (a video, another picture) is never read.
 */
final class JpegPicture {
  /** Scans of a progressive picture visit every pixel. libjpeg writes 10, and 18 for CMYK. */
  private static final int SCANS_OF_ANY_SIZE = 20;

  /** A small picture may have more scans: up to these, within a total number of pixels. */
  private static final int MAX_SCANS = 100;

  private static final long PIXELS_IN_ALL_SCANS = 100_000_000;

  /** Coefficients in a block of a progressive picture. */
  private static final int COEFFICIENTS = 64;

  private static final int CMYK = 4;

  /** The start of an APP1 segment with EXIF data (CIPA DC-008, 4.7.2). */
  private static final byte[] EXIF_NAME = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

  private static final int APP1 = 0xE1;
  private static final int START_OF_SCAN = 0xDA;
  private final byte[] bytes;
  private final PictureHeader header;
  private final String source;
  private final int components;

  /** The number of missing bits of each coefficient, -1 for all. */
  private final int[][] missingBits;

  private final byte[] ids;
  private int scans;
  private int end;
  private boolean ends;

  /** The colour transform of the Adobe segment, -1 if there is none. */
  private int adobe = -1;

  /** Reads a file; throws if it has too many scans for its size, or lacks data. */
  JpegPicture(byte[] bytes, PictureHeader header, String source) throws MalformedDataException {
    this.bytes = bytes;
    this.header = header;
    this.source = source;
    this.end = bytes.length;
    int count = header.offset() + 2 * Short.BYTES;
    this.components = bytes[count] & 0xFF;
    this.ids = new byte[components];
    for (int i = 0; i < components; i++) {
      int at = count + 1 + 3 * i;
      ids[i] = at < bytes.length ? bytes[at] : 0;
    }
    this.missingBits = new int[components][COEFFICIENTS];
    for (int[] bits : missingBits) {
      Arrays.fill(bits, -1);
    }
    walk();
    checkWhole();
  }

  /** Finds EXIF data, a TIFF file, in a possibly damaged JPEG file; empty if there is none. */
  static byte[] exif(byte[] encoded) {
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
      int data = at + 4 + EXIF_NAME.length;
      if (marker == APP1
          && data <= end
          && Arrays.equals(encoded, at + 4, data, EXIF_NAME, 0, EXIF_NAME.length)) {
        return Arrays.copyOfRange(encoded, data, end);
      }
      at = end;
    }
    return new byte[0];
  }

  private void walk() throws MalformedDataException {
    boolean progressive = bytes[header.offset() - 4] == (byte) 0xC2;
    int at = 2;
    while (true) {
      int marker = at;
      while (at < bytes.length && bytes[at] != (byte) 0xFF) {
        at++;
      }
      while (at < bytes.length && bytes[at] == (byte) 0xFF) {
        at++;
      }
      if (at >= bytes.length) {
        return;
      }
      int code = bytes[at++] & 0xFF;
      if (code == 0xD9) {
        end = at;
        ends = true;
        return;
      }
      if (code <= 0x01 || code >= 0xD0 && code <= 0xD8) {
        continue; // a stuffed 0xFF within coded data, or a marker without a segment
      }
      int next = at + (at + 1 < bytes.length ? (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF : 0);
      if (next < at + 2 || next > bytes.length) {
        end = Math.max(marker, at - 2); // this segment is incomplete
        return;
      }
      if (code == 0xDA) {
        countScan(at - 2);
        scan(at + 2, next, progressive);
      } else if (code == 0xEE
          && next - at >= 14
          && new String(bytes, at + 2, 5, StandardCharsets.US_ASCII).equals("Adobe")) {
        adobe = bytes[at + 13] & 0xFF;
      }
      at = next;
    }
  }

  private void countScan(int at) throws MalformedDataException {
    long pixels = header.width() * header.height();
    long limit =
        Math.min(MAX_SCANS, Math.max(SCANS_OF_ANY_SIZE, PIXELS_IN_ALL_SCANS / Math.max(1, pixels)));
    if (++scans > limit) {
      String expected =
          Messages.format(
              "at most %d of a JPEG picture of %dx%d pixels",
              limit, header.width(), header.height());
      throw new MalformedDataException(source, at, "more scans", expected);
    }
  }

  /** Reads a scan's components, its coefficients, and their lowest bit (T.81, B.2.3). */
  private void scan(int from, int to, boolean progressive) {
    int count = bytes[from] & 0xFF;
    int spectrum = from + 1 + 2 * count;
    if (spectrum + 3 > to) {
      return; // the decoder reports it
    }
    int first = progressive ? bytes[spectrum] & 0xFF : 0;
    int last = progressive ? bytes[spectrum + 1] & 0xFF : COEFFICIENTS - 1;
    int low = progressive ? bytes[spectrum + 2] & 0x0F : 0;
    for (int i = 0; i < count; i++) {
      for (int component = 0; component < components; component++) {
        if (ids[component] == bytes[from + 1 + 2 * i]) {
          for (int k = first; k <= last && k < COEFFICIENTS; k++) {
            missingBits[component][k] = low;
          }
        }
      }
    }
  }

  /**
   * Checks that no data is missing. A file with an end marker may lack the finest bits; a truncated
   * one may not.
   */
  private void checkWhole() throws MalformedDataException {
    for (int[] bits : missingBits) {
      boolean whole = ends ? bits[0] >= 0 : Arrays.stream(bits).allMatch(missing -> missing == 0);
      if (!whole) {
        throw truncated();
      }
    }
  }

  /** Tells whether the end of the picture is marked. */
  boolean ends() {
    return ends;
  }

  /** Returns the picture without appended data, and with an end marker. */
  byte[] forDecoder() {
    if (ends) {
      return end == bytes.length ? bytes : Arrays.copyOf(bytes, end);
    }
    byte[] marked = Arrays.copyOf(bytes, end + 2);
    marked[end] = (byte) 0xFF;
    marked[end + 1] = (byte) 0xD9;
    return marked;
  }

  /** Decodes the picture with a reader of {@link #forDecoder()}; refuses it if data is missing. */
  BufferedImage decode(ImageReader reader) throws IOException {
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((from, warning) -> warnings.add(warning));
    BufferedImage picture =
        components == CMYK ? fromInks(reader.readRaster(0, null)) : reader.read(0);
    if (warnings.stream().anyMatch(this::tellsOfMissingData)) {
      throw truncated();
    }
    return picture;
  }

  /**
   * Recognises libjpeg's messages JWRN_HIT_MARKER and JWRN_MUST_RESYNC, which are never translated.
   * Only a picture's first message is passed on: without an end marker, any is enough.
   */
  private boolean tellsOfMissingData(String warning) {
    return ends
        ? warning.contains("premature end of data segment")
            || warning.matches(".*found marker 0x(?!d[0-7])\\w+ instead of RST.*")
        : warning.startsWith("Corrupt JPEG data");
  }

  private MalformedDataException truncated() {
    String expected =
        Messages.format(
            "more of a JPEG picture of %dx%d pixels, which is truncated",
            header.width(), header.height());
    return new MalformedDataException(source, end, "the end of the data", expected);
  }

  /**
   * Mixes four inks to RGB, which ImageIO does not. Adobe's programs, and so most files, store 255
   * for no ink (Adobe technical note 5116, section 18), and in YCCK the first three as luma and
   * chroma (JFIF 1.02) of the ink.
   */
  private BufferedImage fromInks(Raster inks) {
    int width = inks.getWidth();
    int height = inks.getHeight();
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] row = new int[width * CMYK];
    int[] rgb = new int[width];
    for (int y = 0; y < height; y++) {
      inks.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int c = row[4 * x];
        int m = row[4 * x + 1];
        int k = row[4 * x + 3];
        int yellow = row[4 * x + 2];
        if (adobe == 2) {
          double luma = c;
          double blue = m - 128;
          double red = yellow - 128;
          c = 255 - clamp(luma + 1.402 * red);
          m = 255 - clamp(luma - 0.344136 * blue - 0.714136 * red);
          yellow = 255 - clamp(luma + 1.772 * blue);
        } else if (adobe < 0) {
          c = 255 - c;
          m = 255 - m;
          yellow = 255 - yellow;
        }
        int light = adobe < 0 ? 255 - k : k;
        rgb[x] = c * light / 255 << 16 | m * light / 255 << 8 | yellow * light / 255;
      }
      picture.getRaster().setDataElements(0, y, width, 1, rgb);
    }
    return picture;
  }

  private static int clamp(double level) {
    return (int) Math.max(0, Math.min(255, Math.round(level)));
  }
}
