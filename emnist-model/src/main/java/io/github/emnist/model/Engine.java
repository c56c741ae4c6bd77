package io.github.emnist.model;

/** What computes the probabilities of a model bundle. */
public enum Engine {
  /**
   * TensorFlow where it is on the class path and loads, else {@link #JAVA}. A TensorFlow that is
   * there and does not load is one warning through {@link System.Logger} {@code
   * io.github.emnist.model}.
   */
  AUTO,

  /**
   * TensorFlow's native library. The faster one for many images; offers every {@link
   * io.github.emnist.model.architecture.Precision} that the processor has. Takes seconds and some
   * hundred megabytes of memory to load.
   */
  TENSORFLOW,

  /**
   * Plain Java on the caller's thread: no native library, nothing to load or unpack. Computes in
   * float32, and gives the same bits on every machine whose processor has fused multiply-add (all
   * of the last ten years), whatever the number of threads and of images. Its answers are
   * TensorFlow's of float32 to within 1e-4.
   */
  JAVA
}
