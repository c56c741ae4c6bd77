/** EMNIST files and pictures in; upright images and 0-based labels out. */
module io.github.emnist.data {
  requires transitive java.desktop;

  exports io.github.emnist.data;
  exports io.github.emnist.data.io;
  exports io.github.emnist.data.preprocess;
  exports io.github.emnist.data.synthetic;
}
