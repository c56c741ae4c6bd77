package io.github.emnist.augment;

/**
 * The weights with which lattice nodes along one axis reach its pixels: a Gaussian of the distance,
 * scaled so that independent noise on the nodes gives the variance that noise on every pixel would
 * give when smoothed by the normalised Gaussian. Kept as long as the same is asked for.
 */
final class GaussianTaps {
  private static final int TAPS = 5;

  private int size;
  private double sigma;
  private double step;
  private int nodes;
  private int[] first = {};
  private float[] weights = {};

  void set(int newSize, double newSigma, double newStep) {
    if (newSize == size && newSigma == sigma && newStep == step) {
      return;
    }
    size = newSize;
    sigma = newSigma;
    step = newStep;
    double centre = (size - 1) / 2.0;
    // The nodes lie at the centre and to both sides of it, as far as taps of the last pixel reach.
    int side = (int) Math.rint(centre / step) + TAPS / 2;
    nodes = 2 * side + 1;
    if (first.length < size) {
      first = new int[size];
      weights = new float[size * TAPS];
    }
    double scale = Math.sqrt(step) / (sigma * Math.sqrt(2 * Math.PI));
    for (int i = 0; i < size; i++) {
      double at = (i - centre) / step + side;
      first[i] = Math.min(Math.max((int) Math.rint(at) - TAPS / 2, 0), nodes - TAPS);
      for (int tap = 0; tap < TAPS; tap++) {
        double distance = (first[i] + tap - at) * step / sigma;
        weights[i * TAPS + tap] = (float) (scale * StrictMath.exp(-distance * distance / 2));
      }
    }
  }

  int nodes() {
    return nodes;
  }

  /** The first of each pixel's five nodes. */
  int[] first() {
    return first;
  }

  /** Five weights for each pixel. */
  float[] weights() {
    return weights;
  }
}
