package io.github.emnist.model.internal.tensorflow;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.bytedeco.javacpp.Loader;

/**
 * Says in one line why TensorFlow's libraries do not load. JavaCPP unpacks them into a folder, and
 * its errors name neither that nor what to do.
 */
final class LoadFailure {
  private static final String CACHE = "org.bytedeco.javacpp.cachedir";

  private LoadFailure() {}

  /** The error with a message for people, or as it is where it is of an unknown kind. */
  static LinkageError explained(LinkageError error) {
    return explained(error, Loader::getCacheDir);
  }

  /**
   * As {@link #explained(LinkageError)}.
   *
   * @param folder where JavaCPP unpacks; fails where there is no such folder
   */
  static LinkageError explained(LinkageError error, Callable<File> folder) {
    if (!(error instanceof UnsatisfiedLinkError)) {
      return error;
    }
    String message;
    try {
      File cache = folder.call();
      if (error.getCause() != null) {
        message =
            ("TensorFlow's libraries in %s cannot be loaded (%s): the folder may be mounted noexec,"
                    + " or its disk full;")
                .formatted(cache, reason(error.getCause()));
      } else if (String.valueOf(error.getMessage()).startsWith("no jnitensorflow")) {
        message =
            "TensorFlow's libraries for this system are not on the class path; add"
                + " org.tensorflow:tensorflow-core-native with the classifier "
                + Loader.getPlatform();
        return explained(error, message);
      } else {
        return error;
      }
    } catch (IOException e) {
      message =
          "TensorFlow's libraries cannot be unpacked: none of the folders %s can be written;"
              .formatted(candidates());
    } catch (Exception e) {
      error.addSuppressed(e);
      return error;
    }
    return explained(error, message + " name another with -D" + CACHE + "=FOLDER");
  }

  private static LinkageError explained(LinkageError cause, String message) {
    UnsatisfiedLinkError explained = new UnsatisfiedLinkError(message);
    explained.initCause(cause);
    return explained;
  }

  /** The system's own words, without the file's name before them. */
  private static String reason(Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    return text.substring(text.lastIndexOf(": ") < 0 ? 0 : text.lastIndexOf(": ") + 2);
  }

  /** Where JavaCPP 1.5 looks for a place, in its order. */
  private static List<Path> candidates() {
    List<Path> folders = new ArrayList<>();
    String named = System.getProperty(CACHE);
    if (named != null) {
      folders.add(Path.of(named));
    }
    folders.add(Path.of(System.getProperty("user.home"), ".javacpp", "cache"));
    folders.add(Path.of(System.getProperty("java.io.tmpdir")));
    return folders;
  }
}
