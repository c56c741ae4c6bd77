package io.github.emnist.train.evaluation;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Prediction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A model's figures on a labelled data set. Immutable.
 *
 * <p>Loss is the plain cross-entropy in nats; precision, recall and F1 of a class that was neither
 * present nor predicted are 0.
 */
public final class Evaluation {
  private static final int BATCH = 512;

  private final LabelMap labelMap;
  private final int images;
  private final double accuracy;
  private final double loss;
  private final double top3Accuracy;
  private final double expectedCalibrationError;
  private final int[][] confusion;

  private Evaluation(LabelMap labelMap, Tally tally) {
    this.labelMap = labelMap;
    this.images = tally.images;
    this.accuracy = (double) tally.correct / tally.images;
    this.loss = tally.loss / tally.images;
    this.top3Accuracy = (double) tally.inTop3 / tally.images;
    this.expectedCalibrationError = tally.calibration.expectedError();
    this.confusion = tally.confusion;
  }

  /**
   * Predicts every image of a data set and compares with its label.
   *
   * @param classifier of the same classes
   * @param dataset at least one image
   * @return the figures
   * @throws IllegalArgumentException if the data set is empty or its classes are not the model's
   */
  public static Evaluation of(EmnistClassifier classifier, EmnistDataset dataset) {
    if (dataset.size() == 0) {
      throw new IllegalArgumentException("the data set is empty");
    }
    if (!classifier.labelMap().equals(dataset.labelMap())) {
      throw new IllegalArgumentException(
          "the data's classes %s are not the model's %s"
              .formatted(dataset.labelMap(), classifier.labelMap()));
    }
    Tally tally = new Tally(dataset.labelMap().size());
    for (int from = 0; from < dataset.size(); from += BATCH) {
      int to = Math.min(dataset.size(), from + BATCH);
      List<GrayImage> batch = IntStream.range(from, to).mapToObj(dataset::image).toList();
      List<Prediction> predictions = classifier.predictAll(batch);
      for (int i = from; i < to; i++) {
        tally.add(dataset.label(i), predictions.get(i - from).probabilities());
      }
    }
    return new Evaluation(dataset.labelMap(), tally);
  }

  /**
   * Compares probabilities, wherever they come from, with the labels.
   *
   * @param labelMap the classes
   * @param probabilities float32 {@code [images][classes]}, each row of sum 1
   * @param labels the right 0-based class of each row
   * @return the figures
   * @throws IllegalArgumentException if there are no images, not as many labels as rows, a row of
   *     another length than there are classes, or a label that is no class
   */
  public static Evaluation ofProbabilities(
      LabelMap labelMap, float[][] probabilities, int[] labels) {
    if (labels.length == 0) {
      throw new IllegalArgumentException("there are no images to evaluate");
    }
    if (probabilities.length != labels.length) {
      throw new IllegalArgumentException(
          "there are %d labels for %d rows of probabilities"
              .formatted(labels.length, probabilities.length));
    }
    Tally tally = new Tally(labelMap.size());
    for (int i = 0; i < labels.length; i++) {
      if (probabilities[i].length != labelMap.size()) {
        throw new IllegalArgumentException(
            "row %d has %d probabilities, expected one for each of the %d classes"
                .formatted(i, probabilities[i].length, labelMap.size()));
      }
      if (labels[i] < 0 || labels[i] >= labelMap.size()) {
        throw new IllegalArgumentException(
            "label %d of image %d must be in [0, %d)".formatted(labels[i], i, labelMap.size()));
      }
      tally.add(labels[i], probabilities[i]);
    }
    return new Evaluation(labelMap, tally);
  }

  /**
   * The class names.
   *
   * @return in label order
   */
  public LabelMap labelMap() {
    return labelMap;
  }

  /**
   * The number of images.
   *
   * @return at least 1
   */
  public int images() {
    return images;
  }

  /**
   * The share of images whose most probable class is the right one.
   *
   * @return in [0, 1]
   */
  public double accuracy() {
    return accuracy;
  }

  /**
   * The 95 % interval of the accuracy by Wilson's score (Wilson, "Probable inference, the law of
   * succession, and statistical inference", 1927), which treats the images as independent.
   *
   * @return lower and upper bound, in [0, 1]
   */
  public Interval accuracyInterval() {
    return Interval.wilson(accuracy, images);
  }

  /**
   * The mean cross-entropy. A right class of probability 0 counts as 1e-12.
   *
   * @return in nats, at least 0
   */
  public double loss() {
    return loss;
  }

  /**
   * The share of images whose right class is among the three most probable.
   *
   * @return in [0, 1]
   */
  public double top3Accuracy() {
    return top3Accuracy;
  }

  /**
   * The expected calibration error over 15 bins of equal width (Guo et al., "On calibration of
   * modern neural networks", 2017): how far the probabilities are from the shares of right answers.
   *
   * @return in [0, 1]
   */
  public double expectedCalibrationError() {
    return expectedCalibrationError;
  }

  /**
   * The confusion matrix.
   *
   * @return a copy, int {@code [true class][predicted class]}
   */
  public int[][] confusion() {
    return IntStream.range(0, confusion.length)
        .mapToObj(row -> confusion[row].clone())
        .toArray(int[][]::new);
  }

  /**
   * The figures of each class.
   *
   * @return in label order
   */
  public List<ClassMetrics> perClass() {
    List<ClassMetrics> metrics = new ArrayList<>();
    for (int c = 0; c < confusion.length; c++) {
      int column = c;
      int support = IntStream.of(confusion[c]).sum();
      int predicted = IntStream.range(0, confusion.length).map(r -> confusion[r][column]).sum();
      metrics.add(ClassMetrics.of(labelMap.label(c), confusion[c][c], support, predicted));
    }
    return metrics;
  }

  /**
   * The most frequent mistakes.
   *
   * @param count how many at most, 0 or more
   * @return most frequent first, equally frequent ones in label order
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public List<Confusion> worstConfusions(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count (%d) must be 0 or more".formatted(count));
    }
    List<Confusion> all = new ArrayList<>();
    for (int truth = 0; truth < confusion.length; truth++) {
      for (int predicted = 0; predicted < confusion.length; predicted++) {
        if (truth != predicted && confusion[truth][predicted] > 0) {
          all.add(
              new Confusion(
                  labelMap.label(truth), labelMap.label(predicted), confusion[truth][predicted]));
        }
      }
    }
    all.sort(Comparator.comparingInt(Confusion::count).reversed());
    return List.copyOf(all.subList(0, Math.min(count, all.size())));
  }

  /**
   * All figures as a JSON object: {@code images}, {@code accuracy}, {@code accuracyInterval} (lower
   * and upper bound), {@code loss}, {@code top3Accuracy}, {@code ece}, {@code perClass} (objects of
   * {@code label}, {@code support}, {@code precision}, {@code recall} and {@code f1}, in label
   * order) and {@code confusion} (a row for each true class).
   *
   * @return one line
   */
  public String toJson() {
    return EvaluationJson.write(this);
  }

  /**
   * A kind of mistake.
   *
   * @param truth the right class
   * @param predicted the class taken for it
   * @param count how many images
   */
  public record Confusion(String truth, String predicted, int count) {}
}
