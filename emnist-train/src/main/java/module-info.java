/** Training, evaluation, plots and reports. */
@SuppressWarnings("module") // the module that reads our files is compiled after this one
module io.github.emnist.train {
  requires com.fasterxml.jackson.databind;
  requires com.samskivert.jmustache;
  requires transitive io.github.emnist.augment;
  requires transitive io.github.emnist.data;
  requires transitive io.github.emnist.model;
  requires org.apache.xmlgraphics.batik.svggen;
  requires tensorflow;
  requires tensorflow.framework;

  exports io.github.emnist.train;
  exports io.github.emnist.train.config;
  exports io.github.emnist.train.evaluation;
  exports io.github.emnist.train.history;
  exports io.github.emnist.train.internal to
      io.github.emnist.examples;
  exports io.github.emnist.train.logging;
  exports io.github.emnist.train.progress;
  exports io.github.emnist.train.report;

  opens io.github.emnist.train to
      com.fasterxml.jackson.databind; // a checkpoint's position
  opens io.github.emnist.train.evaluation to
      com.fasterxml.jackson.databind; // MetricsFile and other records of documents
  opens io.github.emnist.train.report to
      com.samskivert.jmustache; // which reads the report's view by reflection
}
