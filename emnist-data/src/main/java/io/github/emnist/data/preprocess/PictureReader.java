package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.preprocess.PictureHeader.Format;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes PNG, JPEG, GIF (the first frame), BMP and TIFF (the first page) pictures from anywhere,
 * strangers included, as they are or as a base64 data URL ({@code data:image/png;base64,...}),
 * which is what a canvas in a browser gives. Whatever is wrong with the data ends in a {@link
 * MalformedDataException}, and so does a picture of which data is missing; formats that the JDK
 * does not read are named. Nothing is written to disk.
 *
 * <p>Work and memory grow with the encoded bytes and the picture's size alone, and the size is
 * taken from the header and checked before a pixel is decoded. A progressive JPEG picture may have
 * 20 scans, and up to 100 as long as scans times pixels are at most 100,000,000. What lies behind
 * the end of a JPEG picture (phones append videos) is passed over.
 *
 * <p>Phones store a photograph as the sensor lay and say in its EXIF data which way is up: JPEG,
 * PNG and TIFF pictures are turned accordingly. EXIF data that is damaged is passed over.
 *
 * <p>Immutable and thread-safe.
 */
public final class PictureReader {
  private static final PictureReader STANDARD = new PictureReader(10_000, 50_000_000, 64 << 20);

  /**
   * No format stores more pixels in a byte: 8 one-bit pixels of PNG, which deflate shrinks 1,032
   * times at best (RFC 1951: 258 bytes in 2 bits). LZW in GIF reaches 2,731, progressive JPEG 512.
   * The exception is TIFF, where fax codes tell of a blank row in a bit.
   */
  private static final int MAX_PIXELS_PER_BYTE = 8 * 1032;

  /** RFC 2397. */
  private static final String DATA_URL = "data:";

  /** What a data URL says of its kind is not longer. */
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
   * A reader with limits that fit what cameras and scanners make.
   *
   * @return a reader of pictures with sides up to 10,000 pixels, up to 50,000,000 pixels (decoded:
   *     150 MB in 8-bit colour) and up to 67,108,864 encoded bytes
   */
  public static PictureReader standard() {
    return STANDARD;
  }

  /**
   * A reader with another limit for width and height.
   *
   * @param maxSide in pixels, at least 1
   * @return a reader that is otherwise like this
   * @throws IllegalArgumentException if {@code maxSide} is below 1
   */
  public PictureReader withMaxSide(int maxSide) {
    checkPositive("maxSide", maxSide);
    return new PictureReader(maxSide, maxPixels, maxBytes);
  }

  /**
   * A reader with another limit for width times height.
   *
   * @param maxPixels at least 1
   * @return a reader that is otherwise like this
   * @throws IllegalArgumentException if {@code maxPixels} is below 1
   */
  public PictureReader withMaxPixels(long maxPixels) {
    checkPositive("maxPixels", maxPixels);
    return new PictureReader(maxSide, maxPixels, maxBytes);
  }

  /**
   * A reader with another limit for the encoded picture.
   *
   * @param maxBytes at least 1
   * @return a reader that is otherwise like this
   * @throws IllegalArgumentException if {@code maxBytes} is below 1
   */
  public PictureReader withMaxBytes(int maxBytes) {
    checkPositive("maxBytes", maxBytes);
    return new PictureReader(maxSide, maxPixels, maxBytes);
  }

