/** A program that predicts, and is run without TensorFlow. */
module lite {
  requires io.github.emnist.model;
}
