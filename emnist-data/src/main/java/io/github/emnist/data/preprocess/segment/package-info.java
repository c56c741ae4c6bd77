/**
 * From a picture of several characters to a picture of each.
 *
 * <p>{@link io.github.emnist.data.preprocess.segment.CharacterSegmenter} cuts a line, some lines or
 * a form's grid of separate characters into {@link
 * io.github.emnist.data.preprocess.segment.CharacterRegion}s, in reading order.
 */
package io.github.emnist.data.preprocess.segment;
