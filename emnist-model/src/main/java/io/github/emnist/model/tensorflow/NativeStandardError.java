package io.github.emnist.model.tensorflow;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Standard error as native code sees it: file descriptor 2 and the environment, which Java cannot
 * change. Uses the C library through JNA, on POSIX systems only.
 */
final class NativeStandardError {
  private static final int STDERR = 2;
  private static final int WRITE_ONLY = 1;

  private NativeStandardError() {}

  /** The few functions needed; negative results are failures. */
  interface CLibrary extends Library {
    int setenv(String name, String value, int overwrite);

    int open(String path, int flags);

    int dup(int descriptor);

    int dup2(int from, int to);

    int close(int descriptor);

    long write(int descriptor, byte[] bytes, long count);
  }

  private static final class Holder {
    static final CLibrary C = load();

    /** Null where there is no such library or JNA cannot load it. */
    private static CLibrary load() {
      try {
        return Platform.isWindows() ? null : Native.load(Platform.C_LIBRARY_NAME, CLibrary.class);
      } catch (LinkageError e) {
        return null;
      }
    }
  }

  /** Sets a variable for native code of this process, unless the user has; not for Java. */
  static void setEnvironmentIfAbsent(String name, String value) {
    if (Holder.C != null) {
      Holder.C.setenv(name, value, 0);
    }
  }

  /**
   * Runs something and hands on what was printed on descriptor 2 meanwhile, by any thread, even if
   * it fails. Where descriptors are out of reach it just runs it.
   */
  static void capture(Runnable action, Consumer<String> printed) {
    CLibrary c = isWritable() ? Holder.C : null;
    Path file = c == null ? null : emptyFile();
    int target = file == null ? -1 : c.open(file.toString(), WRITE_ONLY);
    int saved = target < 0 ? -1 : c.dup(STDERR);
    try {
      if (saved >= 0) {
        c.dup2(target, STDERR);
      }
      action.run();
    } finally {
      if (saved >= 0) {
        c.dup2(saved, STDERR);
        c.close(saved);
      }
      if (target >= 0) {
        c.close(target);
      }
      if (file != null) {
        printed.accept(take(file));
      }
    }
  }

  /**
   * Whether descriptor 2 can be written. A process begun with standard error closed gives the
   * number to the next file that is opened, which may be the JDK's own modules: not to be replaced.
   */
  private static boolean isWritable() {
    return Holder.C != null && Holder.C.write(STDERR, new byte[0], 0) == 0;
  }

  /** A file, since a full pipe would block the one that prints; null where none can be made. */
  private static Path emptyFile() {
    try {
      return Files.createTempFile("stderr", ".txt");
    } catch (IOException e) {
      return null;
    }
  }

  private static String take(Path file) {
    try {
      String text = new String(Files.readAllBytes(file), Charset.defaultCharset());
      Files.delete(file);
      return text;
    } catch (IOException e) {
      return "standard error was not kept: " + e;
    }
  }
}
