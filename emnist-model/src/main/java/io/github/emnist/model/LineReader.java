package io.github.emnist.model;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.preprocess.CharacterSegmenter;
import io.github.emnist.data.preprocess.CharacterSegmenter.CharacterRegion;
import io.github.emnist.data.preprocess.PictureReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Reads pictures of several characters.
 *
 * @param pixels reports what cannot be read
 * @param classifier recognises pictures of one character each, any number at once
 * @param context of the characters; empty to read each alone
 */
record LineReader(
    Pixels pixels,
    Function<List<GrayImage>, List<Prediction>> classifier,
    Optional<LineContext> context) {
  ReadText read(Path file) throws IOException {
    return read(pixels.read(() -> PictureReader.standard().read(file)));
  }

  ReadText read(BufferedImage picture) {
    List<CharacterRegion> regions =
        pixels.read(() -> CharacterSegmenter.standard().segment(picture));
    List<Prediction> alone =
        classifier.apply(regions.stream().map(CharacterRegion::picture).toList());
    List<Prediction> inContext = context.map(c -> c.read(regions, alone)).orElse(alone);
    return new ReadText(
        IntStream.range(0, regions.size())
            .mapToObj(i -> new ReadCharacter(regions.get(i), alone.get(i), inContext.get(i)))
            .toList());
  }
}
