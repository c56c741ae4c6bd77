package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;

/**
 * Where a character stands in a picture, and its own picture.
 *
 * @param x the first column of its ink, 0 at the picture's left
 * @param y the first row of its ink, 0 at the picture's top
 * @param width of its ink, in pixels of the picture, at least 1
 * @param height of its ink, in pixels of the picture, at least 1
 * @param row in which it stands, 0 at the top
 * @param position in the row, 0 at the left
 * @param spaceBefore whether the gap to the character on its left is wide, as between words; false
 *     for the first of a row
 * @param picture the character alone, white ink on black, with a margin; scaled down where it is
 *     large: as {@link io.github.emnist.data.preprocess.CharacterPreprocessor} takes it
 */
public record CharacterRegion(
    int x,
    int y,
    int width,
    int height,
    int row,
    int position,
    boolean spaceBefore,
    GrayImage picture) {}
