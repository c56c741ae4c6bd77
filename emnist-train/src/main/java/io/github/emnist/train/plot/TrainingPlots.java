package io.github.emnist.train.plot;

import io.github.emnist.train.evaluation.Evaluation;
import io.github.emnist.train.history.TrainingHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.knowm.xchart.BitmapEncoder;

/**
 * Pictures of a run, as PNG files. Immutable. Needs no display, but fontconfig and a font.
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
   * Writes {@code accuracy.png} and {@code loss.png}, 900 x 540 pixels: training and validation
   * over the epochs, the validation curve only where there is one, a ring around the best epoch
   * where early stopping chose one. With an evaluation also {@code confusion.png}, about 1,200 x
   * 1,200 for 47 classes: true classes from top to bottom, predicted ones from left to right,
   * coloured by the share of the true class, with counts where they fit.
   *
   * @param directory made where it is not there; files of these names are replaced
   * @return the files, in the order above
   * @throws IOException if Java finds no fonts, or a file cannot be written
   */
  public List<Path> writeTo(Path directory) throws IOException {
    PictureFile.requireFonts();
    makeDirectory(directory);
    Path accuracy = directory.resolve("accuracy.png");
    Path loss = directory.resolve("loss.png");
    List<Path> files = new ArrayList<>(List.of(accuracy, loss));
    PictureFile.write(accuracy, BitmapEncoder.getBufferedImage(CurveChart.accuracy(history)));
    PictureFile.write(loss, BitmapEncoder.getBufferedImage(CurveChart.loss(history)));
    if (evaluation.isPresent()) {
      Path confusion = directory.resolve("confusion.png");
      files.add(confusion);
      Evaluation e = evaluation.get();
      PictureFile.write(
          confusion, ConfusionImage.draw(e.labelMap().labels(), e.confusion(), title(e)));
    }
    return List.copyOf(files);
  }

  private static void makeDirectory(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new IOException("cannot make the folder %s: %s".formatted(directory, e), e);
    }
  }

  private static String title(Evaluation evaluation) {
    return String.format(
        Locale.ROOT,
        "Confusion matrix: %,d images, accuracy %.4f",
        evaluation.images(),
        evaluation.accuracy());
  }
}
