package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Checks;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.preprocess.PictureHeader.Format;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes PNG, JPEG, GIF (the first frame), BMP and TIFF (the first page) pictures from untrusted
 * sources, as bytes or as a base64 data URL ({@code data:image/png;base64,...}), such as from a
 * browser's canvas. Malformed and truncated pictures are a {@link MalformedDataException}, which
 * also names formats that the JDK does not read. Nothing is written to disk.
 *
 * <p>Work and memory are proportional to the encoded bytes and the picture's size, which is read
 * from the header and checked before decoding. A progressive JPEG picture may have 20 scans, and up
 * to 100 if scans times pixels are at most 100,000,000. Data after the end of a JPEG picture
 * (phones append videos) is ignored.
 *
 * <p>Phones store photographs in the sensor's orientation and record it in EXIF data: JPEG, PNG and
 * TIFF pictures are turned upright accordingly. Damaged EXIF data is ignored.
 *
 * <p>Immutable and thread-safe.
 */
public final class PictureReader {
  private static final PictureReader STANDARD = new PictureReader(10_000, 50_000_000, 64 << 20);

  /**
   * The most pixels that a format stores in a byte: 8 one-bit pixels of PNG, shrunk by deflate at
   * most 1,032 times (RFC 1951: 258 bytes in 2 bits). LZW in GIF reaches 2,731, progressive JPEG
   * 512. The exception is TIFF, whose fax codes store a blank row in a bit.
   */
  private static final int MAX_PIXELS_PER_BYTE = 8 * 1032;

  /** RFC 2397. */
  private static final String DATA_URL = "data:";

  /** The maximum length of a data URL's media type. */
  private static final int MAX_DATA_URL_START = 200;

  private final int maxSide;
  private final long maxPixels;
  private final int maxBytes;

  private PictureReader(int maxSide, long maxPixels, int maxBytes) {
    this.maxSide = maxSide;
    this.maxPixels = maxPixels;
    this.maxBytes = maxBytes;
  }

  /**
   * {@return a reader with limits for cameras and scanners: sides up to 10,000 pixels, up to
   * 50,000,000 pixels (decoded: 150 MB in 8-bit colour) and up to 67,108,864 encoded bytes}
   */
  public static PictureReader standard() {
    return STANDARD;
  }

  /**
   * {@return a reader with another limit for width and height}
   *
   * @param maxSide in pixels, at least 1
   * @throws IllegalArgumentException if {@code maxSide} is below 1
   */
  public PictureReader withMaxSide(int maxSide) {
    Checks.positive("maxSide", maxSide);
    return new PictureReader(maxSide, maxPixels, maxBytes);
  }

  /**
   * {@return a reader with another limit for width times height}
   *
   * @param maxPixels at least 1
   * @throws IllegalArgumentException if {@code maxPixels} is below 1
   */
  public PictureReader withMaxPixels(long maxPixels) {
    Checks.positive("maxPixels", maxPixels);
    return new PictureReader(maxSide, maxPixels, maxBytes);
  }

  /**
   * {@return a reader with another limit for the encoded picture}
   *
   * @param maxBytes at least 1
   * @throws IllegalArgumentException if {@code maxBytes} is below 1
   */
  public PictureReader withMaxBytes(int maxBytes) {
    Checks.positive("maxBytes", maxBytes);
    return new PictureReader(maxSide, maxPixels, maxBytes);
  }

  /**
   * Reads a file.
   *
   * @param file a PNG, JPEG, GIF, BMP or TIFF picture, or a data URL of one
   * @return the picture
   * @throws NoSuchFileException if the file does not exist
   * @throws MalformedDataException if it is not a complete picture of a known format, or exceeds a
   *     limit
   * @throws FileSystemException if it is a folder, a pipe or a device, or cannot be accessed
   * @throws IOException if the file cannot be read
   * @throws OutOfMemoryError naming the file, if there is too little memory for the picture
   */
  public BufferedImage read(Path file) throws IOException {
    try (InputStream in = open(file, "a picture file", ": read it as a stream")) {
      if (Files.size(file) > maxBytes) {
        throw tooLong(file.toString());
      }
      return read(in, file.toString());
    }
  }

