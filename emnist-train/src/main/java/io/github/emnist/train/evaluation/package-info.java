/** Measures the accuracy, loss and calibration of a model on labelled images. */
package io.github.emnist.train.evaluation;
