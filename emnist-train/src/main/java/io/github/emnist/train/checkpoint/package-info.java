/** What a run leaves on the disk so that it can go on where it was cut off. */
package io.github.emnist.train.checkpoint;
