package io.github.emnist.train.evaluation;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.LabelMap;
import io.github.emnist.model.EmnistClassifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A model's figures on a labelled data set. Immutable.
 *
 * <p>Loss is the plain cross-entropy in nats; precision, recall and F1 of a class that was neither
 * present nor predicted are 0.
 */
public final class Evaluation {
  private final LabelMap labelMap;
  private final int[][] confusion;
  private final int[] ranks;
  private final double loss;
  private final Reliability reliability;
  private final int images;

  /** Takes the arrays over. */
  Evaluation(
      LabelMap labelMap, int[][] confusion, int[] ranks, double loss, Reliability reliability) {
    this.labelMap = labelMap;
    this.confusion = confusion;
    this.ranks = ranks;
    this.loss = loss;
    this.reliability = reliability;
    this.images = IntStream.of(ranks).sum();
  }

  /**
   * Computes the figures.
   *
   * @param scores what the model says of each image
   * @return the figures
   */
  public static Evaluation of(Scores scores) {
    Tally tally = Tally.of(scores);
    return new Evaluation(
        scores.labelMap(),
        tally.confusion,
        tally.ranks,
        tally.loss / scores.images(),
        tally.calibration.reliability());
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
    return of(Scores.of(classifier, dataset));
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
    return of(Scores.of(labelMap, probabilities, labels));
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
    return topAccuracy(1);
  }

  /**
   * The 95 % interval of the accuracy by Wilson's score (Wilson, "Probable inference, the law of
   * succession, and statistical inference", 1927), which treats the images as independent.
   *
   * @return lower and upper bound, in [0, 1]
   */
  public Interval accuracyInterval() {
    return Interval.wilson(accuracy(), images);
  }

  /**
   * The share of images whose right class is among the most probable ones.
   *
   * @param k how many classes, from 1 to all
   * @return in [0, 1]
   * @throws IllegalArgumentException if {@code k} is below 1 or above the number of classes
   */
  public double topAccuracy(int k) {
    if (k < 1 || k > ranks.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "k (%d) must be in [1, %d], the number of classes", k, ranks.length));
    }
    return (double) IntStream.of(ranks).limit(k).sum() / images;
  }

  /**
   * The accuracy if an answer within the right class's group counts as right.
   *
   * @param groups of labels of this evaluation
   * @return in [0, 1], at least {@link #accuracy()}
   * @throws IllegalArgumentException if a label of a group is not one of the classes
   */
  public double accuracyMerging(ConfusableClasses groups) {
    int[] merged = groups.merged(labelMap);
    long right = 0;
    for (int truth = 0; truth < confusion.length; truth++) {
      for (int predicted = 0; predicted < confusion.length; predicted++) {
        right += merged[truth] == merged[predicted] ? confusion[truth][predicted] : 0;
      }
    }
    return (double) right / images;
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
   * The share of images whose right class is among the three most probable; of fewer classes, all.
   *
   * @return in [0, 1]
   */
  public double top3Accuracy() {
    return topAccuracy(Math.min(3, ranks.length));
  }

  /**
   * At which rank the right class is.
   *
   * @return a copy, int {@code [classes]}: how many images have their right class as the most
   *     probable, the second most probable, and so on
   */
  public int[] ranks() {
    return ranks.clone();
  }

  /**
   * How far the probabilities can be relied on.
   *
   * @return 15 bins
   */
  public Reliability reliability() {
    return reliability;
  }

  /**
   * The expected calibration error over 15 bins of equal width: how far the probabilities are from
   * the shares of right answers.
   *
   * @return in [0, 1]
   */
  public double expectedCalibrationError() {
    return reliability.expectedError();
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
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "count (%d) must be 0 or more", count));
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
   * order), {@code confusion} (a row for each true class), {@code ranks} (see {@link #ranks()}) and
   * {@code reliability} (objects of {@code low}, {@code high}, {@code count}, {@code confidence}
   * and {@code accuracy}). {@link Measurement#toJson()} writes the same and more.
   *
   * @return one line
   */
  public String toJson() {
    return MetricsFile.of(this).toJson();
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
