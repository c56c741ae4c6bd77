package io.github.emnist.train.report;

import io.github.emnist.data.internal.AtomicFiles;
import io.github.emnist.train.evaluation.Evaluation;
import io.github.emnist.train.history.LearningRateSweep;
import io.github.emnist.train.history.TrainingHistory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.imageio.ImageIO;

/**
 * Plots of a run or a learning rate range test, as PNG and SVG files. Needs no display, but
 * fontconfig and a font. Immutable.
 *
 * <pre>{@code
 * TrainingPlots.of(history, evaluation).writeTo(Path.of("plots"));
 * }</pre>
 */
public final class TrainingPlots {
  private final Map<String, Supplier<Figure>> figures; // by name, in order

  private TrainingPlots(Map<String, Supplier<Figure>> figures) {
    this.figures = figures;
  }

  /**
   * {@return the plots {@code accuracy}, {@code loss} and {@code learning-rate} of a run} Accuracy
   * and loss are drawn for training and validation over the steps (over the epochs if the history
   * has no curve), with a ring around the best epoch if early stopping chose one.
   *
   * @param history at least one epoch
   * @throws IllegalArgumentException if the history has no epochs
   */
  public static TrainingPlots of(TrainingHistory history) {
    return new TrainingPlots(curves(history));
  }

  /**
   * {@return the plots of {@link #of(TrainingHistory)}, {@code confusion} and {@code reliability}}
   * The confusion matrix has true classes from top to bottom, predicted ones from left to right,
   * and is coloured by the share of the true class, with counts where they fit. The reliability
   * diagram shows the share of right predictions by probability.
   *
   * @param history at least one epoch
   * @param evaluation of the trained model
   * @throws IllegalArgumentException if the history has no epochs
   */
  public static TrainingPlots of(TrainingHistory history, Evaluation evaluation) {
    Map<String, Supplier<Figure>> figures = curves(history);
    figures.put("confusion", () -> ConfusionFigure.of(evaluation));
    figures.put("reliability", () -> Charts.reliability(evaluation.reliability(), "Reliability"));
    return new TrainingPlots(figures);
  }

  /**
   * {@return the plot {@code learning-rate-sweep}: the loss over the learning rate, per batch and
   * smoothed, with a ring around the suggestion} Losses after the divergence are cut off.
   *
   * @param sweep at least one point
   * @throws IllegalArgumentException if the sweep has no points
   */
  public static TrainingPlots of(LearningRateSweep sweep) {
    Chart chart = Charts.sweep(sweep);
    return new TrainingPlots(Map.of("learning-rate-sweep", chart::figure));
  }

  private static Map<String, Supplier<Figure>> curves(TrainingHistory history) {
    if (history.epochs().isEmpty()) {
      throw new IllegalArgumentException("the history has no epochs to plot");
    }
    Map<String, Supplier<Figure>> figures = new LinkedHashMap<>();
    figures.put("accuracy", () -> Charts.accuracy(history).figure());
    figures.put("loss", () -> Charts.loss(history).figure());
    figures.put("learning-rate", () -> Charts.learningRate(history).figure());
    return figures;
  }

  /**
   * Writes each plot as PNG and SVG. A PNG has 960 x 600 pixels, the reliability diagram 960 x 980,
   * and the confusion matrix of 47 classes about 1,200 x 1,200.
   *
   * @param directory created if necessary; existing files are replaced
   * @return the files, in the order above, each plot's PNG before its SVG
   * @throws IOException if Java finds no fonts, or a file cannot be written
   */
  public List<Path> writeTo(Path directory) throws IOException {
    Optional<String> missing = Figure.missingFonts();
    if (missing.isPresent()) {
      throw new IOException("cannot draw plots: " + missing.get());
    }
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new IOException("cannot create the folder %s: %s".formatted(directory, e), e);
    }
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, Supplier<Figure>> entry : figures.entrySet()) {
      Figure figure = entry.getValue().get();
      Path picture = directory.resolve(entry.getKey() + ".png");
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      if (!ImageIO.write(figure.png(), "png", png) || png.size() == 0) {
        throw new IOException("cannot write %s: this Java has no PNG writer".formatted(picture));
      }
      files.add(write(picture, png.toByteArray()));
      byte[] svg = (figure.svg() + "\n").getBytes(StandardCharsets.UTF_8);
      files.add(write(directory.resolve(entry.getKey() + ".svg"), svg));
    }
    return List.copyOf(files);
  }

  private static Path write(Path file, byte[] bytes) throws IOException {
    try {
      AtomicFiles.write(file, bytes);
      return file;
    } catch (IOException e) {
      throw new IOException("cannot write %s: %s".formatted(file, e), e);
    }
  }
}
