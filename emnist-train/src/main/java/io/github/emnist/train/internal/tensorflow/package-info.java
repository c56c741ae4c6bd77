/** The training step on TensorFlow. Internal: no part of the library's promise. */
package io.github.emnist.train.internal.tensorflow;