  private static void checkPositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(Messages.format("%s (%d) must be positive", name, value));
    }
  }

  /**
   * Reads a file.
   *
   * @param file a PNG, JPEG, GIF, BMP or TIFF picture, or a data URL of one
   * @return the picture
   * @throws NoSuchFileException if there is no such file
   * @throws MalformedDataException if it is no whole picture of a known format, or beyond a limit
   * @throws FileSystemException if it is a folder, a pipe or a device, or may not be read
   * @throws IOException if the file cannot be read
   */
  public BufferedImage read(Path file) throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(file.toString(), null, "file not found");
    }
    if (!attributes.isRegularFile()) { // to open a pipe would wait for its writer
      throw new FileSystemException(
          file.toString(),
          null,
          attributes.isDirectory()
              ? "found a folder, expected a picture file"
              : "found a pipe or device, expected a picture file: read it as a stream");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    } catch (AccessDeniedException e) {
      throw new AccessDeniedException(file.toString(), null, "permission denied");
    }
  }

  /**
   * Reads a file as grey levels, and does nothing else to it.
   *
   * @param file a PNG, JPEG, GIF, BMP or TIFF picture, or a data URL of one
   * @return its luma (ITU-R BT.601), in its own size
   * @throws NoSuchFileException if there is no such file
   * @throws MalformedDataException if it is no whole picture of a known format, or beyond a limit
   * @throws FileSystemException if it is a folder, a pipe or a device, or may not be read
   * @throws IOException if the file cannot be read
   */
  public GrayImage readGray(Path file) throws IOException {
    return Luma.of(read(file));
  }

  /**
   * Reads a stream to its end.
   *
   * @param in a PNG, JPEG, GIF, BMP or TIFF picture, or a data URL of one; is not closed
   * @return the picture
   * @throws MalformedDataException if it is no whole picture of a known format, or beyond a limit
   * @throws IOException if the stream cannot be read
   */
  public BufferedImage read(InputStream in) throws IOException {
    return read(in, "picture stream");
  }

  /**
   * Reads bytes.
   *
   * @param encoded a PNG, JPEG, GIF, BMP or TIFF picture, or a data URL of one
   * @return the picture
   * @throws MalformedDataException if it is no whole picture of a known format, or beyond a limit
   */
  public BufferedImage read(byte[] encoded) throws MalformedDataException {
    String source = "picture bytes";
    if (encoded.length > maxBytes) {
      throw tooLong(source);
    }
    return decode(encoded, source);
  }

  /**
   * Reads a data URL, as {@code canvas.toDataURL()} gives it.
   *
   * @param url {@code data:image/png;base64,} and the picture in base64; what it says of the format
   *     is not relied upon
   * @return the picture
   * @throws MalformedDataException if it is no data URL of base64, or what is in it is no whole
   *     picture of a known format, or beyond a limit
   */
  public BufferedImage readDataUrl(String url) throws MalformedDataException {
    String source = "data URL";
    if (url.length() > maxBytes) {
      throw tooLong(source);
    }
    if (!url.stripLeading().regionMatches(true, 0, DATA_URL, 0, DATA_URL.length())) {
      throw new MalformedDataException(source, 0, "other text", "data:image/png;base64,");
    }
    return decode(url.getBytes(StandardCharsets.ISO_8859_1), source);
  }

  private BufferedImage read(InputStream in, String source) throws IOException {
    byte[] encoded = in.readNBytes(maxBytes);
    if (encoded.length == maxBytes && in.read() >= 0) {
      throw tooLong(source);
    }
    return decode(encoded, source);
  }

  private MalformedDataException tooLong(String source) {
    return new MalformedDataException(
        source, maxBytes, "more bytes", Messages.format("at most %d bytes", maxBytes));
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
    } catch (IOException | RuntimeException e) {
      // ImageIO's readers meet bad data with exceptions of every kind.
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

  /** Plug-ins for ImageIO that happen to be on the class path change nothing. */
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
    while (bytes[from - 1] != ',') { // the space before the URL
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
      throw new MalformedDataException(
          source, offset, found, Messages.format("sides of 1 to %d pixels", maxSide));
    }
    if (width * height > maxPixels) {
      throw new MalformedDataException(
          source, offset, found, Messages.format("at most %d pixels", maxPixels));
    }
    long density = Math.max(header.format() == Format.TIFF ? 8 * width : 0, MAX_PIXELS_PER_BYTE);
    if (width * height > density * bytes) {
      throw new MalformedDataException(
          source,
          offset,
          Messages.format("%s in %d bytes", found, bytes),
          Messages.format("at most %d pixels a byte", density));
    }
  }
}
