package io.github.emnist.data.preprocess;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.preprocess.PictureReader.Orientation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The first directory of a TIFF file (TIFF 6.0, section 2), also the form of EXIF data: a table of
 * numbered entries. Refuses everything for which the decoder would need time or memory out of
 * proportion to the picture's size, and gives the decoder a directory of only the entries that it
 * needs: no further pages, no directories within.
 */
final class TiffPicture {
  private static final int KIND = 254;
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int FILL_ORDER = 266;
  private static final int STRIP_OFFSETS = 273;
  private static final int ORIENTATION = 274;
  private static final int SAMPLES = 277;
  private static final int STRIP_ROWS = 278;
  private static final int STRIP_LENGTHS = 279;
  private static final int PLANAR = 284;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_LENGTHS = 325;
  private static final int SAMPLE_FORMAT = 339;
  private static final int JPEG_TABLES = 347;

  /**
   * The entries for the decoder, with fax options, predictor, colour map, extra samples, chroma.
   */
  private static final Set<Integer> FOR_DECODER =
      Set.of(
          WIDTH,
          HEIGHT,
          BITS,
          COMPRESSION,
          PHOTOMETRIC,
          FILL_ORDER,
          STRIP_OFFSETS,
          SAMPLES,
          STRIP_ROWS,
          STRIP_LENGTHS,
          PLANAR,
          292,
          293,
          317,
          320,
          TILE_WIDTH,
          TILE_HEIGHT,
          TILE_OFFSETS,
          TILE_LENGTHS,
          338,
          SAMPLE_FORMAT,
          JPEG_TABLES,
          529,
          530,
          531,
          532);

  private static final int NONE = 1;
  private static final int LZW = 5;
  private static final int JPEG = 7;

  /** None, three of fax machines, LZW, JPEG, deflate under two numbers, PackBits. */
  private static final Set<Integer> COMPRESSIONS =
      Set.of(NONE, 2, 3, 4, LZW, JPEG, 8, 32946, 32773);

  private static final Set<Integer> PIECES =
      Set.of(STRIP_OFFSETS, STRIP_LENGTHS, TILE_OFFSETS, TILE_LENGTHS);

  /** The largest entry that does not grow with the picture: a map of 65,536 16-bit colours. */
  private static final int MAX_LENGTH = 3 * 2 << 16;

  private static final int SHORT = 3;
  private static final int LONG = 4;

  /** The lengths of the types of numbers, by code. */
  private static final int[] TYPE_LENGTHS = {0, 1, 1, 2, 4, 8, 1, 1};

  private static final int ENTRY = 12;

  /** The work allowed for pixels of tiles beyond the picture. */
  private static final long TILE_ALLOWANCE = 4 << 20;

  private static final int MAX_SAMPLES = 4;
  private static final int LZW_CLEAR = 256;
  private static final int LZW_END = 257;

  private final byte[] bytes;
  private final ByteBuffer tiff;
  private final String source;
  private final int directory;
  private long directoryEnd;
  private final Map<Integer, Entry> entries = new LinkedHashMap<>();

  /** An entry: its offset, type and number of values, and the values' offset, all in the file. */
  private record Entry(int at, int type, int count, int values) {}

