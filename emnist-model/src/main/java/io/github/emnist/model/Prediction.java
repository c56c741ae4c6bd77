package io.github.emnist.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.LabelMap;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a model says of one image: a probability for each of its classes. Immutable. */
public final class Prediction {
  private static final int SHOWN = 3;

  private final LabelMap labelMap;
  private final float[] probabilities;
  private final int classIndex;
  private final boolean blank;

  /** Takes the array over. */
  Prediction(LabelMap labelMap, float[] probabilities, boolean blank) {
    this.labelMap = labelMap;
    this.probabilities = probabilities;
    this.blank = blank;
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }
    this.classIndex = best;
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
      return String.format(Locale.ROOT, "%s %.4f", label, probability);
    }
  }

  /**
   * The name of the most probable class.
   *
   * @return for EMNIST a single character
   */
  public String label() {
    return labelMap.label(classIndex);
  }

  /**
   * The character that the most probable class stands for.
   *
   * @return its code point, or empty where the class's name is not a single character
   */
  public OptionalInt codePoint() {
    return labelMap.codePoint(classIndex);
  }

  /**
   * The most probable class; of equally probable ones the first.
   *
   * @return its 0-based label
   */
  public int classIndex() {
    return classIndex;
  }

  /**
   * The probability of the most probable class.
   *
   * @return in [0, 1]
   */
  public float probability() {
    return probabilities[classIndex];
  }

  /**
   * The probability of one class.
   *
   * @param classIndex its 0-based label
   * @return in [0, 1]
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public float probability(int classIndex) {
    return probabilities[classIndex];
  }

  /**
   * A copy of all probabilities.
   *
   * @return float32 {@code [classes]} in label order, of sum 1
   */
  public float[] probabilities() {
    return probabilities.clone();
  }

  /**
   * The most probable classes. Characters that were not allowed come last, with probability 0.
   *
   * @param k how many, at least 1; where there are fewer classes, all
   * @return the most probable first, equally probable ones in label order
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  public List<Candidate> top(int k) {
    if (k < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "k (%d) must be at least 1", k));
    }
    return IntStream.range(0, probabilities.length)
        .boxed()
        .sorted((a, b) -> Float.compare(probabilities[b], probabilities[a]))
        .limit(k)
        .map(i -> new Candidate(i, labelMap.label(i), probabilities[i]))
        .toList();
  }

  /**
   * How far the most probable class is ahead of the next.
   *
   * @return the difference of their probabilities, in [0, 1]; with a single class its probability
   */
  public float margin() {
    List<Candidate> best = top(2);
    return best.size() == 1 ? probability() : probability() - best.get(1).probability();
  }

  /**
   * How undecided the model is: Shannon's entropy of the probabilities.
   *
   * @return in nats: 0 where one class has probability 1, up to ln(classes) where all are equal
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
   * Whether the image that the network saw had no ink at all, every pixel 0. The probabilities are
   * then those before any image is seen: the class prior's, all equal if none was asked for.
   *
   * @return true for an image without ink
   */
  public boolean blank() {
    return blank;
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
    return !blank && probability() >= threshold;
  }

  /**
   * The answer and the three most probable classes as JSON.
   *
   * @return as {@link #toJson(int)}
   */
  public String toJson() {
    return toJson(SHOWN);
  }

  /**
   * The answer as JSON: {@code label}, {@code probability}, {@code blank} and {@code top}, a list
   * of {@code label} and {@code probability}.
   *
   * @param k how many classes to list, at least 1
   * @return one line, for example {@code
   *     {"label":"A","probability":0.98,"blank":false,"top":[{"label":"A","probability":0.98}]}}
   * @throws IllegalArgumentException if {@code k} is below 1
   */
  public String toJson(int k) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("label", label()).put("probability", probability()).put("blank", blank);
    ArrayNode candidates = json.putArray("top");
    for (Candidate candidate : top(k)) {
      candidates
          .addObject()
          .put("label", candidate.label())
          .put("probability", candidate.probability());
    }
    return json.toString();
  }

  /** The three most probable classes: {@code A 0.9812 (4 0.0101, H 0.0033)}. */
  @Override
  public String toString() {
    List<Candidate> top = top(SHOWN);
    String others =
        top.stream().skip(1).map(Candidate::toString).collect(Collectors.joining(", ", "(", ")"));
    return (blank ? "blank, " : "") + top.get(0) + " " + others;
  }
}
