/**
 * Converts pictures of characters to the images that models are trained on.
 *
 * <p>{@link io.github.emnist.data.preprocess.PictureReader} decodes untrusted pictures within
 * limits; {@link io.github.emnist.data.preprocess.CharacterPreprocessor} converts them to EMNIST
 * images. {@link io.github.emnist.data.preprocess.Ink} holds pen strokes and draws them as EMNIST
 * images.
 */
package io.github.emnist.data.preprocess;
