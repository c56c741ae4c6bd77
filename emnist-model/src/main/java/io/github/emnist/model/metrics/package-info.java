/** What a classifier does, as metrics of Micrometer, an optional dependency. */
package io.github.emnist.model.metrics;
