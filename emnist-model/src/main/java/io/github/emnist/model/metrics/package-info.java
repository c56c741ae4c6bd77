/** Metrics of classifiers for Micrometer, an optional dependency. */
package io.github.emnist.model.metrics;
