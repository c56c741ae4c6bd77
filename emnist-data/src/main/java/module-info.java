/** EMNIST files and pictures in; upright images and 0-based labels out. */
module io.github.emnist.data {
  requires transitive java.desktop;
  requires com.fasterxml.jackson.core;
  requires java.net.http;
  requires org.apache.commons.compress;
  requires static dflib;

  exports io.github.emnist.data;
  exports io.github.emnist.data.download;
  exports io.github.emnist.data.io;
  exports io.github.emnist.data.picture;
  exports io.github.emnist.data.preprocess;
  exports io.github.emnist.data.preprocess.segment;
  exports io.github.emnist.data.synthetic;
  exports io.github.emnist.data.table;
}
