package io.github.emnist.train.evaluation;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Prediction;
import io.github.emnist.model.bundle.ModelMetadata.Calibration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A model's probabilities for each image of a data set, with the labels: the input of all figures
 * of this package. Takes 4 bytes per class and image. An unknown image or class causes an {@link
 * IndexOutOfBoundsException}. Immutable.
 */
public final class Scores {
  private static final int BATCH = 512;

  private final LabelMap labelMap;
  private final float[][] probabilities;
  private final int[] labels;
  private final int[] predicted;

  /** Does not copy the arrays. */
  private Scores(LabelMap labelMap, float[][] probabilities, int[] labels) {
    if (labels.length == 0) {
      throw new IllegalArgumentException("there are no images to evaluate");
    }
    this.labelMap = labelMap;
    this.probabilities = probabilities;
    this.labels = labels;
    this.predicted = Arrays.stream(probabilities).mapToInt(Scores::largest).toArray();
  }

  /**
   * Predicts every image of a data set. A blank image counts as a prediction of the first class
   * with the highest prior probability.
   *
   * @param classifier of the same classes
   * @param dataset at least one image
   * @return the scores
   * @throws IllegalArgumentException if the data set is empty or its classes are not the model's
   */
  public static Scores of(EmnistClassifier classifier, EmnistDataset dataset) {
    if (dataset.size() == 0) {
      throw new IllegalArgumentException("the data set is empty");
    }
    if (!classifier.labelMap().equals(dataset.labelMap())) {
      throw Messages.illegal(
          "the data's classes %s are not the model's %s",
          dataset.labelMap(), classifier.labelMap());
    }
    List<float[]> rows = new ArrayList<>(dataset.size());
    for (int from = 0; from < dataset.size(); from += BATCH) {
      int to = Math.min(dataset.size(), from + BATCH);
      List<GrayImage> batch = IntStream.range(from, to).mapToObj(dataset::image).toList();
      classifier.predictAll(batch).stream().map(Prediction::probabilities).forEach(rows::add);
    }
    int[] labels = IntStream.range(0, dataset.size()).map(dataset::label).toArray();
    return new Scores(dataset.labelMap(), rows.toArray(float[][]::new), labels);
  }

  /**
   * {@return scores with given probabilities}
   *
   * @param labelMap the classes
   * @param probabilities float32 {@code [images][classes]}, each row of sum 1; copied
   * @param labels the right 0-based class of each row; copied
   * @throws IllegalArgumentException if there are no images, the number of rows or a row's length
   *     is wrong, or a label is no class
   */
  public static Scores of(LabelMap labelMap, float[][] probabilities, int[] labels) {
    if (probabilities.length != labels.length) {
      throw Messages.illegal(
          "found %d labels for %d rows of probabilities", labels.length, probabilities.length);
    }
    for (int i = 0; i < labels.length; i++) {
      if (probabilities[i].length != labelMap.size()) {
        throw Messages.illegal(
            "row %d has %d probabilities, expected one for each of the %d classes",
            i, probabilities[i].length, labelMap.size());
      }
      if (labels[i] < 0 || labels[i] >= labelMap.size()) {
        throw Messages.illegal(
            "label %d of image %d must be in [0, %d)", labels[i], i, labelMap.size());
      }
    }
    float[][] copy = Arrays.stream(probabilities).map(float[]::clone).toArray(float[][]::new);
    return new Scores(labelMap, copy, labels.clone());
  }

  private static int largest(float[] row) {
    int largest = 0;
    for (int c = 1; c < row.length; c++) {
      if (row[c] > row[largest]) {
        largest = c;
      }
    }
    return largest;
  }

  /** {@return the class names, in the order of the probabilities} */
  public LabelMap labelMap() {
    return labelMap;
  }

  /** {@return the number of images, at least 1} */
  public int images() {
    return labels.length;
  }

  /**
   * {@return the 0-based label of an image}
   *
   * @param image in [0, images)
   */
  public int label(int image) {
    return labels[image];
  }

  /**
   * {@return the 0-based label of the most probable class of an image, the first if several are}
   *
   * @param image in [0, images)
   */
  public int predicted(int image) {
    return predicted[image];
  }

  /**
   * {@return whether the most probable class of an image is the right one}
   *
   * @param image in [0, images)
   */
  public boolean right(int image) {
    return predicted[image] == labels[image];
  }

  /**
   * {@return the probability of one class for one image, in [0, 1]}
   *
   * @param image in [0, images)
   * @param classIndex 0-based label
   */
  public float probability(int image, int classIndex) {
    return probabilities[image][classIndex];
  }

  /**
   * {@return the scores of some images}
   *
   * @param images indices, in the order wanted; repeats are allowed
   * @throws IllegalArgumentException if there are none
   */
  public Scores subset(int... images) {
    for (int image : images) {
      Objects.checkIndex(image, labels.length);
    }
    return new Scores(
        labelMap,
        IntStream.of(images).mapToObj(i -> probabilities[i]).toArray(float[][]::new),
        IntStream.of(images).map(i -> labels[i]).toArray());
  }

  /**
   * {@return the scores with the logits divided by a temperature} The most probable class stays the
   * same.
   *
   * @param temperature above 1 for more even probabilities, below 1 for less even ones
   * @throws IllegalArgumentException if the temperature is not a finite number above 0
   */
  public Scores atTemperature(double temperature) {
    float[][] scaled = new float[probabilities.length][];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = Calibration.apply(probabilities[i], temperature);
    }
    return new Scores(labelMap, scaled, labels);
  }

  /** Returns the probabilities of an image, not a copy. */
  float[] row(int image) {
    return probabilities[image];
  }
}
