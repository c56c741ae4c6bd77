/** What a classifier does, as metrics of Micrometer, which whoever wants them adds. */
package io.github.emnist.model.metrics;
