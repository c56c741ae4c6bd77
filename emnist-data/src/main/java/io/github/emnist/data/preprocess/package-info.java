/**
 * From any picture of one character to the image that a model was trained on.
 *
 * <p>{@link io.github.emnist.data.preprocess.PictureReader} decodes pictures from anywhere within
 * limits; {@link io.github.emnist.data.preprocess.CharacterPreprocessor} turns them into EMNIST
 * images. {@link io.github.emnist.data.preprocess.Ink} has pen strokes, and draws them as such.
 */
package io.github.emnist.data.preprocess;
