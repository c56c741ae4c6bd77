package io.github.emnist.data.preprocess;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;

/**
 * Reads the orientation from EXIF data, with a library that a user may leave out: the only class
 * that touches it.
 */
final class ExifOrientation {
  private static final boolean AVAILABLE = isAvailable();

  private ExifOrientation() {}

  private static boolean isAvailable() {
    try {
      return ExifReader.class.getName() != null;
    } catch (NoClassDefFoundError e) {
      return false;
    }
  }

  /**
   * Reads it.
   *
   * @param exif a TIFF file, which may be damaged in any way
   * @return 1 to 8; 1 (upright) where the data says nothing, or nothing that can be understood, and
   *     where the library is not there
   */
  static int of(byte[] exif) {
    if (!AVAILABLE) {
      return Orientation.UPRIGHT;
    }
    try {
      Metadata metadata = new Metadata();
      new ExifReader().extract(new ByteArrayReader(exif), metadata);
      ExifIFD0Directory directory = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
      Integer found =
          directory == null ? null : directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
      return found == null || found < Orientation.UPRIGHT || found > Orientation.LAST
          ? Orientation.UPRIGHT
          : found;
    } catch (RuntimeException | StackOverflowError e) {
      // Whatever is wrong with what cameras say about a picture, the picture itself is whole.
      return Orientation.UPRIGHT;
    }
  }
}
