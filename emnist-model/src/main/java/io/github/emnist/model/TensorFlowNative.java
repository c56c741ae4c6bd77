package io.github.emnist.model;

import io.github.emnist.model.internal.CpuFeatures;
import io.github.emnist.model.internal.TensorFlowLibrary;
import io.github.emnist.model.internal.tensorflow.TensorFlowRuntime;
import java.util.List;

/**
 * The native library that computes. It loads by itself when it is first needed, and leaves out of
 * standard error what it logs that is neither a warning nor an error. Who wants to see all of it
 * sets the environment variable {@code TF_CPP_MIN_LOG_LEVEL} to 0, or calls {@link #showLog()}. On
 * Windows it is not left out, since the environment of native code is out of reach there.
 */
public final class TensorFlowNative {
  private TensorFlowNative() {}

  /**
   * TensorFlow's version. Loads it.
   *
   * @return for example {@code 2.18.0}
   * @throws IllegalStateException if TensorFlow is not on the class path
   */
  public static String version() {
    TensorFlowLibrary.require("the version of TensorFlow");
    return TensorFlowRuntime.version();
  }

  /**
   * {@return the vector instructions of this machine's processor that matter to TensorFlow, in the
   * system's spelling; empty where the system does not tell them}
   */
  public static List<String> cpuFeatures() {
    return CpuFeatures.ofThisMachine().names();
  }

  /**
   * Shows all that TensorFlow logs, as with {@code TF_CPP_MIN_LOG_LEVEL=0}. To be called before
   * anything else of this library; later, or without TensorFlow, it does nothing.
   */
  public static void showLog() {
    if (TensorFlowLibrary.isPresent()) {
      TensorFlowRuntime.showLog();
    }
  }

  /**
   * Loads TensorFlow now, and leaves out what the JVM prints meanwhile about TensorFlow's
   * libraries, from JDK 24 on. For programs that own their console: for a moment, standard error of
   * the whole process goes elsewhere. Does nothing if TensorFlow was loaded this way before.
   *
   * @param threads that one operation may use where they are the whole process's, as on Windows; 0
   *     for one per processor
   * @throws IllegalArgumentException if {@code threads} is negative
   * @throws IllegalStateException if TensorFlow is not on the class path
   */
  public static void loadQuietly(int threads) {
    TensorFlowLibrary.require("loading TensorFlow");
    TensorFlowRuntime.loadQuietly(threads);
  }
}
