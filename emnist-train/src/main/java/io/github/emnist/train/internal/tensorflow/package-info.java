/** The training step on TensorFlow. Internal; not part of the public API. */
package io.github.emnist.train.internal.tensorflow;
