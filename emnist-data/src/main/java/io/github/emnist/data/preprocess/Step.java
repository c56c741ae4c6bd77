package io.github.emnist.data.preprocess;

/** One step of a preprocessing: pure, immutable and thread-safe. */
interface Step {

  /**
   * Does it.
   *
   * @param draft what the steps before have made of the picture
   * @return {@code draft} itself where there is nothing to do
   */
  Draft apply(Draft draft);
}
