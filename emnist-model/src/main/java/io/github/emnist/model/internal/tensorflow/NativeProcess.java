package io.github.emnist.model.internal.tensorflow;

import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.NativeLongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Changes what Java cannot: file descriptor 2 of the process, the environment of its native code,
 * and its end. Uses the C library through JNA, on POSIX systems only.
 */
final class NativeProcess {
  private static final int STDERR = 2;
  private static final int WRITE_ONLY = 1;

  private NativeProcess() {}

  /**
   * Calls functions of the C library. It is not an interface for JNA to implement, since JNA keeps
   * the class loader of each interface, and in some servers is loaded by a parent of this library's
   * class loader.
   */
  private static final class C {
    /** The C library; null on Windows, or if it cannot be loaded. */
    static final NativeLibrary LIBRARY = load();

    private static NativeLibrary load() {
      try {
        return Platform.isWindows() ? null : NativeLibrary.getInstance(Platform.C_LIBRARY_NAME);
      } catch (LinkageError e) {
        return null;
      }
    }

    static int call(String function, Object... arguments) {
      return LIBRARY.getFunction(function).invokeInt(arguments);
    }
  }

  /**
   * Sets an environment variable for native code of this process, unless it is set; Java does not
   * see it.
   */
  static void setEnvironmentIfAbsent(String name, String value) {
    if (C.LIBRARY != null) {
      C.call("setenv", name, value, 0);
    }
  }

  /**
   * Makes the process end at the beginning of C's {@code exit}, with its status and after C's
   * streams are flushed, before any destructor or exit handler that is registered by now. Does
   * nothing if the C library is not glibc.
   */
  static void endBeforeDestructors() {
    if (C.LIBRARY == null || !Platform.isLinux()) {
      return;
    }
    try {
      // The last one registered runs first.
      C.call("on_exit", C.LIBRARY.getFunction("_exit"), null);
      C.call("__cxa_atexit", C.LIBRARY.getFunction("fflush"), null, null);
    } catch (UnsatisfiedLinkError e) {
      return; // another C library
    }
  }

  /** C's {@code stderr}, and a stream in memory that replaces it for a while. */
  private static final class Stream {
    /** Allows one collection at a time, which includes what other threads print meanwhile. */
    static final ReentrantLock LOCK = new ReentrantLock();

    static final Stream ONLY = open();

    final Pointer variable;
    final Pointer file;
    final PointerByReference text;
    final NativeLongByReference length;

    private Stream(
        Pointer variable, Pointer file, PointerByReference text, NativeLongByReference length) {
      this.variable = variable;
      this.file = file;
      this.text = text;
      this.length = length;
    }

    /**
     * Opens the stream; returns null if the C library is not glibc, the only one known to allow
     * this.
     */
    private static Stream open() {
      if (C.LIBRARY == null || !Platform.isLinux()) {
        return null;
      }
      try {
        NativeLibrary process = NativeLibrary.getProcess();
        process.getFunction("gnu_get_libc_version");
        PointerByReference text = new PointerByReference();
        NativeLongByReference length = new NativeLongByReference();
        Pointer file =
            C.LIBRARY.getFunction("open_memstream").invokePointer(new Object[] {text, length});
        return file == null
            ? null
            : new Stream(process.getGlobalVariableAddress("stderr"), file, text, length);
      } catch (UnsatisfiedLinkError e) {
        return null;
      }
    }

    String take() {
      C.call("fflush", file);
      byte[] bytes = text.getValue().getByteArray(0, length.getValue().intValue());
      C.call("fseek", file, new NativeLong(0), 0);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /** Returns whether {@link #collect} collects anything. */
  static boolean collects() {
    return Stream.ONLY != null;
  }

  /**
   * Runs an action and passes on what native code, on any thread, printed meanwhile through C's
   * {@code stderr}, even if the action fails. Descriptor 2, and with it {@link System#err}, is not
   * touched. If the C library is not glibc, only runs the action.
   */
  static <T> T collect(Supplier<T> action, Consumer<String> printed) {
    Stream stream = Stream.ONLY;
    if (stream == null || Stream.LOCK.isHeldByCurrentThread()) {
      return action.get();
    }
    Stream.LOCK.lock();
    try {
      Pointer usual = stream.variable.getPointer(0);
      stream.variable.setPointer(0, stream.file);
      try {
        return action.get();
      } finally {
        stream.variable.setPointer(0, usual);
        printed.accept(stream.take());
      }
    } finally {
      Stream.LOCK.unlock();
    }
  }

  /**
   * Runs an action and passes on what was printed on descriptor 2 meanwhile, by any thread, even if
   * the action fails. If descriptors cannot be changed, only runs the action.
   */
  static void capture(Runnable action, Consumer<String> printed) {
    Path file = isWritable() ? emptyFile() : null;
    int target = file == null ? -1 : C.call("open", file.toString(), WRITE_ONLY);
    int saved = target < 0 ? -1 : C.call("dup", STDERR);
    try {
      if (saved >= 0) {
        C.call("dup2", target, STDERR);
      }
      action.run();
    } finally {
      if (saved >= 0) {
        C.call("dup2", saved, STDERR);
        C.call("close", saved);
      }
      if (target >= 0) {
        C.call("close", target);
      }
      if (file != null) {
        printed.accept(take(file));
      }
    }
  }

  /**
   * Returns whether descriptor 2 can be written to. In a process that was started with standard
   * error closed, the next file that is opened gets the number. That may be the JDK's own modules,
   * which must not be replaced.
   */
  private static boolean isWritable() {
    return C.LIBRARY != null && C.call("write", STDERR, new byte[0], new NativeLong(0)) == 0;
  }

  /**
   * Creates a file to print to, since a full pipe would block the printing thread; returns null if
   * that fails.
   */
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
