package io.github.emnist.train.plot;

import io.github.emnist.train.evaluation.Evaluation;
import io.github.emnist.train.history.TrainingHistory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.BitmapEncoder;

/**
 * Pictures of a run, as PNG and SVG files. Immutable. Needs no display, but fontconfig and a font.
 *
 * <pre>{@code
 * TrainingPlots.of(history, evaluation).writeTo(Path.of("plots"));
 * }</pre>
 */
public final class TrainingPlots {
  private final TrainingHistory history;
  private final Optional<Evaluation> evaluation;

  private TrainingPlots(TrainingHistory history, Optional<Evaluation> evaluation) {
    if (history.epochs().isEmpty()) {
      throw new IllegalArgumentException("the history has no epochs to plot");
    }
    this.history = history;
    this.evaluation = evaluation;
  }

  /**
   * The curves of a run.
   *
   * @param history at least one epoch
   * @return the plots
   * @throws IllegalArgumentException if the history has no epochs
   */
  public static TrainingPlots of(TrainingHistory history) {
    return new TrainingPlots(history, Optional.empty());
  }

  /**
   * The curves of a run and the confusion matrix of its model.
   *
   * @param history at least one epoch
   * @param evaluation of the trained model
   * @return the plots
   * @throws IllegalArgumentException if the history has no epochs
   */
  public static TrainingPlots of(TrainingHistory history, Evaluation evaluation) {
    return new TrainingPlots(history, Optional.of(evaluation));
  }

  /**
   * Writes each plot as PNG and, for sharp print and dark screens, as SVG: {@code accuracy}, {@code
   * loss} and {@code learning-rate}, the PNG 900 x 540 pixels: training and validation over the
   * steps (over the epochs where the history has no curve), the validation curve only where there
   * is one, a ring around the best epoch where early stopping chose one. With an evaluation also
   * {@code confusion}, the PNG about 1,200 x 1,200 for 47 classes: true classes from top to bottom,
   * predicted ones from left to right, coloured by the share of the true class, with counts where
   * they fit; and {@code reliability}: the share of right answers by their probability.
   *
   * @param directory made where it is not there; files of these names are replaced
   * @return the files, in the order above, each plot's PNG before its SVG
   * @throws IOException if Java finds no fonts, or a file cannot be written
   */
  public List<Path> writeTo(Path directory) throws IOException {
    PictureFile.requireFonts();
    List<Path> files = new ArrayList<>();
    files.addAll(
        write(
            directory,
            "accuracy",
            history.curve().isEmpty()
                ? BitmapEncoder.getBufferedImage(CurveChart.accuracy(history))
                : BitmapEncoder.getBufferedImage(StepChart.accuracy(history)),
            SvgPlots.accuracy(history)));
    files.addAll(
        write(
            directory,
            "loss",
            history.curve().isEmpty()
                ? BitmapEncoder.getBufferedImage(CurveChart.loss(history))
                : BitmapEncoder.getBufferedImage(StepChart.loss(history)),
            SvgPlots.loss(history)));
    files.addAll(
        write(
            directory,
            "learning-rate",
            BitmapEncoder.getBufferedImage(CurveChart.learningRate(history)),
            SvgPlots.learningRate(history)));
    if (evaluation.isPresent()) {
      Evaluation e = evaluation.get();
      files.addAll(
          write(
              directory,
              "confusion",
              ConfusionImage.draw(e.labelMap().labels(), e.confusion(), SvgPlots.title(e)),
              SvgPlots.confusion(e)));
      files.addAll(
          write(
              directory,
              "reliability",
              BitmapEncoder.getBufferedImage(ReliabilityChart.draw(e.reliability())),
              SvgPlots.reliability(e.reliability(), ReliabilityChart.TITLE)));
    }
    return List.copyOf(files);
  }

  static List<Path> write(Path directory, String name, BufferedImage png, String svg)
      throws IOException {
    makeDirectory(directory);
    Path picture = directory.resolve(name + ".png");
    Path vector = directory.resolve(name + ".svg");
    PictureFile.write(picture, png);
    PictureFile.write(vector, svg);
    return List.of(picture, vector);
  }

  private static void makeDirectory(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new IOException("cannot make the folder %s: %s".formatted(directory, e), e);
    }
  }
}
