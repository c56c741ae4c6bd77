package io.github.emnist.train.evaluation;

/**
 * The figures of one class.
 *
 * @param label the class name
 * @param support how many images are of this class
 * @param precision the share of images taken for this class that are of it; 0 where none was
 * @param recall the share of images of this class that were taken for it; 0 where there are none
 * @param f1 the harmonic mean of both; 0 where both are 0
 */
public record ClassMetrics(String label, int support, double precision, double recall, double f1) {
  static ClassMetrics of(String label, int right, int support, int predicted) {
    double precision = predicted == 0 ? 0 : (double) right / predicted;
    double recall = support == 0 ? 0 : (double) right / support;
    double f1 = right == 0 ? 0 : 2 * precision * recall / (precision + recall);
    return new ClassMetrics(label, support, precision, recall, f1);
  }
}
