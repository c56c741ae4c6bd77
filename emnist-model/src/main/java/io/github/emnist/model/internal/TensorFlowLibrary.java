package io.github.emnist.model.internal;

/** Tells whether TensorFlow's Java classes are there, without loading one of them. */
public final class TensorFlowLibrary {
  private TensorFlowLibrary() {}

  /**
   * Returns whether TensorFlow's classes can be loaded; its native library may still fail to load.
   */
  public static boolean isPresent() {
    return Holder.PRESENT;
  }

  /**
   * Checks that TensorFlow is there.
   *
   * @param what the feature that needs it, as the beginning of a sentence
   * @throws IllegalStateException if it is not; the message names the dependency
   */
  public static void require(String what) {
    if (!isPresent()) {
      throw new IllegalStateException(
          what
              + " needs TensorFlow, which is not on the class path: depend on"
              + " io.github.emnist:emnist-model, which brings it, instead of emnist-lite (and on"
              + " the module path, let your module require tensorflow)");
    }
  }

  private static final class Holder {
    static final boolean PRESENT = find();

    private static boolean find() {
      try {
        Class.forName("org.tensorflow.TensorFlow", false, TensorFlowLibrary.class.getClassLoader());
        return true;
      } catch (ClassNotFoundException | LinkageError e) {
        return false;
      }
    }
  }
}
