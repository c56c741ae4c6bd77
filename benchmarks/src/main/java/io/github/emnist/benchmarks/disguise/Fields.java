package io.github.emnist.benchmarks.disguise;

import java.util.random.RandomGenerator;

/** Computes values over a picture's pixels, row-major: light, unevenness, printed lines. */
final class Fields {
  private Fields() {}

  /**
   * Returns light that falls off evenly across a picture.
   *
   * @param width in pixels
   * @param height in pixels
   * @param direction towards the dark, in radians
   * @param darkest the light in the farthest corner
   * @return from 1 in one corner to {@code darkest} in the opposite one
   */
  static float[] gradient(int width, int height, double direction, double darkest) {
    double dx = Math.cos(direction);
    double dy = Math.sin(direction);
    double reach = Math.abs(dx) * width / 2 + Math.abs(dy) * height / 2;
    float[] light = new float[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double along = ((x - width / 2.0) * dx + (y - height / 2.0) * dy) / reach;
        light[y * width + x] = (float) (1 - (1 - darkest) * (along + 1) / 2);
      }
    }
    return light;
  }

  /**
   * Returns smooth random unevenness: Gaussian values on a lattice, interpolated smoothly.
   *
   * @param random the generator
   * @param width in pixels
   * @param height in pixels
   * @param grain the distance between lattice points, in pixels: the size of the features
   * @return values of mean 0, of deviation 1 on the lattice and less between
   */
  static float[] unevenness(RandomGenerator random, int width, int height, double grain) {
    int columns = (int) (width / grain) + 2;
    int rows = (int) (height / grain) + 2;
    float[] lattice = new float[columns * rows];
    for (int i = 0; i < lattice.length; i++) {
      lattice[i] = (float) random.nextGaussian();
    }
    float[] field = new float[width * height];
    for (int y = 0; y < height; y++) {
      int row = (int) (y / grain);
      float down = smooth(y / grain - row);
      for (int x = 0; x < width; x++) {
        int column = (int) (x / grain);
        float across = smooth(x / grain - column);
        int at = row * columns + column;
        float above = lattice[at] + across * (lattice[at + 1] - lattice[at]);
        at += columns;
        float below = lattice[at] + across * (lattice[at + 1] - lattice[at]);
        field[y * width + x] = above + down * (below - above);
      }
    }
    return field;
  }

  /** Returns a smooth step from 0 at 0 to 1 at 1, with slope 0 at both. */
  static float smooth(double t) {
    return (float) (t * t * (3 - 2 * t));
  }

  /**
   * Returns the lines of squared paper.
   *
   * @param placement the picture, and the angle at which the paper lies
   * @param pitch the distance between lines, in pixels
   * @param thickness of a line, in pixels
   * @param phaseX the place of the first vertical line, from 0 to 1 pitches
   * @param phaseY the place of the first horizontal line, from 0 to 1 pitches
   * @return the part of each pixel that a line covers, 0 to 1
   */
  static float[] squares(
      Placement placement, double pitch, double thickness, double phaseX, double phaseY) {
    double cos = Math.cos(placement.angle());
    double sin = Math.sin(placement.angle());
    float[] lines = new float[placement.width() * placement.height()];
    for (int y = 0; y < placement.height(); y++) {
      for (int x = 0; x < placement.width(); x++) {
        double u = (x * cos + y * sin) / pitch - phaseX;
        double v = (-x * sin + y * cos) / pitch - phaseY;
        double distance = pitch * Math.min(toWhole(u), toWhole(v));
        double covered = thickness / 2 + 0.5 - distance;
        lines[y * placement.width() + x] = (float) Math.min(1, Math.max(0, covered));
      }
    }
    return lines;
  }

  private static double toWhole(double value) {
    return Math.abs(value - Math.rint(value));
  }

  /** Returns the field after a Gaussian blur; the border pixels are repeated outwards. */
  static float[] blurred(float[] field, int width, int height, double deviation) {
    int reach = (int) Math.ceil(3 * deviation);
    float[] kernel = new float[2 * reach + 1];
    float sum = 0;
    for (int k = 0; k < kernel.length; k++) {
      double distance = (k - reach) / deviation;
      kernel[k] = (float) Math.exp(-distance * distance / 2);
      sum += kernel[k];
    }
    for (int k = 0; k < kernel.length; k++) {
      kernel[k] /= sum;
    }
    // Rows into columns, twice: the second pass puts the picture back upright.
    return rowsBlurred(rowsBlurred(field, width, height, kernel), height, width, kernel);
  }

  private static float[] rowsBlurred(float[] field, int width, int height, float[] kernel) {
    int reach = kernel.length / 2;
    float[] transposed = new float[field.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float value = 0;
        for (int k = 0; k < kernel.length; k++) {
          int at = Math.min(width - 1, Math.max(0, x + k - reach));
          value += kernel[k] * field[y * width + at];
        }
        transposed[x * height + y] = value;
      }
    }
    return transposed;
  }
}
