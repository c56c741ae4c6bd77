package io.github.emnist.model.internal.tensorflow;

/** What a graph is for, where its variables live on. */
enum Mode {
  /** Dropout, statistics of the batch, updates of the moving averages. */
  TRAIN,
  /** No dropout, moving averages. */
  EVAL
}
