/** Synthetic handwriting in EMNIST's format, for quick starts, demonstrations and tests. */
package io.github.emnist.data.synthetic;
