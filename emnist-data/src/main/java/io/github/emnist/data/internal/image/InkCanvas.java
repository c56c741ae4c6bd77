package io.github.emnist.data.internal.image;

import java.util.Arrays;

/**
 * Draws a pen path as the union of capsules with varying radius, with a soft edge. Only the pixels
 * around each piece are visited. Reused from character to character; not thread-safe.
 */
public final class InkCanvas {
  /** The largest distance of a curve from the straight line that replaces it, in pixels. */
  private static final double FLATNESS = 0.25;

  /** The most pieces that one line replaces: the radius varies along the path. */
  private static final int LONGEST = 8;

  private static final byte FULL = (byte) 255;

  private byte[] ink = new byte[0];
  private int width;
  private int height;
  private double longerSide;

  /** The width of the soft edge, in pixels. */
  private float softEdge;

  /** Creates an empty canvas; its buffer grows with the largest drawing. */
  public InkCanvas() {}

  /** {@return the width, in pixels, 0 before the first drawing} */
  public int width() {
    return width;
  }

  /** {@return the height, in pixels, 0 before the first drawing} */
  public int height() {
    return height;
  }

  /** {@return the longer side of the ink itself, without border, in pixels} */
  public double longerSide() {
    return longerSide;
  }

  /**
   * {@return the pixels, white (up to 255) on black (0), uint8 {@code [height * width]}, row-major}
   * Valid until the next drawing; the array may be longer than the picture.
   */
  public byte[] ink() {
    return ink;
  }

  /**
   * Draws a path of at least one point, y upwards.
   *
   * @param scale pixels to a unit of the path
   * @param blot softness of the edge, in pixels, at least 1
   */
  public void draw(PenPath path, double scale, double blot) {
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.POSITIVE_INFINITY;
    double top = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < path.size(); i++) {
      double r = path.radius(i);
      left = Math.min(left, path.x(i) - r);
      right = Math.max(right, path.x(i) + r);
      bottom = Math.min(bottom, path.y(i) - r);
      top = Math.max(top, path.y(i) + r);
    }
    longerSide = scale * Math.max(right - left, top - bottom);
    int border = 1 + (int) Math.ceil(blot / 2);
    width = (int) Math.ceil((right - left) * scale) + 2 * border;
    height = (int) Math.ceil((top - bottom) * scale) + 2 * border;
    if (ink.length < width * height) {
      ink = new byte[width * height];
    } else {
      Arrays.fill(ink, 0, width * height, (byte) 0);
    }
    softEdge = (float) blot;
    for (int begin = 0; begin < path.size(); ) {
      int end = straightEnd(path, begin, FLATNESS / scale);
      capsule(
          (float) ((path.x(begin) - left) * scale + border),
          (float) ((top - path.y(begin)) * scale + border),
          (float) (path.radius(begin) * scale),
          (float) ((path.x(end) - left) * scale + border),
          (float) ((top - path.y(end)) * scale + border),
          (float) (path.radius(end) * scale));
      boolean strokeEnds = end + 1 == path.size() || !path.down(end + 1);
      begin = strokeEnds ? end + 1 : end;
    }
  }

  /** Returns the last point up to which the stroke is nearly a straight line from {@code begin}. */
  private static int straightEnd(PenPath path, int begin, double tolerance) {
    int end = begin;
    while (end + 1 < path.size()
        && end - begin < LONGEST
        && path.down(end + 1)
        && isStraight(path, begin, end + 1, tolerance)) {
      end++;
    }
    return end;
  }

  private static boolean isStraight(PenPath path, int begin, int end, double tolerance) {
    double dx = path.x(end) - path.x(begin);
    double dy = path.y(end) - path.y(begin);
    double squared = dx * dx + dy * dy;
    for (int i = begin + 1; i < end; i++) {
      double px = path.x(i) - path.x(begin);
      double py = path.y(i) - path.y(begin);
      double across = px * dy - py * dx;
      double along = px * dx + py * dy;
      if (along < 0 || along > squared || across * across > tolerance * tolerance * squared) {
        return false;
      }
    }
    return true;
  }

  private void capsule(float x0, float y0, float r0, float x1, float y1, float r1) {
    byte[] pixels = ink;
    float reach = Math.max(r0, r1) + softEdge / 2;
    int fromY = Math.max(0, (int) (Math.min(y0, y1) - reach));
    int toY = Math.min(height - 1, (int) (Math.max(y0, y1) + reach));
    float left = Math.max(0, Math.min(x0, x1) - reach);
    float right = Math.min(width - 1, Math.max(x0, x1) + reach);
    float alongX = x1 - x0;
    float alongY = y1 - y0;
    float squared = alongX * alongX + alongY * alongY;
    float inverse = squared > 0 ? 1 / squared : 0;
    float wide = reach * (float) Math.sqrt(squared);
    float steep = Math.abs(alongY);
    float growth = r1 - r0;
    // Near the edge (r^2 - d^2) / 2r is the distance r - d from it, without a square root.
    float slope = 255 / ((r0 + r1) * softEdge);
    for (int y = fromY; y <= toY; y++) {
      float dy = y + 0.5f - y0;
      float rowLeft = left;
      float rowRight = right;
      if (steep > 0.1f) {
        // The row's part of the band that is within reach of the line.
        float middle = x0 + alongX * dy / alongY;
        rowLeft = Math.max(left, middle - wide / steep - 1);
        rowRight = Math.min(right, middle + wide / steep);
      }
      int end = y * width + (int) rowRight;
      float dx = (int) rowLeft + 0.5f - x0;
      for (int i = y * width + (int) rowLeft; i <= end; i++, dx++) {
        if (pixels[i] == FULL) {
          continue;
        }
        float t = Math.max(0, Math.min(1, (dx * alongX + dy * alongY) * inverse));
        float r = r0 + t * growth;
        float offX = dx - t * alongX;
        float offY = dy - t * alongY;
        float value = (r * r - offX * offX - offY * offY) * slope + 127.5f;
        if (value > (pixels[i] & 0xFF)) {
          pixels[i] = (byte) (int) Math.min(255, value);
        }
      }
    }
  }

  /**
   * A pen's path as short straight pieces: points with the line's radius. Grows as needed; reused
   * from character to character.
   */
  public static final class PenPath {
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

    /** Adds a point, y upwards; with the pen down a line is drawn to it from the point before. */
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

    /** {@return the number of points, 0 or more} */
    public int size() {
      return size;
    }

    /** Returns a point's x, to the right. */
    public double x(int i) {
      return x[i];
    }

    /** Returns a point's y, upwards. */
    public double y(int i) {
      return y[i];
    }

    /** Returns the line's radius at a point. */
    public double radius(int i) {
      return radius[i];
    }

    /** Tells whether a line leads to a point from the one before. */
    public boolean down(int i) {
      return down[i];
    }

    /** Moves a point. */
    public void moveTo(int i, double px, double py) {
      x[i] = px;
      y[i] = py;
    }

    /** Sets the line's radius at a point, above 0. */
    public void setRadius(int i, double value) {
      radius[i] = value;
    }

    /**
     * Pulls every inner point of a stroke towards the middle of its neighbours, as in fast writing.
     *
     * @param from the stroke's first point
     * @param rounds the number of passes; a fraction adds a weaker last pass
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
}
