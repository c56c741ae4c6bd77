/** A program that predicts. */
module predict {
  requires io.github.emnist.model;
}
