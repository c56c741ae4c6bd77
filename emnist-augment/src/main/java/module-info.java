/** Random, reproducible image transforms. */
module io.github.emnist.augment {
  requires transitive io.github.emnist.data;

  exports io.github.emnist.augment;
}
