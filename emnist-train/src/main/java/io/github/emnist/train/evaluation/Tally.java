package io.github.emnist.train.evaluation;

/** The running sums behind an {@link Evaluation}. */
final class Tally {
  /** Keeps the loss finite where the right class was given no probability at all. */
  static final double SMALLEST = 1e-12;

  final int[][] confusion;
  final Calibration calibration = new Calibration();
  int images;
  int correct;
  int inTop3;
  double loss;

  Tally(int classes) {
    confusion = new int[classes][classes];
  }

  /** Of equally probable classes the first counts as predicted. */
  void add(int truth, float[] probabilities) {
    int predicted = 0;
    int ahead = 0; // how many classes rank before the right one
    for (int c = 0; c < probabilities.length; c++) {
      if (probabilities[c] > probabilities[predicted]) {
        predicted = c;
      }
      boolean more = probabilities[c] > probabilities[truth];
      boolean first = probabilities[c] == probabilities[truth] && c < truth;
      ahead += more || first ? 1 : 0;
    }
    images++;
    correct += predicted == truth ? 1 : 0;
    inTop3 += ahead < 3 ? 1 : 0;
    loss -= Math.log(Math.max(probabilities[truth], SMALLEST));
    calibration.add(probabilities[predicted], predicted == truth);
    confusion[truth][predicted]++;
  }
}
