/** The network, its TensorFlow graph, saving and loading, and the classifier. */
@SuppressWarnings("module") // emnist-train is compiled later
module io.github.emnist.model {
  requires com.fasterxml.jackson.core;
  requires static com.google.protobuf;
  requires static com.sun.jna;
  requires transitive io.github.emnist.augment;
  requires transitive io.github.emnist.data;
  requires static org.bytedeco.javacpp;
  requires static org.tribuo.util.onnx;
  requires static tensorflow;
  requires static micrometer.core;

  exports io.github.emnist.model;
  exports io.github.emnist.model.architecture;
  exports io.github.emnist.model.bundle;
  exports io.github.emnist.model.export;
  exports io.github.emnist.model.metrics;
  exports io.github.emnist.model.weights;
  exports io.github.emnist.model.internal to
      io.github.emnist.train;
  exports io.github.emnist.model.internal.tensorflow to
      io.github.emnist.train;
}
