package io.github.emnist.train.evaluation;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.internal.Checks;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.train.evaluation.Evaluation.Reliability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The figures of a model on a labelled data set. Immutable. */
public final class Evaluation {
  private final LabelMap labelMap;
  private final int[][] confusion;
  private final int[] ranks;
  private final double loss;
  private final Reliability reliability;
  private final int images;

  /** Does not copy the arrays. */
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
   * {@return the figures of a model's scores}
   *
   * @param scores of all images
   */
  public static Evaluation of(Scores scores) {
    Tally tally = new Tally(scores);
    return new Evaluation(
        scores.labelMap(),
        tally.confusion,
        tally.ranks,
        tally.loss / scores.images(),
        tally.calibration.reliability());
  }

  /**
   * {@return the figures of a classifier on a data set}
   *
   * @param classifier of the same classes
   * @param dataset at least one image
   * @throws IllegalArgumentException as {@link Scores#of(EmnistClassifier, EmnistDataset)}
   */
  public static Evaluation of(EmnistClassifier classifier, EmnistDataset dataset) {
    return of(Scores.of(classifier, dataset));
  }

  /** {@return the class names, in label order} */
  public LabelMap labelMap() {
    return labelMap;
  }

  /** {@return the number of images, at least 1} */
  public int images() {
    return images;
  }

  /** {@return the share of images whose most probable class is the right one, in [0, 1]} */
  public double accuracy() {
    return topAccuracy(1);
  }

  /**
   * {@return the 95 % interval of the accuracy by Wilson's score (Wilson, "Probable inference, the
   * law of succession, and statistical inference", 1927), which treats the images as independent}
   */
  public Interval accuracyInterval() {
    return Interval.wilson(accuracy(), images);
  }

  /**
   * {@return the share of images whose right class is among the k most probable, in [0, 1]}
   *
   * @param k from 1 to the number of classes
   * @throws IllegalArgumentException if {@code k} is below 1 or above the number of classes
   */
  public double topAccuracy(int k) {
    if (k < 1 || k > ranks.length) {
      throw Messages.illegal("k (%d) must be in [1, %d], the number of classes", k, ranks.length);
    }
    return (double) IntStream.of(ranks).limit(k).sum() / images;
  }

  /**
   * {@return the accuracy if every answer within the right class's group counts as right, in [0,
   * 1]}
   *
   * @param groups of labels of this evaluation
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
   * {@return the mean cross-entropy, in nats, at least 0} Probabilities below 1e-12 count as 1e-12.
   */
  public double loss() {
    return loss;
  }

  /** {@return the share of images whose right class is among the three most probable, in [0, 1]} */
  public double top3Accuracy() {
    return topAccuracy(Math.min(3, ranks.length));
  }

  /**
   * {@return a copy of the counts by rank, int {@code [classes]}: how many images have their right
   * class as the most probable, the second most probable, and so on}
   */
  public int[] ranks() {
    return ranks.clone();
  }

  /** {@return the reliability diagram, 15 bins} */
  public Reliability reliability() {
    return reliability;
  }

  /**
   * {@return the expected calibration error over 15 bins, in [0, 1]}
   *
   * @see Reliability#expectedError()
   */
  public double expectedCalibrationError() {
    return reliability.expectedError();
  }

  /** {@return a copy of the confusion matrix, int {@code [true class][predicted class]}} */
  public int[][] confusion() {
    return IntStream.range(0, confusion.length)
        .mapToObj(row -> confusion[row].clone())
        .toArray(int[][]::new);
  }

  /** {@return the figures of each class, in label order} */
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
   * {@return the most frequent confusions, sorted by falling count, then in label order}
   *
   * @param count the maximum number, 0 or more
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public List<Confusion> worstConfusions(int count) {
    Checks.atLeast("count", count, 0);
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
   * {@return all figures as a JSON object: {@code images}, {@code accuracy}, {@code
   * accuracyInterval} (lower and upper bound), {@code loss}, {@code top3Accuracy}, {@code ece},
   * {@code perClass} (objects of {@code label}, {@code support}, {@code precision}, {@code recall}
   * and {@code f1}, in label order), {@code confusion} (a row for each true class), {@code ranks}
   * (see {@link #ranks()}) and {@code reliability} (objects of {@code low}, {@code high}, {@code
   * count}, {@code confidence} and {@code accuracy}), one line}
   */
  public String toJson() {
    return MetricsFile.of(this).toJson();
  }

  /**
   * A pair of confused classes.
   *
   * @param truth the right class
   * @param predicted the predicted class
   * @param count the number of images
   */
  public record Confusion(String truth, String predicted, int count) {}

  /**
   * The figures of one class.
   *
   * @param label the class name
   * @param support the number of images of this class
   * @param precision the share of predictions of this class that are right; 0 if there are none
   * @param recall the share of images of this class predicted as it; 0 if there are none
   * @param f1 the harmonic mean of precision and recall; 0 if both are 0
   */
  public record ClassMetrics(
      String label, int support, double precision, double recall, double f1) {
    static ClassMetrics of(String label, int right, int support, int predicted) {
      double precision = predicted == 0 ? 0 : (double) right / predicted;
      double recall = support == 0 ? 0 : (double) right / support;
      double f1 = right == 0 ? 0 : 2 * precision * recall / (precision + recall);
      return new ClassMetrics(label, support, precision, recall, f1);
    }
  }

  /**
   * A confidence interval.
   *
   * @param low the lower bound
   * @param high the upper bound, at least {@code low}
   */
  public record Interval(double low, double high) {
    /** The two-sided 95 % quantile of the normal distribution. */
    static final double Z = 1.959963984540054;

    /**
     * {@return the 95 % interval of a share by Wilson's score, within [0, 1]}
     *
     * @param share the observed share, in [0, 1]
     * @param n the number of independent trials, at least 1
     */
    public static Interval wilson(double share, int n) {
      double scale = 1 + Z * Z / n;
      double centre = (share + Z * Z / (2 * n)) / scale;
      double half = Z / scale * Math.sqrt(share * (1 - share) / n + Z * Z / (4.0 * n * n));
      return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
    }
  }

  /**
   * A reliability diagram: predictions in bins of equal width by their probability, with the share
   * of right ones in each. Immutable.
   *
   * @param bins from probability 0 to 1, without gaps
   */
  public record Reliability(List<Bin> bins) {
    /** Creates a diagram. */
    public Reliability {
      bins = List.copyOf(bins);
    }

    /**
     * {@return the expected calibration error: the bins' gaps between mean probability and share of
     * right answers, weighted by count (Guo et al., "On calibration of modern neural networks",
     * 2017), in [0, 1]}
     */
    public double expectedError() {
      double gaps = 0;
      long images = 0;
      for (Bin bin : bins) {
        gaps += bin.count() * Math.abs(bin.confidence() - bin.accuracy());
        images += bin.count();
      }
      return images == 0 ? 0 : gaps / images;
    }

    /**
     * The predictions with a probability in a range.
     *
     * @param low the lower bound, included
     * @param high the upper bound, excluded unless it is 1
     * @param count the number of predictions
     * @param confidence their mean probability; 0 if there are none
     * @param accuracy the share of right ones; 0 if there are none
     */
    public record Bin(double low, double high, int count, double confidence, double accuracy) {}
  }

  /**
   * Groups of classes that cannot be distinguished by shape alone. Immutable.
   *
   * @param groups each of two labels or more; no label twice
   */
  public record ConfusableClasses(List<List<String>> groups) {
    /**
     * The groups of all splits; the small letters apply to the splits that keep the cases apart.
     */
    private static final List<List<String>> EMNIST =
        List.of(
            List.of("0", "O", "o"),
            List.of("1", "I", "L", "i", "l"),
            List.of("F", "f"),
            List.of("9", "g", "q"),
            List.of("2", "Z", "z"),
            List.of("5", "S", "s"));

    /**
     * Throws {@link IllegalArgumentException} if a group has fewer than two labels, or a label
     * occurs twice.
     */
    public ConfusableClasses {
      groups = groups.stream().map(List::copyOf).toList();
      Set<String> seen = new HashSet<>();
      for (List<String> group : groups) {
        if (group.size() < 2) {
          throw Messages.illegal("group %s must have two labels or more", group);
        }
        for (String label : group) {
          if (!seen.add(label)) {
            throw Messages.illegal("label \"%s\" occurs twice, expected each label once", label);
          }
        }
      }
    }

    /**
     * {@return the groups of a label map: 0/O, 1/I/L, F/f, 9/g/q, 2/Z and 5/S, as far as their
     * labels exist}
     *
     * @param labelMap the classes
     */
    public static ConfusableClasses of(LabelMap labelMap) {
      List<List<String>> groups = new ArrayList<>();
      for (List<String> group : EMNIST) {
        List<String> there = group.stream().filter(l -> labelMap.indexOf(l).isPresent()).toList();
        if (there.size() > 1) {
          groups.add(there);
        }
      }
      return new ConfusableClasses(groups);
    }

    /** Maps each 0-based label to the first of its group, or to itself. */
    int[] merged(LabelMap labelMap) {
      int[] merged = IntStream.range(0, labelMap.size()).toArray();
      for (List<String> group : groups) {
        for (String label : group) {
          merged[index(labelMap, label)] = index(labelMap, group.get(0));
        }
      }
      return merged;
    }

    private static int index(LabelMap labelMap, String label) {
      return labelMap
          .indexOf(label)
          .orElseThrow(
              () -> Messages.illegal("label \"%s\" is not one of the classes %s", label, labelMap));
    }
  }

  /** Computes the sums for an {@link Evaluation}. */
  static final class Tally {
    private static final double SMALLEST = 1e-12; // keeps the loss finite

    private final int[][] confusion;
    private final int[] ranks;
    private final Calibration calibration = new Calibration();
    private double loss;

    private Tally(Scores scores) {
      int classes = scores.labelMap().size();
      confusion = new int[classes][classes];
      ranks = new int[classes];
      for (int i = 0; i < scores.images(); i++) {
        int truth = scores.label(i);
        int predicted = scores.predicted(i);
        float[] probabilities = scores.row(i);
        ranks[classesAhead(truth, probabilities)]++;
        loss += loss(probabilities[truth]);
        calibration.add(probabilities[predicted], predicted == truth);
        confusion[truth][predicted]++;
      }
    }

    /** Counts the classes that rank before the right one; ties rank in label order. */
    static int classesAhead(int truth, float[] probabilities) {
      int ahead = 0;
      for (int c = 0; c < probabilities.length; c++) {
        boolean more = probabilities[c] > probabilities[truth];
        boolean first = probabilities[c] == probabilities[truth] && c < truth;
        ahead += more || first ? 1 : 0;
      }
      return ahead;
    }

    /** Returns the cross-entropy of one image. */
    static double loss(float probabilityOfTruth) {
      return -Math.log(Math.max(probabilityOfTruth, SMALLEST));
    }
  }

  /** Collects predictions in bins of equal width. */
  static final class Calibration {
    static final int BINS = 15;

    private final int[] counts = new int[BINS];
    private final double[] confidence = new double[BINS];
    private final int[] right = new int[BINS];

    void add(double probability, boolean isRight) {
      int bin = Math.min(BINS - 1, (int) (probability * BINS));
      counts[bin]++;
      confidence[bin] += probability;
      right[bin] += isRight ? 1 : 0;
    }

    Reliability reliability() {
      List<Reliability.Bin> bins = new ArrayList<>();
      for (int bin = 0; bin < BINS; bin++) {
        int count = counts[bin];
        bins.add(
            new Reliability.Bin(
                (double) bin / BINS,
                (bin + 1.0) / BINS,
                count,
                count == 0 ? 0 : confidence[bin] / count,
                count == 0 ? 0 : (double) right[bin] / count));
      }
      return new Reliability(bins);
    }
  }
}
