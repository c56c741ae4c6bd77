/** Plots and an HTML report of a run. */
package io.github.emnist.train.report;
