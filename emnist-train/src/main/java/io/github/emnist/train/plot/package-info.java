/** Pictures of a run: its curves and its confusion matrix. */
package io.github.emnist.train.plot;
