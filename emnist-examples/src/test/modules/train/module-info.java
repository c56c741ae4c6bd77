/** A program that trains. */
module train {
  requires io.github.emnist.train;
}
