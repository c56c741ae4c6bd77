package io.github.emnist.augment;

/**
 * The weights with which the nodes of a lattice along one axis reach its pixels: a Gaussian of
 * their distance. The lattice's step is a whole number of pixels, so that the weights of a pixel
 * follow from its phase, its number modulo the step. They are scaled so that independent noise on
 * the nodes gives the variance that noise on every pixel would give when smoothed by the normalised
 * Gaussian. Kept as long as the same sigma is asked for.
 */
final class LatticeTaps {
  /**
   * The largest step in units of sigma: the variance ripples between nodes by 2 exp(-pi^2 /
   * 1.33^2).
   */
  private static final double MAX_STEP = 1.33;

  /** What lies farther away, in units of sigma, counts for nothing. */
  private static final double REACH = 2.9;

  private double sigma;
  private int step;
  private int taps;
  private float[] weights = {};

  void set(double newSigma) {
    if (newSigma == sigma) {
      return;
    }
    sigma = newSigma;
    step = Math.max(1, (int) (MAX_STEP * sigma));
    int side = (int) Math.max(2, Math.ceil(REACH * sigma / step - 0.5));
    taps = 2 * side + 1;
    weights = weights.length < step * taps ? new float[step * taps] : weights;
    double scale = Math.sqrt(step) / (sigma * Math.sqrt(2 * Math.PI));
    for (int phase = 0; phase < step; phase++) {
      for (int tap = 0; tap < taps; tap++) {
        // The middle tap's node lies in the middle of the pixels that share their nodes.
        double distance = ((tap - side) * step + (step - 1) / 2.0 - phase) / sigma;
        weights[phase * taps + tap] = (float) (scale * StrictMath.exp(-distance * distance / 2));
      }
    }
  }

  /** Pixels from node to node. */
  int step() {
    return step;
  }

  /** How many nodes reach a pixel: an odd number, at least 5. */
  int taps() {
    return taps;
  }

  /** How many nodes reach the pixels of an axis. */
  int nodes(int size) {
    return groups(size, 0) + taps - 1;
  }

  /** How many pixels of an axis have a phase. */
  int groups(int size, int phase) {
    return (size - phase + step - 1) / step;
  }

  float weight(int phase, int tap) {
    return weights[phase * taps + tap];
  }
}
