package io.github.emnist.train.evaluation;

/** The running sums behind an {@link Evaluation}. */
final class Tally {
  /** Keeps the loss finite where the right class was given no probability at all. */
  static final double SMALLEST = 1e-12;

  final int[][] confusion;

  /** How many images have their right class at rank 1, 2, ... */
  final int[] ranks;

  final Calibration calibration = new Calibration();
  double loss;

  private Tally(int classes) {
    confusion = new int[classes][classes];
    ranks = new int[classes];
  }

  static Tally of(Scores scores) {
    Tally tally = new Tally(scores.labelMap().size());
    for (int i = 0; i < scores.images(); i++) {
      tally.add(scores.label(i), scores.predicted(i), scores.row(i));
    }
    return tally;
  }

  private void add(int truth, int predicted, float[] probabilities) {
    ranks[classesAhead(truth, probabilities)]++;
    loss += loss(probabilities[truth]);
    calibration.add(probabilities[predicted], predicted == truth);
    confusion[truth][predicted]++;
  }

  /** How many classes rank before the right one; of equally probable ones the first. */
  static int classesAhead(int truth, float[] probabilities) {
    int ahead = 0;
    for (int c = 0; c < probabilities.length; c++) {
      boolean more = probabilities[c] > probabilities[truth];
      boolean first = probabilities[c] == probabilities[truth] && c < truth;
      ahead += more || first ? 1 : 0;
    }
    return ahead;
  }

  /** The cross-entropy of one image. */
  static double loss(float probabilityOfTruth) {
    return -Math.log(Math.max(probabilityOfTruth, SMALLEST));
  }
}
