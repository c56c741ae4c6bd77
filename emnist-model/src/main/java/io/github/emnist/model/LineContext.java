package io.github.emnist.model;

import io.github.emnist.data.LabelMap;
import io.github.emnist.data.preprocess.CharacterSegmenter.CharacterRegion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Uses the neighbours in a word to decide between look-alikes such as O and 0: a hidden Markov
 * model over the characters of each word, solved by the forward-backward algorithm (Rabiner, "A
 * tutorial on hidden Markov models", 1989).
 *
 * <p>A character is a digit, a capital or a small letter. The priors, independent of language:
 *
 * <ul>
 *   <li>nine of ten words are <b>texts</b>, in which the kind of character seldom changes: between
 *       digit and capital with probability 0.01, between a small letter and either with 0.0025, but
 *       from the first capital of a word to a small letter with 0.3;
 *   <li>one of ten words is a <b>code</b>, such as a plate, which changes between digits and
 *       capitals with probability 0.25.
 * </ul>
 *
 * <p>All classes of a kind are equally frequent; the kind of the first character is as probable as
 * its number of classes; a class for both cases counts half for each. The observations are the
 * calibrated probabilities and, in rows of three or more, the height of the character and the
 * position of its foot. A single character in its word keeps the network's prediction.
 */
final class LineContext {
  private static final double CODE = 0.1;
  private static final double SWITCH_IN_CODE = 0.25;
  private static final double SWITCH = 0.01;
  private static final double SWITCH_TO_SMALL = 0.0025;
  private static final double SMALL_AFTER_CAPITAL = 0.3;

  // The states: kinds of characters in a text, then in a code.
  private static final int DIGIT = 0;
  private static final int CAPITAL = 1;
  private static final int SMALL = 2;
  private static final int CODE_DIGIT = 3;
  private static final int CODE_CAPITAL = 4;
  private static final int STATES = 5;

  /** The share of characters whose size and position carry no information. */
  private static final double UNTOLD = 0.3;

  // In capital heights: standard deviations, then means of the shapes (with ascenders, small, with
  // descenders); feet are measured below the line.
  private static final double HEIGHT_DEVIATION = 0.14;
  private static final double FOOT_DEVIATION = 0.12;
  private static final double[] HEIGHTS = {1, 0.65, 0.95};
  private static final double[] FEET = {0, 0, 0.3};

  private static final String LOW = "acemnorsuvwxz";
  private static final String DESCENDING = "gjpqy";

  private static final int FEWEST = 3; // characters to determine the line of a row
  private static final int TRIED_HEIGHTS = 9; // candidates for the height of capitals
  private static final double MOST_SLOPE = 0.3; // about 17 degrees, as in the segmenter

  private final double sharpness;

  /** The probability of each class in each state; rows of sum 1, or 0 without classes. */
  private final double[][] emission = new double[STATES][];

  /** Indices into {@link #HEIGHTS} by state and class. */
  private final int[][] shapes;

  private final double[] first = new double[STATES];
  private final double[][] afterFirst;
  private final double[][] later;

  /**
   * Creates the context for a model's classes.
   *
   * @param temperature for probabilities that are not calibrated yet, else 1
   */
  LineContext(LabelMap labelMap, double temperature) {
    sharpness = 1 / temperature;
    double[][] members = members(labelMap);
    double[] sizes = Arrays.stream(members).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
    for (int state = 0; state < STATES; state++) {
      int kind = state % CODE_DIGIT;
      emission[state] = members[kind].clone();
      for (int c = 0; c < emission[state].length; c++) {
        emission[state][c] /= Math.max(sizes[kind], Double.MIN_NORMAL);
      }
      first[state] =
          state < CODE_DIGIT
              ? (1 - CODE) * sizes[kind] / labelMap.size()
              : CODE * sizes[kind] / Math.max(1, sizes[DIGIT] + sizes[CAPITAL]);
    }
    shapes = shapes(labelMap);
    afterFirst = transitions(SMALL_AFTER_CAPITAL);
    later = transitions(SWITCH_TO_SMALL);
  }

  /** Returns the share of each class in each kind, equal for classes of no kind. */
  private static double[][] members(LabelMap labelMap) {
    double[][] members = new double[CODE_DIGIT][labelMap.size()];
    for (int c = 0; c < labelMap.size(); c++) {
      int character = labelMap.codePoint(c).orElse(' ');
      if (Character.isDigit(character)) {
        members[DIGIT][c] = 1;
      } else if (Character.isUpperCase(character)) {
        boolean both = labelMap.indexOf(lowerCase(character)).isEmpty();
        members[CAPITAL][c] = both ? 0.5 : 1;
        members[SMALL][c] = both ? 0.5 : 0;
      } else if (Character.isLowerCase(character)) {
        boolean both =
            labelMap.indexOf(Character.toString(Character.toUpperCase(character))).isEmpty();
        members[CAPITAL][c] = both ? 0.5 : 0;
        members[SMALL][c] = both ? 0.5 : 1;
      } else {
        for (double[] kind : members) {
          kind[c] = 1.0 / CODE_DIGIT;
        }
      }
    }
    return members;
  }

  private static String lowerCase(int character) {
    return Character.toString(Character.toLowerCase(character));
  }

  private static int[][] shapes(LabelMap labelMap) {
    int[][] shapes = new int[STATES][labelMap.size()];
    for (int c = 0; c < labelMap.size(); c++) {
      String small =
          labelMap.codePoint(c).isEmpty() ? " " : lowerCase(labelMap.codePoint(c).getAsInt());
      shapes[SMALL][c] = LOW.contains(small) ? 1 : DESCENDING.contains(small) ? 2 : 0;
    }
    return shapes;
  }

  private static double[][] transitions(double smallAfterCapital) {
    double[][] to = new double[STATES][STATES];
    to[DIGIT][CAPITAL] = SWITCH;
    to[DIGIT][SMALL] = SWITCH_TO_SMALL;
    to[CAPITAL][DIGIT] = SWITCH;
    to[CAPITAL][SMALL] = smallAfterCapital;
    to[SMALL][DIGIT] = SWITCH_TO_SMALL;
    to[SMALL][CAPITAL] = SWITCH_TO_SMALL;
    to[CODE_DIGIT][CODE_CAPITAL] = SWITCH_IN_CODE;
    to[CODE_CAPITAL][CODE_DIGIT] = SWITCH_IN_CODE;
    for (int state = 0; state < STATES; state++) {
      to[state][state] = 1 - Arrays.stream(to[state]).sum();
    }
    return to;
  }

  /**
   * Returns predictions in context.
   *
   * @param regions in reading order
   * @param alone the network's predictions
   * @return one for each; blank ones stay blank
   */
  List<Prediction> read(List<CharacterRegion> regions, List<Prediction> alone) {
    List<Prediction> read = new ArrayList<>(alone);
    for (int row = 0; row < regions.size(); ) {
      int end = row;
      while (end < regions.size() && regions.get(end).row() == regions.get(row).row()) {
        end++;
      }
      List<Seen> seen = see(regions.subList(row, end), alone.subList(row, end));
      for (int word = row; word < end; ) {
        int next = word + 1;
        while (next < end && !regions.get(next).spaceBefore()) {
          next++;
        }
        if (next > word + 1) {
          readWord(seen.subList(word - row, next - row), read.subList(word, next));
        }
        word = next;
      }
      row = end;
    }
    return read;
  }

  /** The observed likelihoods of a character, by class and by shape, in any unit. */
  private record Seen(double[] classes, double[] shapes) {}

  private List<Seen> see(List<CharacterRegion> row, List<Prediction> alone) {
    double[][] classes = new double[row.size()][];
    for (int i = 0; i < classes.length; i++) {
      float[] probabilities = alone.get(i).probabilities();
      classes[i] = new double[probabilities.length];
      for (int c = 0; c < probabilities.length; c++) {
        classes[i][c] = Math.pow(probabilities[c], sharpness);
      }
    }
    double[][] places = places(row, classes);
    List<Seen> seen = new ArrayList<>();
    for (int i = 0; i < classes.length; i++) {
      seen.add(new Seen(classes[i], places[i]));
    }
    return seen;
  }

  /** Returns the likelihoods of the characters' shapes, for the best height of capitals. */
  private double[][] places(List<CharacterRegion> row, double[][] classes) {
    double[][] best = new double[row.size()][HEIGHTS.length];
    if (row.size() < FEWEST) {
      Arrays.stream(best).forEach(place -> Arrays.fill(place, 1));
      return best;
    }
    double[][] expected = Arrays.stream(classes).map(this::expectedShapes).toArray(double[][]::new);
    double[] feet = feet(row);
    double[] heights = row.stream().mapToDouble(CharacterRegion::height).sorted().toArray();
    double most = Double.NEGATIVE_INFINITY;
    int tried = Math.min(TRIED_HEIGHTS, heights.length);
    for (int i = 0; i < tried; i++) {
      double height = heights[i * (heights.length - 1) / (tried - 1)];
      for (double capital : new double[] {height, height / HEIGHTS[1]}) {
        double[][] places = new double[row.size()][];
        double sum = 0;
        for (int k = 0; k < places.length; k++) {
          places[k] = place(row.get(k).height() / capital, feet[k] / capital);
          sum += Math.log(dot(expected[k], places[k]));
        }
        if (sum > most) {
          most = sum;
          best = places;
        }
      }
    }
    return best;
  }

  /** Returns the probabilities of a character's shapes without context. */
  private double[] expectedShapes(double[] classes) {
    double[] expected = new double[HEIGHTS.length];
    for (int state = 0; state < CODE_DIGIT; state++) {
      for (int c = 0; c < classes.length; c++) {
        expected[shapes[state][c]] += first[state] * emission[state][c] * classes[c];
      }
    }
    double sum = Arrays.stream(expected).sum();
    return Arrays.stream(expected).map(shape -> shape / sum).toArray();
  }

  private static double[] place(double height, double foot) {
    double[] place = new double[HEIGHTS.length];
    for (int shape = 0; shape < place.length; shape++) {
      double h = (height - HEIGHTS[shape]) / HEIGHT_DEVIATION;
      double f = (foot - FEET[shape]) / FOOT_DEVIATION;
      place[shape] = UNTOLD + (1 - UNTOLD) * Math.exp(-(h * h + f * f) / 2);
    }
    return place;
  }

  /** Returns how far each character reaches below the row's (median) line, in pixels. */
  private static double[] feet(List<CharacterRegion> row) {
    int half = row.size() / 2;
    double[] slopes = new double[row.size() - half];
    for (int i = 0; i < slopes.length; i++) {
      CharacterRegion left = row.get(i);
      CharacterRegion right = row.get(i + half);
      double run = Math.max(1, middle(right) - middle(left));
      slopes[i] = (right.y() + right.height() - left.y() - left.height()) / run;
    }
    double slope = Math.max(-MOST_SLOPE, Math.min(median(slopes), MOST_SLOPE));
    double[] feet = row.stream().mapToDouble(r -> r.y() + r.height() - slope * middle(r)).toArray();
    double line = median(feet);
    return Arrays.stream(feet).map(foot -> foot - line).toArray();
  }

  private static double middle(CharacterRegion region) {
    return region.x() + region.width() / 2.0;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  /** Replaces the predictions of a word, except blank ones. */
  private void readWord(List<Seen> seen, List<Prediction> word) {
    int length = word.size();
    double[][] shown = new double[length][STATES];
    for (int i = 0; i < length; i++) {
      for (int state = 0; state < STATES; state++) {
        shown[i][state] = dot(shown(seen.get(i), state), emission[state]);
      }
    }
    double[][] forward = new double[length][];
    for (int i = 0; i < length; i++) {
      forward[i] = i == 0 ? first.clone() : ahead(forward[i - 1], i == 1 ? afterFirst : later);
      multiply(forward[i], shown[i]);
      if (!normalise(forward[i])) {
        return; // the model excludes the observations, for example with --only and one letter
      }
    }
    double[] backward = new double[STATES];
    Arrays.fill(backward, 1);
    for (int i = length - 1; i >= 0; i--) {
      if (!word.get(i).blank()) {
        word.set(
            i, word.get(i).withProbabilities(mixed(seen.get(i), forward[i], backward, shown[i])));
      }
      multiply(backward, shown[i]);
      backward = behind(backward, i == 1 ? afterFirst : later);
      normalise(backward);
    }
  }

  private double[] shown(Seen seen, int state) {
    double[] shown = seen.classes().clone();
    for (int c = 0; c < shown.length; c++) {
      shown[c] *= seen.shapes()[shapes[state][c]];
    }
    return shown;
  }

  /** Returns the classes' probabilities over all states of a character. */
  private float[] mixed(Seen seen, double[] forward, double[] backward, double[] shown) {
    double[] sums = new double[seen.classes().length];
    for (int state = 0; state < STATES; state++) {
      if (shown[state] == 0) {
        continue;
      }
      double weight = forward[state] * backward[state] / shown[state];
      double[] classes = shown(seen, state);
      for (int c = 0; c < sums.length; c++) {
        sums[c] += weight * classes[c] * emission[state][c];
      }
    }
    normalise(sums);
    float[] probabilities = new float[sums.length];
    for (int c = 0; c < sums.length; c++) {
      probabilities[c] = (float) sums[c];
    }
    return probabilities;
  }

  private static double[] ahead(double[] from, double[][] transitions) {
    double[] to = new double[STATES];
    for (int state = 0; state < STATES; state++) {
      for (int next = 0; next < STATES; next++) {
        to[next] += from[state] * transitions[state][next];
      }
    }
    return to;
  }

  private static double[] behind(double[] to, double[][] transitions) {
    return Arrays.stream(transitions).mapToDouble(row -> dot(row, to)).toArray();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void multiply(double[] values, double[] factors) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factors[i];
    }
  }

  /** Divides by the sum, or returns false if that is 0. */
  private static boolean normalise(double[] values) {
    double sum = Arrays.stream(values).sum();
    if (!(sum > 0)) {
      return false;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] /= sum;
    }
    return true;
  }
}
