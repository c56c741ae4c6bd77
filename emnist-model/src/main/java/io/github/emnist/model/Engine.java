package io.github.emnist.model;

/** Computes the probabilities of a model bundle. */
public enum Engine {
  /**
   * TensorFlow if it is on the class path and loads, else {@link #JAVA}. If it does not load, a
   * warning is logged through {@link System.Logger} {@code io.github.emnist.model}.
   */
  AUTO,

  /**
   * TensorFlow's native library. Faster for many images; offers every {@link
   * io.github.emnist.model.architecture.Precision} of the processor. Loading takes seconds and some
   * hundred megabytes of memory.
   */
  TENSORFLOW,

  /**
   * Plain Java without a native library, on the caller's thread unless {@link
   * ClassifierOptions#withThreads} allows more. Computes in float32, with equal bits on every
   * processor with fused multiply-add (all of the last ten years), whatever the number of threads
   * and images. Agrees with TensorFlow's float32 to within 1e-4.
   */
  JAVA
}
