package io.github.emnist.train.plot;

import io.github.emnist.train.history.LearningRateSweep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;

/** The picture of a learning rate range test. */
public final class LearningRatePlot {
  private LearningRatePlot() {}

  /**
   * Writes the loss over the learning rate, of each batch and smoothed, with a ring around the
   * suggestion, as {@code learning-rate-sweep.png}, 900 x 540 pixels, and {@code .svg}. Needs no
   * display, but fontconfig and a font. Losses far above those before the divergence are left out.
   *
   * @param sweep at least one point
   * @param directory made where it is not there; files of these names are replaced
   * @return the PNG, then the SVG
   * @throws IllegalArgumentException if the sweep has no points
   * @throws IOException if Java finds no fonts, or a file cannot be written
   */
  public static List<Path> write(LearningRateSweep sweep, Path directory) throws IOException {
    String svg = SvgPlots.learningRateSweep(sweep);
    PictureFile.requireFonts();
    return TrainingPlots.write(
        directory,
        "learning-rate-sweep",
        BitmapEncoder.getBufferedImage(SweepChart.draw(sweep)),
        svg);
  }
}
