/**
 * The network as a description: layers, shapes and parameters, without TensorFlow. {@link
 * io.github.emnist.model.architecture.CnnArchitecture} is where to begin.
 */
package io.github.emnist.model.architecture;
