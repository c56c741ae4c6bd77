package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.preprocess.PictureHeader.Format;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes PNG, JPEG, GIF (the first frame) and BMP pictures from anywhere, strangers included: the
 * size is taken from the header and checked before a pixel is decoded, and whatever is wrong with
 * the data ends in a {@link MalformedDataException}. Nothing is written to disk.
 *
 * <p>Phones store a photograph as the sensor lay and say in its EXIF data which way is up. JPEG and
 * PNG pictures are turned accordingly where {@code com.drewnoakes:metadata-extractor} is on the
 * class path, an optional dependency that {@code emnist-model} brings along; without it, pictures
 * are taken as they are stored. EXIF data that is damaged is passed over.
 *
 * <p>Immutable and thread-safe.
 */
public final class PictureReader {
  private static final PictureReader STANDARD = new PictureReader(10_000, 50_000_000, 64 << 20);

  /**
   * No format stores more pixels in a byte: 8 one-bit pixels of PNG, which deflate shrinks 1,032
   * times at best (RFC 1951: 258 bytes in 2 bits). LZW in GIF reaches 2,731, progressive JPEG 512.
   */
  private static final int MAX_PIXELS_PER_BYTE = 8 * 1032;

  /** Encoders make about ten. */
  private static final int MAX_JPEG_SCANS = 100;

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
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s (%d) must be positive", name, value));
    }
  }

  /**
   * Reads a file.
   *
   * @param file a PNG, JPEG, GIF or BMP picture
   * @return the picture
   * @throws NoSuchFileException if there is no such file
   * @throws MalformedDataException if it is no whole picture of a known format, or beyond a limit
   * @throws IOException if the file cannot be read
   */
  public BufferedImage read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(
          file.toString(), null, "found a folder, expected a picture file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    } catch (NoSuchFileException e) {
      String reason = "found nothing, expected a picture file";
      throw new NoSuchFileException(file.toString(), null, reason);
    }
  }

  /**
   * Reads a file as grey levels, and does nothing else to it.
   *
   * @param file a PNG, JPEG, GIF or BMP picture
   * @return its luma (ITU-R BT.601), in its own size
   * @throws NoSuchFileException if there is no such file
   * @throws MalformedDataException if it is no whole picture of a known format, or beyond a limit
   * @throws IOException if the file cannot be read
   */
  public GrayImage readGray(Path file) throws IOException {
    return Luma.of(read(file));
  }

  /**
   * Reads a stream to its end.
   *
   * @param in a PNG, JPEG, GIF or BMP picture; is not closed
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
   * @param encoded a PNG, JPEG, GIF or BMP picture
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

  private BufferedImage read(InputStream in, String source) throws IOException {
    byte[] encoded = in.readNBytes(maxBytes);
    if (encoded.length == maxBytes && in.read() >= 0) {
      throw tooLong(source);
    }
    return decode(encoded, source);
  }

  private MalformedDataException tooLong(String source) {
    return new MalformedDataException(
        source, maxBytes, "more bytes", String.format(Locale.ROOT, "at most %d bytes", maxBytes));
  }

  private BufferedImage decode(byte[] encoded, String source) throws MalformedDataException {
    PictureHeader header = PictureHeader.of(encoded, source);
    checkSize(header.width(), header.height(), encoded.length, source, header.offset());
    if (header.format() == Format.JPEG) {
      checkJpegScans(encoded, header.offset(), source);
    }
    ImageReader reader = ImageIO.getImageReadersByFormatName(header.format().name()).next();
    ByteArrayInputStream bytes = new ByteArrayInputStream(encoded);
    try (ImageInputStream in = new MemoryCacheImageInputStream(bytes)) {
      reader.setInput(in, true, true);
      // A GIF's frame has a size of its own.
      checkSize(reader.getWidth(0), reader.getHeight(0), encoded.length, source, header.offset());
      BufferedImage stored = reader.read(0);
      int orientation = Orientation.UPRIGHT;
      if (ExifOrientation.Library.PRESENT) {
        Optional<byte[]> exif = ExifBlock.find(encoded, header.format());
        orientation = exif.isPresent() ? ExifOrientation.of(exif.get()) : orientation;
      }
      return Orientation.upright(stored, orientation);
    } catch (MalformedDataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // ImageIO's readers meet bad data with exceptions of every kind.
      throw new MalformedDataException(
          source,
          encoded.length - bytes.available(),
          "%s data that cannot be decoded".formatted(header.format()),
          String.format(
              Locale.ROOT, "a whole picture of %dx%d pixels", header.width(), header.height()),
          e);
    } finally {
      reader.dispose();
    }
  }

  private void checkSize(long width, long height, int bytes, String source, int offset)
      throws MalformedDataException {
    String found = String.format(Locale.ROOT, "a picture of %dx%d pixels", width, height);
    if (width < 1 || height < 1 || width > maxSide || height > maxSide) {
      throw new MalformedDataException(
          source, offset, found, String.format(Locale.ROOT, "sides of 1 to %d pixels", maxSide));
    }
    if (width * height > maxPixels) {
      throw new MalformedDataException(
          source, offset, found, String.format(Locale.ROOT, "at most %d pixels", maxPixels));
    }
    if (width * height > (long) MAX_PIXELS_PER_BYTE * bytes) {
      throw new MalformedDataException(
          source,
          offset,
          String.format(Locale.ROOT, "%s in %d bytes", found, bytes),
          String.format(Locale.ROOT, "at most %d pixels a byte", MAX_PIXELS_PER_BYTE));
    }
  }

  /**
   * Each scan of a progressive JPEG picture visits all of it, so that a small file of many scans
   * would keep a processor busy for hours; and ImageIO fills up what is missing with grey and says
   * nothing.
   */
  private static void checkJpegScans(byte[] encoded, int frame, String source)
      throws MalformedDataException {
    int scans = 0;
    boolean ends = false;
    for (int i = frame; i < encoded.length - 1; i++) {
      // Within coded data 0xFF is always followed by 0x00 or a restart marker.
      if (encoded[i] == (byte) 0xFF) {
        ends |= encoded[i + 1] == (byte) 0xD9;
        if (encoded[i + 1] == (byte) 0xDA && ++scans > MAX_JPEG_SCANS) {
          throw new MalformedDataException(
              source,
              i,
              "more scans",
              String.format(Locale.ROOT, "a JPEG picture of at most %d scans", MAX_JPEG_SCANS));
        }
      }
    }
    if (!ends) {
      throw new MalformedDataException(
          source, encoded.length, "the end of the data", "0xFFD9 (the end of a JPEG picture)");
    }
  }
}
