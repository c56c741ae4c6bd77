/** What the recipe {@code best} trains on: EMNIST, pen strokes, print, and pictures of them. */
package io.github.emnist.examples.mixture;
