package io.github.emnist.data.preprocess;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the first frame of a GIF file (GIF89a specification), in time proportional to the file and
 * the frame. The JDK's reader copies all blocks of a comment for each of them, fills a table of
 * 4,096 entries for each clear code, decodes beyond the last pixel, and accepts truncated data.
 */
final class GifPicture {
  private static final int SCREEN_FLAGS = 10;
  private static final int BLOCKS = 13;
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int IMAGE = 0x2C;
  private static final int IMAGE_LENGTH = 9;
  private static final int MAX_CODES = 4096;

  /** Appendix E: the first row and the distance of rows in each of the four passes. */
  private static final int[][] PASSES = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

  private final byte[] bytes;
  private final String source;
  private int at;

  /** The offset of the colour table; its length is 0 if there is none. */
  private int colours;

  private int colourCount;
  private int transparent = -1;

  /** The offset of the frame's position and size. */
  private int image;

  /** Reads up to the first frame. */
  GifPicture(byte[] bytes, String source) throws MalformedDataException {
    this.bytes = bytes;
    this.source = source;
    require(BLOCKS);
    at = BLOCKS;
    colourTable(bytes[SCREEN_FLAGS]);
    int block = next();
    while (block == EXTENSION) {
      boolean control = next() == GRAPHIC_CONTROL;
      for (int length = next(); length > 0; length = next()) {
        require(at + length);
        if (control && length >= 4) {
          transparent = (bytes[at] & 1) == 1 ? bytes[at + 3] & 0xFF : -1;
        }
        at += length;
      }
      block = next();
    }
    if (block != IMAGE) {
      String found = Messages.format("a GIF block 0x%02X", block);
      throw malformed(at - 1, found, "a frame (0x2C) or an extension (0x21)");
    }
    image = at;
    require(at + IMAGE_LENGTH);
    at += IMAGE_LENGTH;
  }

  PictureHeader header() {
    ByteBuffer size = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return new PictureHeader(
        PictureHeader.Format.GIF,
        Short.toUnsignedInt(size.getShort(image + 4)),
        Short.toUnsignedInt(size.getShort(image + 6)),
        image + 4);
  }

  /** Decodes the frame, whose size the caller has checked. */
  BufferedImage decode() throws MalformedDataException {
    int flags = bytes[at - 1];
    colourTable(flags);
    if (colourCount == 0) {
      throw malformed(at, "a frame", "a table of colours before it");
    }
    PictureHeader header = header();
    int width = (int) header.width();
    int height = (int) header.height();
    byte[] pixels = pixels(width * height);
    BufferedImage picture =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, colourModel());
    byte[] rows = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
    if ((flags & 0x40) == 0) {
      System.arraycopy(pixels, 0, rows, 0, rows.length);
      return picture;
    }
    int row = 0;
    for (int[] pass : PASSES) {
      for (int y = pass[0]; y < height; y += pass[1]) {
        System.arraycopy(pixels, row++ * width, rows, y * width, width);
      }
    }
    return picture;
  }

  /**
   * Returns the colour model. Pixels may have any of 256 colours; those missing in the table are
   * black.
   */
  private IndexColorModel colourModel() {
    byte[][] rgb = new byte[3][256];
    for (int i = 0; i < colourCount; i++) {
      for (int band = 0; band < 3; band++) {
        rgb[band][i] = bytes[colours + 3 * i + band];
      }
    }
    return new IndexColorModel(8, 256, rgb[0], rgb[1], rgb[2], transparent);
  }

  /**
   * Decodes LZW with codes of up to 12 bits, least significant bit first, in blocks (appendix F).
   */
  private byte[] pixels(int count) throws MalformedDataException {
    int roots = next();
    if (roots < 1 || roots > 8) {
      throw malformed(at - 1, "pixels of " + roots + " bits", "1 to 8 in a GIF picture");
    }
    int clear = 1 << roots;
    short[] prefix = new short[MAX_CODES];
    byte[] suffix = new byte[MAX_CODES];
    byte[] string = new byte[MAX_CODES + 1];
    int free = clear + 2;
    int size = roots + 1;
    int previous = -1;
    byte first = 0;
    int bits = 0;
    int held = 0;
    int block = 0;
    byte[] pixels = new byte[count];
    int done = 0;
    while (done < count) {
      while (held < size) {
        if (block == 0) {
          block = next();
          if (block == 0) {
            throw truncated(done, count);
          }
        }
        bits |= next() << held;
        held += 8;
        block--;
      }
      int code = bits & (1 << size) - 1;
      bits >>>= size;
      held -= size;
      if (code == clear) {
        free = clear + 2;
        size = roots + 1;
        previous = -1;
        continue;
      }
      if (code == clear + 1) {
        throw truncated(done, count);
      }
      if (code > free || previous < 0 && code > clear) {
        throw malformed(at, "LZW code " + code, "at most " + (previous < 0 ? clear - 1 : free));
      }
      int length = 0;
      int rest = code;
      if (code == free) {
        string[length++] = first;
        rest = previous;
      }
      for (; rest > clear; rest = prefix[rest]) {
        string[length++] = suffix[rest];
      }
      first = (byte) rest;
      string[length++] = first;
      while (length > 0 && done < count) {
        pixels[done++] = string[--length];
      }
      if (previous >= 0 && free < MAX_CODES) {
        prefix[free] = (short) previous;
        suffix[free++] = first;
        if (free == 1 << size && free < MAX_CODES) {
          size++;
        }
      }
      previous = code;
    }
    return pixels;
  }

  private MalformedDataException truncated(int done, int count) {
    return malformed(
        at,
        Messages.format("the end of a GIF frame after %d pixels", done),
        Messages.format("%d pixels", count));
  }

  private void colourTable(int flags) throws MalformedDataException {
    if ((flags & 0x80) != 0) {
      colours = at;
      colourCount = 2 << (flags & 0x07);
      require(at + 3 * colourCount);
      at += 3 * colourCount;
    }
  }

  private int next() throws MalformedDataException {
    require(at + 1);
    return bytes[at++] & 0xFF;
  }

  private void require(int length) throws MalformedDataException {
    if (length > bytes.length) {
      String expected = Messages.format("a GIF picture of at least %d bytes", length);
      throw malformed(bytes.length, "the end of the data", expected);
    }
  }

  private MalformedDataException malformed(long offset, String found, String expected) {
    return new MalformedDataException(source, offset, found, expected);
  }
}
