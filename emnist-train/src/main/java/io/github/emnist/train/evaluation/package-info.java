/** How good a model is on labelled images. */
package io.github.emnist.train.evaluation;