  /**
   * Opens a regular file; opening a pipe would block.
   *
   * @param expected what the file should be
   * @param otherwise the way to read what is neither a file nor a folder; may be empty
   * @throws FileSystemException saying why it cannot be opened
   */
  static InputStream open(Path file, String expected, String otherwise) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new FileSystemException(
            file.toString(),
            null,
            attributes.isDirectory()
                ? "found a folder, expected " + expected
                : "found a pipe or device, expected " + expected + otherwise);
      }
      return Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(file.toString(), null, "file not found");
    } catch (AccessDeniedException e) {
      throw new AccessDeniedException(file.toString(), null, "permission denied");
    }
  }

  /**
   * Reads a file as grey levels without further processing. Transparent pictures are put on a
   * background that their ink differs from, and colours of equal luma are told apart.
   *
   * @param file a PNG, JPEG, GIF, BMP or TIFF picture, or a data URL of one
   * @return its luma (ITU-R BT.601), in its own size
   * @throws IOException as {@link #read(Path)}
   */
  public GrayImage readGray(Path file) throws IOException {
    return Luma.of(read(file));
  }

  /**
   * Reads a stream to its end.
   *
   * @param in a PNG, JPEG, GIF, BMP or TIFF picture, or a data URL of one; not closed
   * @return the picture
   * @throws MalformedDataException as {@link #read(Path)}
   * @throws IOException if the stream cannot be read
   */
  public BufferedImage read(InputStream in) throws IOException {
    return read(in, "picture stream");
  }

  /**
   * Reads bytes.
   *
   * @param encoded a PNG, JPEG, GIF, BMP or TIFF picture, or a data URL of one, such as that of
   *     {@code canvas.toDataURL()} in ASCII, whose media type is ignored
   * @return the picture
   * @throws MalformedDataException as {@link #read(Path)}
   */
  public BufferedImage read(byte[] encoded) throws MalformedDataException {
    String source = "picture bytes";
    if (encoded.length > maxBytes) {
      throw tooLong(source);
    }
    return decode(encoded, source);
  }

  private BufferedImage read(InputStream in, String source) throws IOException {
    byte[] encoded;
    try {
      encoded = in.readNBytes(maxBytes);
    } catch (OutOfMemoryError e) {
      throw tooLittleMemory(source, "more bytes", e);
    }
    if (encoded.length == maxBytes && in.read() >= 0) {
      throw tooLong(source);
    }
    return decode(encoded, source);
  }

  private MalformedDataException tooLong(String source) {
    return new MalformedDataException(
        source, maxBytes, "more bytes", Messages.format("at most %d bytes", maxBytes));
  }

  private static OutOfMemoryError tooLittleMemory(String source, String found, Throwable cause) {
    long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
    OutOfMemoryError error =
        new OutOfMemoryError(
            Messages.format(
                "%s: found %s, expected what fits into the memory of this process, %d MiB: give"
                    + " Java more (-Xmx)",
                source, found, mebibytes));
    error.initCause(cause);
    return error;
  }

  private BufferedImage decode(byte[] bytes, String source) throws MalformedDataException {
    int start = Math.min(MAX_DATA_URL_START, bytes.length);
    String text = new String(bytes, 0, start, StandardCharsets.ISO_8859_1).stripLeading();
    boolean url = text.regionMatches(true, 0, DATA_URL, 0, DATA_URL.length());
    byte[] encoded = url ? ofDataUrl(bytes, text, source) : bytes;
    PictureHeader header = PictureHeader.of(encoded, source);
    checkSize(header, header.width(), header.height(), encoded.length, source);
    try {
      BufferedImage stored =
          header.format() == Format.GIF
              ? new GifPicture(encoded, source).decode()
              : decodeWithJdk(encoded, header, source);
      return Orientation.upright(stored, Orientation.of(encoded, header.format()));
    } catch (MalformedDataException e) {
      throw e;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // ImageIO's readers throw exceptions of every kind for bad data, and wrap errors in them.
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof OutOfMemoryError) {
          String found =
              Messages.format("a picture of %dx%d pixels", header.width(), header.height());
          throw tooLittleMemory(source, found, e);
        }
      }
      throw new MalformedDataException(
          source,
          encoded.length,
          "%s data that cannot be decoded".formatted(header.format()),
          Messages.format("a whole picture of %dx%d pixels", header.width(), header.height()),
          e);
    }
  }

  private BufferedImage decodeWithJdk(byte[] encoded, PictureHeader header, String source)
      throws IOException {
    JpegPicture jpeg =
        header.format() == Format.JPEG ? new JpegPicture(encoded, header, source) : null;
    byte[] checked =
        switch (header.format()) {
          case JPEG -> jpeg.forDecoder();
          case PNG -> new PngPicture(encoded).forDecoder();
          case TIFF -> new TiffPicture(encoded, source).forDecoder();
          default -> encoded;
        };
    ImageReader reader = jdkReader(header.format());
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(checked))) {
      reader.setInput(in, true, true);
      checkSize(header, reader.getWidth(0), reader.getHeight(0), encoded.length, source);
      return jpeg == null ? reader.read(0) : jpeg.decode(reader);
    } finally {
      reader.dispose();
    }
  }

  /** Ignores ImageIO plug-ins on the class path. */
  private static ImageReader jdkReader(Format format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
    while (true) {
      ImageReader reader = readers.next();
      if (reader.getClass().getModule() == ImageIO.class.getModule()) {
        return reader;
      }
      reader.dispose();
    }
  }

  private static byte[] ofDataUrl(byte[] bytes, String start, String source)
      throws MalformedDataException {
    int comma = start.indexOf(',');
    if (comma < 0 || !start.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64")) {
      throw new MalformedDataException(
          source, 0, "a data URL without base64", "data:image/png;base64, and the picture");
    }
    int from = comma + 1;
    while (bytes[from - 1] != ',') { // skips the space before the URL
      from++;
    }
    byte[] base64 = Arrays.copyOfRange(bytes, from, bytes.length);
    int length = 0;
    for (byte next : base64) {
      if ((next & 0xFF) > ' ') {
        base64[length++] = next;
      }
    }
    try {
      return Base64.getDecoder().decode(Arrays.copyOf(base64, length));
    } catch (IllegalArgumentException e) {
      throw new MalformedDataException(
          source, from, "a data URL that is not base64", "A to Z, a to z, 0 to 9, + and /", e);
    }
  }

  private void checkSize(PictureHeader header, long width, long height, int bytes, String source)
      throws MalformedDataException {
    int offset = header.offset();
    String found = Messages.format("a picture of %dx%d pixels", width, height);
    if (width < 1 || height < 1 || width > maxSide || height > maxSide) {
      String expected = Messages.format("sides of 1 to %d pixels", maxSide);
      throw new MalformedDataException(source, offset, found, expected);
    }
    if (width * height > maxPixels) {
      String expected = Messages.format("at most %d pixels", maxPixels);
      throw new MalformedDataException(source, offset, found, expected);
    }
    long density = Math.max(header.format() == Format.TIFF ? 8 * width : 0, MAX_PIXELS_PER_BYTE);
    if (width * height > density * bytes) {
      found = Messages.format("%s in %d bytes", found, bytes);
      String expected = Messages.format("at most %d pixels a byte", density);
      throw new MalformedDataException(source, offset, found, expected);
    }
  }

  /**
   * Reads a picture's orientation (CIPA DC-008, tag 0x0112: 1 upright, to 8), and turns it upright.
   * Reads nothing else of EXIF data, and ignores damage.
   */
  static final class Orientation {
    /** The picture is stored upright. */
    static final int UPRIGHT = 1;

    /** The highest orientation. */
    static final int LAST = 8;

    /** The side of the blocks of pixels that are turned at once, to fit into the cache. */
    private static final int BLOCK = 64;

    private Orientation() {}

    /** Returns the orientation, 1 to 8, of a possibly damaged picture; 1 if it is unknown. */
    static int of(byte[] encoded, PictureHeader.Format format) {
      byte[] tiff =
          switch (format) {
            case JPEG -> JpegPicture.exif(encoded);
            case PNG -> new PngPicture(encoded).exif();
            case TIFF -> encoded;
            default -> new byte[0];
          };
      return TiffPicture.isTiff(tiff) ? new TiffPicture(tiff, "EXIF data").orientation() : UPRIGHT;
    }

    /** Turns a picture with an orientation upright; returns it unchanged if it is. */
    static BufferedImage upright(BufferedImage stored, int orientation) {
      if (orientation == UPRIGHT) {
        return stored;
      }
      boolean reversed =
          orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
      boolean fromTheEnd =
          orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
      boolean columns = orientation >= 5;
      int width = stored.getWidth();
      int height = stored.getHeight();
      Raster from = stored.getRaster();
      WritableRaster to =
          columns
              ? from.createCompatibleWritableRaster(height, width)
              : from.createCompatibleWritableRaster(width, height);
      for (int y = 0; y < height; y += BLOCK) {
        int rows = Math.min(BLOCK, height - y);
        int top = fromTheEnd ? height - y - rows : y;
        for (int x = 0; x < width; x += BLOCK) {
          int count = Math.min(BLOCK, width - x);
          int left = reversed ? width - x - count : x;
          Object pixels =
              from.getDataElements(from.getMinX() + x, from.getMinY() + y, count, rows, null);
          // Distances in the turned block of a pixel's next neighbours in its row and its column.
          int across = columns ? rows : 1;
          int down = columns ? 1 : count;
          int first = (reversed ? (count - 1) * across : 0) + (fromTheEnd ? (rows - 1) * down : 0);
          Object turned =
              turn(
                  pixels,
                  count,
                  rows,
                  first,
                  reversed ? -across : across,
                  fromTheEnd ? -down : down);
          if (columns) {
            to.setDataElements(top, left, rows, count, turned);
          } else {
            to.setDataElements(left, top, count, rows, turned);
          }
        }
      }
      return new BufferedImage(stored.getColorModel(), to, stored.isAlphaPremultiplied(), null);
    }

    /** Copies bytes and packed pixels, the forms of photographs, directly; others by pixel. */
    private static Object turn(
        Object pixels, int width, int height, int first, int across, int down) {
      int length = Array.getLength(pixels);
      int elements = length / (width * height);
      Object turned = Array.newInstance(pixels.getClass().getComponentType(), length);
      for (int y = 0; y < height; y++) {
        int from = y * width * elements;
        int to = (first + y * down) * elements;
        int step = across * elements;
        if (pixels instanceof byte[] bytes) {
          byte[] turnedBytes = (byte[]) turned;
          for (int i = 0; i < elements; i++) {
            for (int x = 0, at = to + i; x < width; x++, at += step) {
              turnedBytes[at] = bytes[from + x * elements + i];
            }
          }
        } else if (pixels instanceof int[] ints && elements == 1) {
          int[] turnedInts = (int[]) turned;
          for (int x = 0, at = to; x < width; x++, at += step) {
            turnedInts[at] = ints[from + x];
          }
        } else {
          for (int x = 0; x < width; x++) {
            System.arraycopy(pixels, from + x * elements, turned, to + x * step, elements);
          }
        }
      }
      return turned;
    }
  }

  /**
   * The chunks of a PNG file (third edition, 5.3). The JDK's decoder allocates memory for unknown
   * chunks and for each of many empty ones: it gets only those that it needs, all data in one.
   */
  static final class PngPicture {
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

    /** The content of the first chunk of each type. */
    private final Map<Integer, ByteBuffer> firsts = new LinkedHashMap<>();

    /** Reads a file that may be damaged anywhere. */
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

    /** Returns EXIF data, a TIFF file; empty if there is none. */
    byte[] exif() {
      ByteBuffer exif = firsts.get(EXIF);
      return exif == null
          ? new byte[0]
          : Arrays.copyOfRange(bytes, exif.position(), exif.position() + exif.remaining());
    }

    /** Returns a file with the same pixels and nothing else. */
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
}
