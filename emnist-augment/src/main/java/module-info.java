/** Random, reproducible image transforms. */
module io.github.emnist.augment {
  requires com.fasterxml.jackson.databind;
  requires transitive io.github.emnist.data;

  exports io.github.emnist.augment;

  opens io.github.emnist.augment to
      com.fasterxml.jackson.databind; // random transforms are the records of their documents
}
