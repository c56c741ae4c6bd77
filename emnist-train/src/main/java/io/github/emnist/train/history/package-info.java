/** What a training run reports while it runs and afterwards. */
package io.github.emnist.train.history;
