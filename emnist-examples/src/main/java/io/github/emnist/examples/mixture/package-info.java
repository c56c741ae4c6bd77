/** The training data of the recipe {@code best}. */
package io.github.emnist.examples.mixture;
