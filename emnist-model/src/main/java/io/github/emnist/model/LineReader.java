package io.github.emnist.model;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.preprocess.segment.CharacterRegion;
import io.github.emnist.data.preprocess.segment.CharacterSegmenter;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Reads pictures of several characters.
 *
 * @param classifier recognises pictures of one character each, any number at once
 */
record LineReader(Function<List<BufferedImage>, List<Prediction>> classifier) {
  ReadText read(BufferedImage picture) {
    List<CharacterRegion> regions = CharacterSegmenter.standard().segment(picture);
    // Also of no pictures: a closed classifier says so whatever it is asked.
    List<Prediction> predictions =
        classifier.apply(
            regions.stream()
                .map(CharacterRegion::picture)
                .map(GrayImage::toBufferedImage)
                .toList());
    return new ReadText(
        IntStream.range(0, regions.size())
            .mapToObj(i -> new ReadCharacter(regions.get(i), predictions.get(i)))
            .toList());
  }
}
