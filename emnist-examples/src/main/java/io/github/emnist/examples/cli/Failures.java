package io.github.emnist.examples.cli;

import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Turns an exception into the one line that a user sees. */
final class Failures {
  private Failures() {}

  static String oneLine(Throwable exception) {
    return message(exception).strip().replaceAll("\\p{Cntrl}+", " ");
  }

  /** The JDK's file exceptions have the bare path for a message. */
  private static String message(Throwable exception) {
    if (exception instanceof NoSuchFileException e && e.getReason() == null) {
      return e.getFile() + ": no such file or folder";
    }
    if (exception instanceof FileAlreadyExistsException e && e.getReason() == null) {
      return e.getFile() + ": is there already";
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
