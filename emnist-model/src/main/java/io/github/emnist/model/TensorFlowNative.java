package io.github.emnist.model;

import io.github.emnist.model.tensorflow.CpuFeatures;
import io.github.emnist.model.tensorflow.TensorFlowRuntime;
import java.util.List;

/** The native library that computes. It loads by itself when it is first needed. */
public final class TensorFlowNative {
  private TensorFlowNative() {}

  /**
   * TensorFlow's version. Loads it.
   *
   * @return for example {@code 2.18.0}
   */
  public static String version() {
    return TensorFlowRuntime.version();
  }

  /**
   * The vector instructions of this machine's processor that matter to TensorFlow.
   *
   * @return in the system's spelling; empty where the system does not tell them
   */
  public static List<String> cpuFeatures() {
    return CpuFeatures.ofThisMachine().names();
  }

  /**
   * Loads TensorFlow now, without the lines that it prints of itself on standard error; warnings
   * and errors still appear. For programs that own their console: for a moment, standard error of
   * the whole process goes elsewhere. Does nothing if TensorFlow was loaded this way before.
   *
   * @param threads that one operation may use where they are the whole process's, as on Windows; 0
   *     for one per processor
   * @throws IllegalArgumentException if {@code threads} is negative
   */
  public static void loadQuietly(int threads) {
    TensorFlowRuntime.loadQuietly(threads);
  }
}
