package io.github.emnist.model.architecture;

/** The padding of a window at the border, in Keras' terms. */
public enum Padding {
  /** The window stays within the input: output {@code (input - window) / stride + 1}. */
  VALID {
    @Override
    int outputSize(int input, int window, int stride) {
      return (input - window) / stride + 1;
    }
  },
  /** The input is padded: output {@code input / stride}, rounded up. */
  SAME {
    @Override
    int outputSize(int input, int window, int stride) {
      return (input - 1) / stride + 1;
    }
  };

  /** Returns the output's length along one axis, for a window that fits. */
  abstract int outputSize(int input, int window, int stride);
}
