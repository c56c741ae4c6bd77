/** Reads EMNIST files and pictures as upright images with 0-based labels. */
@SuppressWarnings("module") // the modules that read our files are compiled after this one
module io.github.emnist.data {
  requires transitive java.desktop;
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.datatype.jdk8;
  requires java.net.http;
  requires org.apache.commons.compress;
  requires org.apache.commons.io;
  requires static dflib;

  exports io.github.emnist.data;
  exports io.github.emnist.data.download;
  exports io.github.emnist.data.internal to
      io.github.emnist.augment,
      io.github.emnist.model,
      io.github.emnist.train,
      io.github.emnist.examples;
  exports io.github.emnist.data.internal.json to
      io.github.emnist.augment,
      io.github.emnist.model,
      io.github.emnist.train,
      io.github.emnist.examples;
  exports io.github.emnist.data.io;
  exports io.github.emnist.data.picture;
  exports io.github.emnist.data.preprocess;
  exports io.github.emnist.data.synthetic;
  exports io.github.emnist.data.table;
}
