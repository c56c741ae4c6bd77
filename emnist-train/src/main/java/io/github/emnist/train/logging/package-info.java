/** Log files of a training run: CSV, JSON lines and TensorBoard's events. */
package io.github.emnist.train.logging;
