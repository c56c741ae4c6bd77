/** Shows the progress of a run. */
package io.github.emnist.train.progress;
