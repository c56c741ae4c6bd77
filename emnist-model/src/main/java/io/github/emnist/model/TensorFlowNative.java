package io.github.emnist.model;

import io.github.emnist.model.internal.CpuFeatures;
import io.github.emnist.model.internal.TensorFlowLibrary;
import io.github.emnist.model.internal.tensorflow.TensorFlowRuntime;
import java.util.List;

/**
 * TensorFlow's native library. It loads when it is first needed, and logs only warnings and errors
 * to standard error. To see the whole log, set the environment variable {@code
 * TF_CPP_MIN_LOG_LEVEL} to 0, or call {@link #showLog()}. On Windows the log is always shown, since
 * the environment of native code cannot be changed there.
 */
public final class TensorFlowNative {
  private TensorFlowNative() {}

  /**
   * {@return TensorFlow's version, such as {@code 2.18.0}} Loads TensorFlow.
   *
   * @throws IllegalStateException if TensorFlow is not on the class path
   */
  public static String version() {
    TensorFlowLibrary.require("the version of TensorFlow");
    return TensorFlowRuntime.version();
  }

  /**
   * {@return the vector instructions of this processor that TensorFlow uses, in the system's
   * spelling; empty if unknown}
   */
  public static List<String> cpuFeatures() {
    return CpuFeatures.ofThisMachine().names();
  }

  /**
   * Shows TensorFlow's whole log, as with {@code TF_CPP_MIN_LOG_LEVEL=0}. Must be called before
   * anything else of this library; later, or without TensorFlow, it has no effect.
   */
  public static void showLog() {
    if (TensorFlowLibrary.isPresent()) {
      TensorFlowRuntime.showLog();
    }
  }

  /**
   * Loads TensorFlow, and hides the JVM's warnings about its libraries (from JDK 24). For programs
   * that own their console: the process's standard error is redirected for a moment. Has no effect
   * if TensorFlow was loaded this way before.
   *
   * @param threads for one operation, where the number is fixed per process, as on Windows; 0 for
   *     one per processor
   * @throws IllegalArgumentException if {@code threads} is negative
   * @throws IllegalStateException if TensorFlow is not on the class path
   */
  public static void loadQuietly(int threads) {
    TensorFlowLibrary.require("loading TensorFlow");
    TensorFlowRuntime.loadQuietly(threads);
  }
}
