package io.github.emnist.data.synthetic;

import java.util.Arrays;

/**
 * Draws a pen path as the union of capsules with varying radius, with a soft edge. Only the pixels
 * around each piece are visited. Reused from character to character; not thread-safe.
 */
final class InkCanvas {
  private byte[] ink = new byte[0];
  private int width;
  private int height;

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** The pixels, row-major; may be longer than the picture. Valid until the next drawing. */
  byte[] ink() {
    return ink;
  }

  /**
   * Draws a path, scaled so that the longer side of its ink has the given length, on a canvas that
   * is just large enough.
   *
   * @param path y points up
   * @param side in pixels
   * @param blot softness of the edge, in pixels, at least 1
   */
  void draw(PenPath path, int side, double blot) {
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
    double scale = side / Math.max(right - left, top - bottom);
    int border = 1 + (int) Math.ceil(blot / 2);
    width = (int) Math.ceil((right - left) * scale) + 2 * border;
    height = (int) Math.ceil((top - bottom) * scale) + 2 * border;
    if (ink.length < width * height) {
      ink = new byte[width * height];
    } else {
      Arrays.fill(ink, 0, width * height, (byte) 0);
    }
    for (int i = 0; i < path.size(); i++) {
      int from = path.down(i) ? i - 1 : i;
      if (path.down(i) || i + 1 == path.size() || !path.down(i + 1)) {
        capsule(
            (float) ((path.x(from) - left) * scale + border),
            (float) ((top - path.y(from)) * scale + border),
            (float) (path.radius(from) * scale),
            (float) ((path.x(i) - left) * scale + border),
            (float) ((top - path.y(i)) * scale + border),
            (float) (path.radius(i) * scale),
            (float) blot);
      }
    }
  }

  private void capsule(float x0, float y0, float r0, float x1, float y1, float r1, float blot) {
    float reach = Math.max(r0, r1) + blot;
    int fromX = Math.max(0, (int) (Math.min(x0, x1) - reach));
    int toX = Math.min(width - 1, (int) (Math.max(x0, x1) + reach));
    int fromY = Math.max(0, (int) (Math.min(y0, y1) - reach));
    int toY = Math.min(height - 1, (int) (Math.max(y0, y1) + reach));
    float alongX = x1 - x0;
    float alongY = y1 - y0;
    float squared = alongX * alongX + alongY * alongY;
    float inverse = squared > 0 ? 1 / squared : 0;
    // Near the edge (r^2 - d^2) / 2r is the distance r - d from it, without a square root.
    float mean = (r0 + r1) / 2;
    float slope = 255 / (2 * mean * blot);
    for (int py = fromY; py <= toY; py++) {
      float dy = py + 0.5f - y0;
      int row = py * width;
      for (int px = fromX; px <= toX; px++) {
        float dx = px + 0.5f - x0;
        float t = Math.max(0, Math.min(1, (dx * alongX + dy * alongY) * inverse));
        float r = r0 + t * (r1 - r0);
        float offX = dx - t * alongX;
        float offY = dy - t * alongY;
        float value = (r * r - offX * offX - offY * offY) * slope + 127.5f;
        if (value > (ink[row + px] & 0xFF)) {
          ink[row + px] = (byte) (int) Math.min(255, value);
        }
      }
    }
  }
}
