package io.github.emnist.data.internal.image;

import java.util.Arrays;

/**
 * The way of the pen as short straight pieces: points with the line's radius there. Grows as
 * needed; reused from character to character.
 */
public final class PenPath {
  private double[] x = new double[256];
  private double[] y = new double[256];
  private double[] radius = new double[256];
  private boolean[] down = new boolean[256];
  private int size;

  /** Creates an empty path. */
  public PenPath() {}

  /** Removes all points. */
  public void clear() {
    size = 0;
  }

  /**
   * Adds a point.
   *
   * @param px to the right
   * @param py upwards
   * @param penDown whether a line is drawn to it from the point before
   */
  public void add(double px, double py, boolean penDown) {
    if (size == x.length) {
      x = Arrays.copyOf(x, 2 * size);
      y = Arrays.copyOf(y, 2 * size);
      radius = Arrays.copyOf(radius, 2 * size);
      down = Arrays.copyOf(down, 2 * size);
    }
    x[size] = px;
    y[size] = py;
    down[size++] = penDown;
  }

  /**
   * Returns the number of points.
   *
   * @return 0 or more
   */
  public int size() {
    return size;
  }

  /**
   * Returns how far to the right a point lies.
   *
   * @param i 0-based position
   * @return in units of the path
   */
  public double x(int i) {
    return x[i];
  }

  /**
   * Returns how far up a point lies.
   *
   * @param i 0-based position
   * @return in units of the path
   */
  public double y(int i) {
    return y[i];
  }

  /**
   * Returns the line's radius at a point.
   *
   * @param i 0-based position
   * @return in units of the path
   */
  public double radius(int i) {
    return radius[i];
  }

  /**
   * Tells whether a line is drawn to a point from the one before.
   *
   * @param i 0-based position
   * @return true where the pen was down
   */
  public boolean down(int i) {
    return down[i];
  }

  /**
   * Moves a point.
   *
   * @param i 0-based position
   * @param px to the right
   * @param py upwards
   */
  public void moveTo(int i, double px, double py) {
    x[i] = px;
    y[i] = py;
  }

  /**
   * Sets the line's radius at a point.
   *
   * @param i 0-based position
   * @param value in units of the path, above 0
   */
  public void setRadius(int i, double value) {
    radius[i] = value;
  }

  /**
   * Pulls every inner point of a stroke towards the middle of its neighbours, as a hand in a hurry
   * does.
   *
   * @param from the stroke's first point
   * @param rounds how often, in whole rounds and a weaker last one
   */
  public void smooth(int from, double rounds) {
    for (double left = rounds; left > 0; left--) {
      double pull = 0.5 * Math.min(1, left);
      double beforeX = x[from];
      double beforeY = y[from];
      for (int i = from + 1; i < size - 1; i++) {
        double hereX = x[i];
        double hereY = y[i];
        x[i] += pull * ((beforeX + x[i + 1]) / 2 - hereX);
        y[i] += pull * ((beforeY + y[i + 1]) / 2 - hereY);
        beforeX = hereX;
        beforeY = hereY;
      }
    }
  }
}
