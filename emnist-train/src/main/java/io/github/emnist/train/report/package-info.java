/** One page that tells all about a run. */
package io.github.emnist.train.report;
