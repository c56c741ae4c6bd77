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
  private ExifOrientation() {}

  /** Whether the library is there; asked without touching this class, which needs it. */
  static final class Library {
    static final boolean PRESENT = isPresent();

    private Library() {}

    private static boolean isPresent() {
      try {
        Class.forName("com.drew.metadata.exif.ExifReader", false, Library.class.getClassLoader());
        return true;
      } catch (ClassNotFoundException e) {
        return false;
      }
    }
  }

  /**
   * Reads it.
   *
   * @param exif a TIFF file, which may be damaged in any way
   * @return 1 to 8; 1 (upright) where the data says nothing, or nothing that can be understood
   */
  static int of(byte[] exif) {
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
