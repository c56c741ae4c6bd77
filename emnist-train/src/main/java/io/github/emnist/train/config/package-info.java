/** The settings of a training run. */
package io.github.emnist.train.config;
