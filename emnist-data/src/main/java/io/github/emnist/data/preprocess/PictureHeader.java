package io.github.emnist.data.preprocess;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The format and size of an encoded picture, read from its first bytes before decoding.
 *
 * @param format determines the decoder
 * @param width in pixels, as stored
 * @param height in pixels, as stored
 * @param offset the byte at which the size is stored
 */
record PictureHeader(Format format, long width, long height, int offset) {

  /** The supported formats, with the names of {@code javax.imageio}. */
  enum Format {
    PNG,
    JPEG,
    GIF,
    BMP,
    TIFF
  }

  /** PNG specification (ISO/IEC 15948), 5.2: the signature. */
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8};

  private static final byte[] GIF = {'G', 'I', 'F', '8'};

  /** Expected instead of a known, but unsupported format. */
  private static final String REMEDY =
      "PNG, JPEG, GIF, BMP or TIFF: convert it to one of these, or decode it yourself and pass a"
          + " BufferedImage";

  private static final byte[] BMP = {'B', 'M'};

  /** Grey has one component, colours three, inks four. */
  private static final int MAX_COMPONENTS = 4;

  /** The IHDR chunk, which comes first, begins with width and height (PNG, 11.2.2). */
  private static final int PNG_SIZE = 16;

  /**
   * A BMP file has a file header of 14 bytes, the length of the picture's header, then the size.
   */
  private static final int BMP_HEADER_LENGTH = 14;

  private static final int BMP_SIZE = 18;

  private static final int BMP_COMPRESSION = 30;

  /** None, RLE8, RLE4 and bit fields; higher values embed a JPEG or PNG picture. */
  private static final int BMP_LAST_COMPRESSION = 3;

  /** The oldest BMP header, with 16-bit sides. */
  private static final int BMP_CORE_HEADER = 12;

  /** Reads a header; refuses unknown formats and data that ends within the header. */
  static PictureHeader of(byte[] bytes, String source) throws MalformedDataException {
    Input input = new Input(bytes, source);
    if (input.startsWith(PNG)) {
      return png(input);
    }
    if (input.startsWith(JPEG)) {
      return jpeg(input);
    }
    if (input.startsWith(GIF)) {
      return new GifPicture(bytes, source).header();
    }
    if (input.startsWith(BMP)) {
      return bmp(input);
    }
    if (TiffPicture.isTiff(bytes)) {
      return new TiffPicture(bytes, source).header();
    }
    throw notRead(input);
  }

  /**
   * Other formats that users may try: the start of the file at an offset, in ISO 8859-1 (mostly
   * from https://www.iana.org/assignments/media-types), and the name.
   */
  private static final List<Foreign> FOREIGN =
      List.of(
          new Foreign(8, "WEBP", "a WebP picture"),
          new Foreign(4, "ftypavi", "an AVIF picture"),
          new Foreign(4, "ftyphe", "a HEIC picture"),
          new Foreign(4, "ftypmif1", "a HEIF picture"),
          new Foreign(4, "ftypmsf1", "a HEIF picture"),
          new Foreign(4, "ftyp", "a video"),
          new Foreign(4, "jP  \r\n", "a JPEG 2000 picture"),
          new Foreign(0, "\u00FFO\u00FFQ", "a JPEG 2000 picture"),
          new Foreign(4, "JXL \r\n", "a JPEG XL picture"),
          new Foreign(0, "\u00FF\n", "a JPEG XL picture"),
          new Foreign(0, "8BPS", "a Photoshop file"),
          new Foreign(0, "gimp xcf", "a GIMP file"),
          new Foreign(0, "\0\0\1\0", "an icon (ICO)"),
          new Foreign(0, "II+\0", "a BigTIFF picture"),
          new Foreign(0, "MM\0+", "a BigTIFF picture"),
          new Foreign(0, "%PDF", "a PDF document"),
          new Foreign(0, "%!PS", "a PostScript document"),
          new Foreign(0, "PK\3\4", "a ZIP archive"),
          new Foreign(0, "\u001F\u008B", "gzip data"),
          new Foreign(0, "<svg", "an SVG drawing"),
          new Foreign(0, "<!doctype html", "an HTML page"),
          new Foreign(0, "<html", "an HTML page"));

  /** The starts of PNG, JPEG, GIF, TIFF and WebP files in base64. */
  private static final List<String> BASE64 =
      List.of("iVBORw0KGgo", "/9j/", "R0lGOD", "SUkqA", "TU0AK", "UklGR");

  private record Foreign(int offset, String start, String name) {}

  private static MalformedDataException notRead(Input input) {
    int length = Math.min(1024, input.bytes().length);
    String start = new String(input.bytes(), 0, length, StandardCharsets.ISO_8859_1);
    // Ignores a byte order mark, and space before a tag.
    String text = start.replaceFirst("^\u00EF\u00BB\u00BF", "").stripLeading();
    String tag = text.toLowerCase(Locale.ROOT);
    if (tag.startsWith("<?xml") || tag.startsWith("<!--")) {
      tag = tag.contains("<svg") ? "<svg" : tag;
    }
    for (Foreign foreign : FOREIGN) {
      String from = foreign.start.startsWith("<") ? tag : start;
      if (from.startsWith(foreign.start, foreign.offset)) {
        return input.malformed(0, foreign.name, REMEDY);
      }
    }
    if (BASE64.stream().anyMatch(text::startsWith)) {
      return input.malformed(
          0,
          "a picture as base64 text",
          "its bytes, or a data URL: data:image/png;base64, and then the text");
    }
    return input.malformed(
        0, input.firstBytes(), "the start of a PNG, JPEG, GIF, BMP or TIFF picture");
  }

  private static PictureHeader png(Input input) throws MalformedDataException {
    ByteBuffer size = input.at(PNG_SIZE, 2 * Integer.BYTES, Format.PNG);
    return new PictureHeader(
        Format.PNG,
        Integer.toUnsignedLong(size.getInt()),
        Integer.toUnsignedLong(size.getInt()),
        PNG_SIZE);
  }

  private static PictureHeader bmp(Input input) throws MalformedDataException {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    int length = input.at(BMP_HEADER_LENGTH, Integer.BYTES, Format.BMP).order(order).getInt();
    if (length == BMP_CORE_HEADER) {
      ByteBuffer size = input.at(BMP_SIZE, 2 * Short.BYTES, Format.BMP).order(order);
      return new PictureHeader(
          Format.BMP,
          Short.toUnsignedInt(size.getShort()),
          Short.toUnsignedInt(size.getShort()),
          BMP_SIZE);
    }
    int compression = input.at(BMP_COMPRESSION, Integer.BYTES, Format.BMP).order(order).getInt();
    if (compression < 0 || compression > BMP_LAST_COMPRESSION) {
      throw input.malformed(
          BMP_COMPRESSION,
          "BMP compression " + Integer.toUnsignedString(compression),
          "0 to 3 (none, RLE8, RLE4 or bit fields)");
    }
    ByteBuffer size = input.at(BMP_SIZE, 2 * Integer.BYTES, Format.BMP).order(order);
    // A negative height means that the rows are stored from the top down.
    return new PictureHeader(Format.BMP, size.getInt(), Math.abs((long) size.getInt()), BMP_SIZE);
  }

  /** Reads segments, each with its length, up to the frame header (ITU-T T.81, annex B). */
  private static PictureHeader jpeg(Input input) throws MalformedDataException {
    int position = JPEG.length;
    while (true) {
      int marker = input.at(position, Short.BYTES, Format.JPEG).getShort() & 0xFFFF;
      if (marker == 0xFFFF) {
        position++; // fill byte
      } else if (marker == 0xFF01 || marker >= 0xFFD0 && marker <= 0xFFD7) {
        position += Short.BYTES; // markers without a segment
      } else if (isFrameHeader(marker)) {
        int offset = position + 2 * Short.BYTES + 1;
        return jpegFrame(input, offset);
      } else if (marker < 0xFFC0 || marker == 0xFFD9 || marker == 0xFFDA) {
        throw input.malformed(
            position, Messages.format("0x%04X", marker), "a JPEG segment before the frame");
      } else {
        int length = input.at(position + Short.BYTES, Short.BYTES, Format.JPEG).getShort() & 0xFFFF;
        if (length < Short.BYTES) {
          String found = Messages.format("a JPEG segment of %d bytes", length);
          throw input.malformed(position + Short.BYTES, found, "at least 2");
        }
        position += Short.BYTES + length;
      }
    }
  }

  /** Reads height, width and the number of components (T.81, B.2.2). */
  private static PictureHeader jpegFrame(Input input, int offset) throws MalformedDataException {
    ByteBuffer frame = input.at(offset, 2 * Short.BYTES + 1, Format.JPEG);
    int height = Short.toUnsignedInt(frame.getShort());
    int width = Short.toUnsignedInt(frame.getShort());
    int components = Byte.toUnsignedInt(frame.get());
    if (components > MAX_COMPONENTS) {
      throw input.malformed(
          offset + 2 * Short.BYTES,
          "a JPEG picture of " + components + " components",
          "1 (grey), 3 (colour) or 4 (CMYK)");
    }
    int kind = input.bytes()[offset - 4] & 0xFF;
    if (kind > 0xC2) {
      throw input.malformed(
          offset - 5,
          Messages.format("a lossless, hierarchical or arithmetic JPEG (0xFF%02X)", kind),
          "baseline or progressive: convert it, or decode it yourself and pass a BufferedImage");
    }
    return new PictureHeader(Format.JPEG, width, height, offset);
  }

  /** Recognises SOF0 to SOF15, without DHT, JPG and DAC among their codes. */
  private static boolean isFrameHeader(int marker) {
    return marker >= 0xFFC0
        && marker <= 0xFFCF
        && marker != 0xFFC4
        && marker != 0xFFC8
        && marker != 0xFFCC;
  }

  /** The bytes and their name. */
  private record Input(byte[] bytes, String source) {
    boolean startsWith(byte[] signature) {
      return bytes.length >= signature.length
          && ByteBuffer.wrap(bytes, 0, signature.length).equals(ByteBuffer.wrap(signature));
    }

    /** Returns bytes of the header, big-endian. */
    ByteBuffer at(int offset, int length, Format format) throws MalformedDataException {
      if (offset > bytes.length - length) {
        throw malformed(
            bytes.length,
            "the end of the data",
            Messages.format("a %s header of at least %d bytes", format, offset + length));
      }
      return ByteBuffer.wrap(bytes, offset, length);
    }

    MalformedDataException malformed(long offset, String found, String expected) {
      return new MalformedDataException(source, offset, found, expected);
    }

    String firstBytes() {
      if (bytes.length == 0) {
        return "the end of the data";
      }
      int count = Math.min(Integer.BYTES, bytes.length);
      return Messages.hex(Arrays.copyOf(bytes, count));
    }
  }
}
