package io.github.emnist.examples.cli;

import io.github.emnist.data.internal.PictureFile;
import java.io.File;
import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Formats exceptions as one line, and converts arguments with messages of the same kind. */
final class Failures {
  private Failures() {}

  static String oneLine(Throwable exception) {
    return printable(message(exception).strip());
  }

  /** Replaces control characters, such as a line break in the name of a file. */
  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  /** Removes the name of the program from a suggestion. */
  static String bare(String suggestion) {
    return suggestion.startsWith("emnist ") ? suggestion.substring("emnist ".length()) : suggestion;
  }

  static int wholeNumber(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("found '%s', expected a whole number".formatted(text));
    }
  }

  /** Converts a path; the message for one that the process cannot encode has the remedy. */
  static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
      throw new TypeConversionException(
          encoding.equalsIgnoreCase("UTF-8") || File.separatorChar == '\\'
              ? "%s: no file can have this name (%s)".formatted(name, e.getReason())
              : "%s: found a name that this process cannot hold in its encoding, %s; set the environment variable LC_ALL=C.UTF-8"
                  .formatted(name, encoding));
    }
  }

  /** Converts the name of an output picture, whose ending must be that of a format. */
  static final class OfPicture implements ITypeConverter<Path> {
    @Override
    public Path convert(String name) {
      Path file = path(name);
      try {
        PictureFile.checkName(file);
      } catch (FileSystemException e) {
        throw new TypeConversionException(e.getMessage());
      }
      return file;
    }
  }

  /** Completes the messages of the JDK's file exceptions, which are only the path. */
  private static String message(Throwable exception) {
    if (exception instanceof NoSuchFileException e) {
      return e.getReason() == null
          ? e.getFile() + ": no such file or folder"
          : e.getMessage().replace(": found nothing, expected ", ": file not found, expected ");
    }
    if (exception instanceof FileAlreadyExistsException e && e.getReason() == null) {
      return e.getFile() + ": already exists";
    }
    if (exception instanceof AccessDeniedException e && e.getReason() == null) {
      return e.getFile() + ": permission denied";
    }
    if (exception instanceof NotDirectoryException e && e.getReason() == null) {
      return e.getFile() + ": not a folder";
    }
    if (exception instanceof FileSystemException || exception instanceof FileNotFoundException) {
      return exception.getMessage();
    }
    if (exception instanceof OutOfMemoryError) {
      return "out of memory (" + exception.getMessage() + "); give Java more, for example -Xmx4g";
    }
    return exception.getMessage() == null ? exception.toString() : exception.getMessage();
  }
}