  /** Reads the first directory of bytes accepted by {@link #isTiff}; ignores damaged entries. */
  TiffPicture(byte[] bytes, String source) {
    this.bytes = bytes;
    this.source = source;
    this.tiff =
        ByteBuffer.wrap(bytes)
            .order(bytes[0] == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    long begin = Integer.toUnsignedLong(tiff.getInt(4));
    this.directory = (int) Math.min(begin, bytes.length);
    if (directory + 2L > bytes.length) {
      return;
    }
    int count = Short.toUnsignedInt(tiff.getShort(directory));
    directoryEnd = directory + 2L + (long) count * ENTRY + 4;
    for (int i = 0; i < count; i++) {
      int at = directory + 2 + i * ENTRY;
      if (at + (long) ENTRY > bytes.length) {
        return;
      }
      int tag = Short.toUnsignedInt(tiff.getShort(at));
      int type = Short.toUnsignedInt(tiff.getShort(at + 2));
      if ((FOR_DECODER.contains(tag) || tag == ORIENTATION || tag == KIND)
          && type < TYPE_LENGTHS.length) {
        long number = Integer.toUnsignedLong(tiff.getInt(at + 4));
        long length = number * TYPE_LENGTHS[type];
        long values = length <= 4 ? at + 8 : Integer.toUnsignedLong(tiff.getInt(at + 8));
        boolean pieces = PIECES.contains(tag);
        // The decoder gets a shorter directory, which would change values inside this one.
        boolean inDirectory = length > 4 && values + length > directory && values < directoryEnd;
        if (length > 0
            && !inDirectory
            && values + length <= bytes.length
            && (pieces || length <= MAX_LENGTH)) {
          entries.putIfAbsent(tag, new Entry(at, type, (int) number, (int) values));
        }
      }
    }
  }

  /** Tells whether bytes begin like a TIFF file, in either byte order. */
  static boolean isTiff(byte[] bytes) {
    return bytes.length >= 8
        && (bytes[0] == 'I' && bytes[1] == 'I' && bytes[2] == 42 && bytes[3] == 0
            || bytes[0] == 'M' && bytes[1] == 'M' && bytes[2] == 0 && bytes[3] == 42);
  }

  /** Returns the orientation, 1 to 8 (CIPA DC-008, 4.6.4 A), or 1 (upright) if it is unknown. */
  int orientation() {
    long found = value(ORIENTATION, Orientation.UPRIGHT);
    return found < Orientation.UPRIGHT || found > Orientation.LAST
        ? Orientation.UPRIGHT
        : (int) found;
  }

  PictureHeader header() throws MalformedDataException {
    Entry width = entries.get(WIDTH);
    if (width == null || !entries.containsKey(HEIGHT)) {
      throw malformed("a TIFF directory without the picture's size", "tags 256 and 257");
    }
    return new PictureHeader(
        PictureHeader.Format.TIFF, value(WIDTH, 0), value(HEIGHT, 0), width.values);
  }

  /**
   * Checks everything that a decoder would trust, and returns a file of the same picture with only
   * the entries for decoding. Throws if the picture is of an unsupported kind, if data is missing,
   * or if there is more than its size explains.
   */
  byte[] forDecoder() throws MalformedDataException {
    if ((value(KIND, 0) & 1) == 1) {
      throw unsupported("a preview on its first page (a raw photograph)", "the picture itself");
    }
    long compression = value(COMPRESSION, NONE);
    if (!COMPRESSIONS.contains((int) compression)) {
      throw unsupported("compression " + compression, "none, LZW, deflate, PackBits, fax or JPEG");
    }
    long photometric = value(PHOTOMETRIC, 1);
    if (photometric == 5) {
      throw unsupported("inks (CMYK)", "grey or RGB");
    }
    if (photometric > 3 && !(photometric == 6 && compression == JPEG)) {
      throw unsupported("photometric interpretation " + photometric, "grey or RGB");
    }
    long samples = value(SAMPLES, 1);
    long bits = value(BITS, 1);
    boolean plain =
        samples >= 1 && samples <= MAX_SAMPLES && Set.of(1L, 2L, 4L, 8L, 16L).contains(bits);
    for (int i = 0; plain && i < samples; i++) {
      plain = value(BITS, i, bits) == bits && value(SAMPLE_FORMAT, i, 1) == 1;
    }
    if (!plain) {
      throw unsupported(
          Messages.format("%d samples of %d bits, or others", samples, bits),
          "1 to 4 unsigned samples of 1, 2, 4, 8 or 16 bits");
    }
    checkData((int) compression, (int) samples, (int) bits);
    return withoutOtherEntries();
  }

  private void checkData(int compression, int samples, int bits) throws MalformedDataException {
    long width = value(WIDTH, 0);
    long height = value(HEIGHT, 0);
    boolean tiled = entries.containsKey(TILE_WIDTH);
    long pieceWidth = tiled ? value(TILE_WIDTH, 0) : width;
    long pieceHeight = tiled ? value(TILE_HEIGHT, 0) : Math.min(height, value(STRIP_ROWS, height));
    if (pieceWidth < (tiled ? 16 : 1) || pieceHeight < (tiled ? 16 : 1)) {
      throw malformed(
          Messages.format("TIFF pieces of %dx%d pixels", pieceWidth, pieceHeight),
          "tiles of at least 16x16 or strips of at least a row");
    }
    long across = (width + pieceWidth - 1) / pieceWidth;
    long down = (height + pieceHeight - 1) / pieceHeight;
    if (tiled
        && (pieceWidth > 1 << 16
            || pieceHeight > 1 << 16
            || across * pieceWidth * (down * pieceHeight) > 16 * width * height + TILE_ALLOWANCE)) {
      throw malformed(
          Messages.format("TIFF tiles of %dx%d pixels", pieceWidth, pieceHeight),
          Messages.format("tiles for %dx%d", width, height));
    }
    boolean planar = value(PLANAR, 1) == 2;
    long count = across * down * (planar ? samples : 1);
    Entry offsets = entries.get(tiled ? TILE_OFFSETS : STRIP_OFFSETS);
    Entry lengths = entries.get(tiled ? TILE_LENGTHS : STRIP_LENGTHS);
    if (offsets == null || lengths == null || offsets.count != count || lengths.count != count) {
      throw malformed(
          "other numbers of offsets and lengths", count + " pieces of the picture, of each");
    }
    long rowLength = (pieceWidth * bits * (planar ? 1 : samples) + 7) / 8;
    long total = 0;
    for (int i = 0; i < count; i++) {
      long offset = number(offsets, i);
      long length = number(lengths, i);
      total += length;
      if (offset < directoryEnd && offset + length > directory) { // which is rewritten below
        throw malformed(
            offset,
            "a piece of a TIFF picture within the directory",
            Messages.format("one outside of bytes %d to %d", directory, directoryEnd - 1));
      }
      if (offset + length > bytes.length || total > bytes.length) {
        String expected = Messages.format("%d bytes at byte %d of a TIFF picture", length, offset);
        throw malformed(bytes.length, "the end of the data", expected);
      }
      long rows = tiled ? pieceHeight : Math.min(pieceHeight, height - i % down * pieceHeight);
      long decoded = rowLength * rows;
      if (compression == NONE && length < decoded || length > 8 * decoded + 1024) {
        throw malformed(
            offset,
            Messages.format("a piece of a TIFF picture of %d bytes", length),
            Messages.format("data for %d bytes", decoded));
      }
      if (compression == LZW) {
        checkLzw((int) offset, (int) length, decoded, rowLength * pieceHeight);
      } else if (compression == JPEG) {
        checkJpeg((int) offset, (int) length, pieceWidth, pieceHeight);
      }
    }
  }

  /**
   * Counts the codes in advance (TIFF 6.0, section 13), since the JDK's decoder creates a table of
   * 4,096 strings for each clear code, and decodes beyond the last pixel.
   */
  private void checkLzw(int offset, int length, long decoded, long most)
      throws MalformedDataException {
    boolean flipped = value(FILL_ORDER, 1) == 2;
    int[] lengths = new int[4096];
    int free = LZW_END + 1;
    int size = 9;
    int previous = -1;
    long clears = 0;
    long codes = 0;
    long made = 0;
    int bits = 0;
    int held = 0;
    for (int at = offset; at < offset + length && free < lengths.length; at++) {
      int next = bytes[at] & 0xFF;
      bits = bits << 8 | (flipped ? Integer.reverse(next) >>> 24 : next);
      held += 8;
      if (held < size) {
        continue;
      }
      held -= size;
      int code = bits >> held & (1 << size) - 1;
      codes++;
      if (code == LZW_END) {
        break;
      }
      if (code == LZW_CLEAR) {
        clears++;
        free = LZW_END + 1;
        size = 9;
        previous = -1;
      } else {
        if (previous > 0) { // the previous string and a byte
          lengths[free++] = previous + 1;
          size = free >= 2047 ? 12 : free >= 1023 ? 11 : free >= 511 ? 10 : 9;
        }
        previous = code < LZW_CLEAR ? 1 : lengths[Math.min(code, free - 1)];
        made += previous;
      }
      if (made > most + lengths.length || clears > 16 + codes / 64) {
        String expected = Messages.format("those of %d bytes of a TIFF picture", most);
        throw malformed(at, "more LZW codes", expected);
      }
    }
    if (made < decoded) {
      throw malformed(
          offset + (long) length,
          "the end of LZW data of " + made + " bytes",
          decoded + " bytes of a TIFF picture");
    }
  }

  private void checkJpeg(int offset, int length, long maxWidth, long maxHeight)
      throws MalformedDataException {
    byte[] piece = Arrays.copyOfRange(bytes, offset, offset + length);
    String place = source + ", JPEG data at byte " + offset;
    PictureHeader header = PictureHeader.of(piece, place);
    if (header.format() != PictureHeader.Format.JPEG
        || header.width() > maxWidth
        || header.height() > maxHeight
        || !new JpegPicture(piece, header, place).ends()) {
      throw new MalformedDataException(
          place,
          0,
          Messages.format("%s of %dx%d", header.format(), header.width(), header.height()),
          Messages.format("a whole JPEG picture of %dx%d", maxWidth, maxHeight));
    }
  }

  /** Writes the shorter directory in the same place. */
  private byte[] withoutOtherEntries() {
    byte[] copy = bytes.clone();
    ByteBuffer target = ByteBuffer.wrap(copy).order(tiff.order());
    int at = directory + 2;
    int count = 0;
    for (Map.Entry<Integer, Entry> entry : entries.entrySet()) {
      if (FOR_DECODER.contains(entry.getKey())) {
        System.arraycopy(bytes, entry.getValue().at, copy, at, ENTRY);
        at += ENTRY;
        count++;
      }
    }
    target.putShort(directory, (short) count);
    for (int i = at; i < Math.min(at + 4, copy.length); i++) {
      copy[i] = 0; // no next directory
    }
    return copy;
  }

  private long value(int tag, long otherwise) {
    return value(tag, 0, otherwise);
  }

  private long value(int tag, int index, long otherwise) {
    Entry entry = entries.get(tag);
    return entry == null ? otherwise : number(entry, Math.min(index, entry.count - 1));
  }

  private long number(Entry entry, int index) {
    return switch (entry.type) {
      case SHORT -> Short.toUnsignedLong(tiff.getShort(entry.values + 2 * index));
      case LONG -> Integer.toUnsignedLong(tiff.getInt(entry.values + 4 * index));
      default -> bytes[entry.values + index] & 0xFF;
    };
  }

  private MalformedDataException unsupported(String found, String expected) {
    return malformed(
        "a TIFF picture with " + found,
        expected + ": save it as PNG, or decode it yourself and pass a BufferedImage");
  }

  private MalformedDataException malformed(String found, String expected) {
    return malformed(directory, found, expected);
  }

  private MalformedDataException malformed(long offset, String found, String expected) {
    return new MalformedDataException(source, offset, found, expected);
  }
}
