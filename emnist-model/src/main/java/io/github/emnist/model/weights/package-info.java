/** The numbers of a network: float32 arrays by name, their initial values and their file format. */
package io.github.emnist.model.weights;
