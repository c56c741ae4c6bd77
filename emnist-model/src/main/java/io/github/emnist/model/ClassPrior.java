package io.github.emnist.model;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.internal.Messages;
import java.util.Arrays;

/**
 * The prior probabilities of the classes. A network trained on equally many images of each class
 * predicts as if all were equally frequent; a prior corrects this by Bayes' rule, so that the more
 * frequent of two look-alikes wins. Immutable.
 */
public final class ClassPrior {
  /**
   * The histogram of 225,930 images drawn from the official EMNIST ByClass and ByMerge files, which
   * keep the frequencies of NIST Special Database 19: 0 to 9, A to Z, then a b d e f g h n q r t.
   */
  private static final double[] EMNIST = {
    11308, 12492, 11389, 11543, 10873, 10255, 11224, 11781, 11031, 11061, 1997, 1211, 4235, 1396,
    1601, 2892, 786, 1005, 4770, 1757, 1567, 6561, 3787, 2613, 9118, 3448, 732, 1566, 7679, 3070,
    4885, 2380, 2382, 1683, 2262, 1758, 3204, 1681, 3307, 7975, 727, 1088, 2890, 3646, 952, 4573,
    5789
  };

  private static final ClassPrior BALANCED = new ClassPrior("balanced", null, null);
  private static final ClassPrior NATURAL =
      new ClassPrior("natural", EmnistSplit.BALANCED.labelMap(), EMNIST);

  private final String name;
  private final LabelMap labelMap;
  private final double[] frequencies;

  private ClassPrior(String name, LabelMap labelMap, double[] frequencies) {
    this.name = name;
    this.labelMap = labelMap;
    this.frequencies = frequencies;
  }

  /**
   * {@return a prior of equal frequencies, which keep the network's probabilities; for any model}
   */
  public static ClassPrior balanced() {
    return BALANCED;
  }

  /**
   * {@return a prior of the frequencies on the forms of EMNIST, where half of all characters are
   * digits, and an O is twelve times as frequent as a Q; for models with the 47 classes of EMNIST
   * Balanced and ByMerge}
   */
  public static ClassPrior natural() {
    return NATURAL;
  }

  /**
   * {@return a prior of the given frequencies}
   *
   * @param labelMap the classes of the model
   * @param frequencies one for each class, as counts or shares: finite, 0 or more, not all 0
   * @throws IllegalArgumentException if their number is wrong, or one is out of range
   */
  public static ClassPrior of(LabelMap labelMap, double... frequencies) {
    if (frequencies.length != labelMap.size()) {
      throw Messages.illegal(
          "frequencies (%d) must be as many as classes (%d)", frequencies.length, labelMap.size());
    }
    for (int c = 0; c < frequencies.length; c++) {
      if (!(frequencies[c] >= 0 && frequencies[c] < Double.POSITIVE_INFINITY)) {
        throw Messages.illegal(
            "frequency of %s (%s) must be a finite number of 0 or more",
            labelMap.label(c), frequencies[c]);
      }
    }
    if (Arrays.stream(frequencies).allMatch(frequency -> frequency == 0)) {
      throw new IllegalArgumentException("one frequency at least must be above 0");
    }
    return new ClassPrior("own", labelMap, frequencies.clone());
  }

  /**
   * Returns the relative frequencies, at most 1.
   *
   * @throws IllegalArgumentException if the prior is for other classes
   */
  double[] weights(LabelMap classes) {
    double[] weights = new double[classes.size()];
    if (labelMap == null) {
      Arrays.fill(weights, 1);
      return weights;
    }
    if (!labelMap.equals(classes)) {
      throw Messages.illegal(
          "the %s class prior is for %s, the model has %s; ClassPrior.of takes other frequencies",
          name, labelMap.labels(), classes.labels());
    }
    double largest = Arrays.stream(frequencies).max().getAsDouble();
    Arrays.setAll(weights, c -> frequencies[c] / largest);
    return weights;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassPrior that
        && (labelMap == null ? that.labelMap == null : labelMap.equals(that.labelMap))
        && Arrays.equals(frequencies, that.frequencies);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(frequencies);
  }

  @Override
  public String toString() {
    return "ClassPrior[" + name + "]";
  }
}
