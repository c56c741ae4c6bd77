package io.github.emnist.model;

import io.github.emnist.data.LabelMap;
import io.github.emnist.data.internal.Checks;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.internal.JsonTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The result of recognising one image: a probability for each class. A {@link #blank()} image, one
 * without ink, has no label: {@link #label()} is empty, {@link #classIndex()} is -1, {@link
 * #probability()} is 0 and {@link #top} is empty. Immutable.
 */
public final class Prediction {
  private static final int SHOWN = 3;

  private static final int NONE = -1; // the class of a blank image

  private final LabelMap labelMap;
  private final float[] probabilities;
  private final int classIndex;
  private final boolean severalCharacters;

  private Prediction(
      LabelMap labelMap, float[] probabilities, int classIndex, boolean severalCharacters) {
    this.labelMap = labelMap;
    this.probabilities = probabilities;
    this.classIndex = classIndex;
    this.severalCharacters = severalCharacters;
  }

  /** Creates the prediction of an image with ink; does not copy the array. */
  static Prediction of(LabelMap labelMap, float[] probabilities) {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }
    return new Prediction(labelMap, probabilities, best, false);
  }

  /** Creates the prediction of an image without ink from the prior; does not copy the array. */
  static Prediction ofBlank(LabelMap labelMap, float[] prior) {
    return new Prediction(labelMap, prior, NONE, false);
  }

  /** Returns a copy for a picture that seems to contain several characters. */
  Prediction ofSeveralCharacters() {
    return blank() ? this : new Prediction(labelMap, probabilities, classIndex, true);
  }

  /** Returns a copy with other probabilities; does not copy the array. */
  Prediction withProbabilities(float[] others) {
    return severalCharacters ? of(labelMap, others).ofSeveralCharacters() : of(labelMap, others);
  }

  LabelMap labelMap() {
    return labelMap;
  }

  /**
   * A class with its probability.
   *
   * @param classIndex its 0-based label
   * @param label its name
   * @param probability in [0, 1]
   */
  public record Candidate(int classIndex, String label, float probability) {
    /** {@return such as {@code A 0.9812}} */
    @Override
    public String toString() {
      return Messages.format("%s %.4f", label, probability);
    }
  }

  /**
   * {@return the name of the most probable class, for EMNIST a single character; empty if the image
   * is {@link #blank()}}
   */
  public String label() {
    return blank() ? "" : labelMap.label(classIndex);
  }

  /**
   * {@return the code point of the most probable class; empty if its name is not a single character
   * or the image is {@link #blank()}}
   */
  public OptionalInt codePoint() {
    return blank() ? OptionalInt.empty() : labelMap.codePoint(classIndex);
  }

  /**
   * {@return the 0-based label of the most probable class, the first if several are; -1 if the
   * image is {@link #blank()}}
   */
  public int classIndex() {
    return classIndex;
  }

  /**
   * {@return the probability of the most probable class, in [0, 1]; 0 if the image is {@link
   * #blank()}}
   */
  public float probability() {
    return blank() ? 0 : probabilities[classIndex];
  }

  /**
   * {@return the probability of one class, in [0, 1]; for a {@link #blank()} image the prior}
   *
   * @param classIndex its 0-based label
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public float probability(int classIndex) {
    return probabilities[classIndex];
  }

  /**
   * {@return a copy of all probabilities, float32 {@code [classes]} in label order, of sum 1; for a
   * {@link #blank()} image the prior}
   */
  public float[] probabilities() {
    return probabilities.clone();
  }

  /**
   * {@return the most probable classes by falling probability, then in label order; none if the
   * image is {@link #blank()}} Excluded characters come last, with probability 0.
   *
   * @param k the maximum number, at least 1
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  public List<Candidate> top(int k) {
    Checks.atLeast("k", k, 1);
    return IntStream.range(0, blank() ? 0 : probabilities.length)
        .boxed()
        .sorted((a, b) -> Float.compare(probabilities[b], probabilities[a]))
        .limit(k)
        .map(i -> new Candidate(i, labelMap.label(i), probabilities[i]))
        .toList();
  }

  /**
   * {@return the difference between the two highest probabilities, in [0, 1]; with a single class
   * its probability; 0 if the image is {@link #blank()}}
   */
  public float margin() {
    List<Candidate> best = top(2);
    return best.size() < 2 ? probability() : probability() - best.get(1).probability();
  }

  /**
   * {@return Shannon's entropy of the probabilities in nats, from 0 for a certain prediction to
   * ln(classes) for equal probabilities}
   */
  public double entropy() {
    double entropy = 0;
    for (double probability : probabilities) {
      if (probability > 0) {
        entropy -= probability * Math.log(probability);
      }
    }
    return entropy;
  }

  /** {@return whether the network's input had no ink, every pixel 0, so that there is no label} */
  public boolean blank() {
    return classIndex == NONE;
  }

  /**
   * {@return whether the picture seems to contain several characters, side by side or in rows} The
   * label is then that of all ink together and seldom meaningful; {@link EmnistClassifier#readLine}
   * reads such pictures. Rarely true for a single character with separate strokes, and never for
   * images that are not preprocessed.
   */
  public boolean severalCharacters() {
    return severalCharacters;
  }

  /**
   * {@return whether there is ink and {@link #probability()} reaches a threshold}
   *
   * @param threshold in [0, 1]
   * @throws IllegalArgumentException if the threshold is not in [0, 1]
   */
  public boolean isConfident(double threshold) {
    Checks.in("threshold", threshold, 0, 1);
    return !blank() && probability() >= threshold;
  }

  /** {@return {@link #toJson(int)} with the three most probable classes} */
  public String toJson() {
    return toJson(SHOWN);
  }

  /**
   * {@return one line of JSON: {@code label}, null if the image is blank, {@code probability},
   * {@code blank}, {@code severalCharacters} and {@code top}, a list of {@code label} and {@code
   * probability}} For example {@code {"label":"A","probability":0.98,"blank":false,
   * "severalCharacters":false,"top":[{"label":"A","probability":0.98}]}}.
   *
   * @param k the maximum number of classes in {@code top}, at least 1
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  public String toJson(int k) {
    List<Map<String, Object>> candidates = new ArrayList<>();
    for (Candidate candidate : top(k)) {
      candidates.add(
          JsonTree.fields("label", candidate.label(), "probability", candidate.probability()));
    }
    Map<String, Object> json = answer();
    json.putAll(
        JsonTree.fields(
            "blank", blank(), "severalCharacters", severalCharacters, "top", candidates));
    return JsonTree.text(json);
  }

  Map<String, Object> answer() {
    return JsonTree.fields("label", blank() ? null : label(), "probability", probability());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Prediction that
        && classIndex == that.classIndex
        && severalCharacters == that.severalCharacters
        && labelMap.equals(that.labelMap)
        && Arrays.equals(probabilities, that.probabilities);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(probabilities);
  }

  /**
   * {@return the three most probable classes, such as {@code A 0.9812 (4 0.0101, H 0.0033)}; {@code
   * blank} for an image without ink}
   */
  @Override
  public String toString() {
    if (blank()) {
      return "blank";
    }
    List<Candidate> top = top(SHOWN);
    String others =
        top.stream().skip(1).map(Candidate::toString).collect(Collectors.joining(", ", "(", ")"));
    return top.get(0) + " " + others + (severalCharacters ? ", several characters" : "");
  }
}
