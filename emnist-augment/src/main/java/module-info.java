/** Random, reproducible image transforms. */
module io.github.emnist.augment {
  requires com.fasterxml.jackson.core;
  requires transitive io.github.emnist.data;

  exports io.github.emnist.augment;
}
