/** Files that follow a training run while it runs: CSV, JSON lines and TensorBoard's events. */
package io.github.emnist.train.logging;
