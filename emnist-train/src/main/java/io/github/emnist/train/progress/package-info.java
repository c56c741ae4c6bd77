/** Shows how far a run is. */
package io.github.emnist.train.progress;
