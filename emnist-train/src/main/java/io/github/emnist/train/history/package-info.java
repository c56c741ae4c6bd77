/** The events of a training run, and its history. */
package io.github.emnist.train.history;
