package io.github.emnist.model;

import io.github.emnist.data.LabelMap;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.internal.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a model says of one image: a probability for each of its classes. A {@link #blank()} image,
 * one without ink, has no label: {@link #label()} is empty, {@link #classIndex()} is -1, {@link
 * #probability()} is 0 and {@link #top} lists nothing. Immutable.
 */
public final class Prediction {
  private static final int SHOWN = 3;

  /** The class of a blank image. */
  private static final int NONE = -1;

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

  /** Of an image with ink. Takes the array over. */
  static Prediction of(LabelMap labelMap, float[] probabilities) {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }
    return new Prediction(labelMap, probabilities, best, false);
  }

  /** Of an image without ink. Takes the array over, which holds what is expected of any image. */
  static Prediction ofBlank(LabelMap labelMap, float[] prior) {
    return new Prediction(labelMap, prior, NONE, false);
  }

  /** The same, of a picture that seems to hold more than one character. */
  Prediction ofSeveralCharacters() {
    return blank() ? this : new Prediction(labelMap, probabilities, classIndex, true);
  }

  /** The same image's, with other probabilities; takes the array over. */
  Prediction withProbabilities(float[] others) {
    return severalCharacters ? of(labelMap, others).ofSeveralCharacters() : of(labelMap, others);
  }

  LabelMap labelMap() {
    return labelMap;
  }

  /**
   * One class that the image may show.
   *
   * @param classIndex its 0-based label
   * @param label its name
   * @param probability in [0, 1]
   */
  public record Candidate(int classIndex, String label, float probability) {
    /** For example {@code A 0.9812}. */
    @Override
    public String toString() {
      return Messages.format("%s %.4f", label, probability);
    }
  }

  /**
   * {@return the name of the most probable class: for EMNIST a single character; the empty string
   * where the image is {@link #blank()}}
   */
  public String label() {
    return blank() ? "" : labelMap.label(classIndex);
  }

  /**
   * {@return the code point of the character that the most probable class stands for; empty where
   * the class's name is not a single character and where the image is {@link #blank()}}
   */
  public OptionalInt codePoint() {
    return blank() ? OptionalInt.empty() : labelMap.codePoint(classIndex);
  }

  /**
   * {@return the 0-based label of the most probable class, of equally probable ones the first; -1,
   * which is no class, where the image is {@link #blank()}}
   */
  public int classIndex() {
    return classIndex;
  }

  /**
   * {@return the probability of the most probable class, in [0, 1]; 0 where the image is {@link
   * #blank()}}
   */
  public float probability() {
    return blank() ? 0 : probabilities[classIndex];
  }

  /**
   * Returns the probability of one class. Of a {@link #blank()} image it is the class prior's.
   *
   * @param classIndex its 0-based label
   * @return in [0, 1]
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public float probability(int classIndex) {
    return probabilities[classIndex];
  }

  /**
   * Returns a copy of all probabilities. Those of a {@link #blank()} image are what is expected
   * before any image is seen: the class prior's, all equal if none was asked for.
   *
   * @return float32 {@code [classes]} in label order, of sum 1
   */
  public float[] probabilities() {
    return probabilities.clone();
  }

  /**
   * Lists the most probable classes. Characters that were not allowed come last, with probability
   * 0.
   *
   * @param k how many, at least 1; where there are fewer classes, all
   * @return the most probable first, equally probable ones in label order; none where the image is
   *     {@link #blank()}
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  public List<Candidate> top(int k) {
    if (k < 1) {
      throw new IllegalArgumentException(Messages.format("k (%d) must be at least 1", k));
    }
    return IntStream.range(0, blank() ? 0 : probabilities.length)
        .boxed()
        .sorted((a, b) -> Float.compare(probabilities[b], probabilities[a]))
        .limit(k)
        .map(i -> new Candidate(i, labelMap.label(i), probabilities[i]))
        .toList();
  }

  /**
   * {@return how far the probability of the most probable class is ahead of the next, in [0, 1];
   * with a single class its probability; 0 where the image is {@link #blank()}}
   */
  public float margin() {
    List<Candidate> best = top(2);
    return best.size() < 2 ? probability() : probability() - best.get(1).probability();
  }

  /**
   * {@return how undecided the model is: Shannon's entropy of the probabilities in nats, 0 where
   * one class has probability 1, up to ln(classes) where all are equal}
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

  /**
   * {@return whether the image that the network saw had no ink at all, every pixel 0; it then has
   * no label}
   */
  public boolean blank() {
    return classIndex == NONE;
  }

  /**
   * Whether the picture seems to hold more than one character, side by side or in rows. The label
   * is then of all its ink together, and seldom means anything; {@link EmnistClassifier#readLine}
   * reads such pictures. Only pictures are looked at, of any kind; images that go into the network
   * as they are never say so.
   *
   * @return true for a picture of several characters; rarely for one whose strokes stand apart
   */
  public boolean severalCharacters() {
    return severalCharacters;
  }

  /**
   * Whether the answer can be relied on. A blank image never can be.
   *
   * @param threshold the least {@link #probability()} to rely on, in [0, 1]
   * @return true if there is ink and the most probable class reaches the threshold
   * @throws IllegalArgumentException if the threshold is not in [0, 1]
   */
  public boolean isConfident(double threshold) {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("threshold (" + threshold + ") must be in [0, 1]");
    }
    return !blank() && probability() >= threshold;
  }

  /**
   * {@return the answer and the three most probable classes as JSON, as {@link #toJson(int)} has
   * them}
   */
  public String toJson() {
    return toJson(SHOWN);
  }

  /**
   * The answer as JSON: {@code label}, null where the image is blank, {@code probability}, {@code
   * blank}, {@code severalCharacters} and {@code top}, a list of {@code label} and {@code
   * probability}.
   *
   * @param k how many classes to list, at least 1
   * @return one line, for example {@code {"label":"A","probability":0.98,"blank":false,
   *     "severalCharacters":false,"top":[{"label":"A","probability":0.98}]}}
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

  /** The label and its probability. */
  Map<String, Object> answer() {
    return JsonTree.fields("label", blank() ? null : label(), "probability", probability());
  }

  /**
   * The three most probable classes: {@code A 0.9812 (4 0.0101, H 0.0033)}; {@code blank} for an
   * image without ink.
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
