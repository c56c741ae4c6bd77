/** The weights of a network: float32 arrays by name, and their initial values. */
package io.github.emnist.model.weights;
