/**
 * Reads EMNIST's own files: images come out upright, labels from 0, counts from the files' headers.
 *
 * <p>{@link io.github.emnist.data.io.EmnistReader} is where to begin.
 */
package io.github.emnist.data.io;
