package io.github.emnist.augment;

/**
 * Draws one straight line through the whole image, each pixel as far as the line covers it: a
 * crossing out, a ruled line of the paper, or, in black, a scratch.
 *
 * @param angle degrees, counter-clockwise from horizontal, in [-360, 360]
 * @param offset how far beside the image's centre {@code ((width - 1) / 2, (height - 1) / 2)} it
 *     passes, in pixels, in [-32767, 32767]: a horizontal line lies that far below, an upright one
 *     (90 degrees) that far to the right
 * @param thickness in pixels, in [0, 100]; 0 changes nothing, and a line thinner than a pixel is
 *     fainter
 * @param ink the line's grey level, in [0, 255]
 */
public record LineStrike(double angle, double offset, double thickness, int ink)
    implements ImageTransform {
  static final double MAX_OFFSET = 32_767;
  static final double MAX_THICKNESS = 100;

  /** A sine that counts as none. */
  private static final double SMALL = 1e-9;

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is not in its interval
   */
  public LineStrike {
    Checks.in("line angle", angle, -360, 360, "degrees");
    Checks.in("line offset", offset, -MAX_OFFSET, MAX_OFFSET, "pixels");
    Checks.in("line thickness", thickness, 0, MAX_THICKNESS, "pixels");
    GreyRange.in("line ink", ink, 0);
  }

  @Override
  public void apply(
      byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height) {
    Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
    System.arraycopy(source, sourceOffset, target, targetOffset, width * height);
    draw(angle, offset, thickness, ink, target, targetOffset, width, height);
  }

  /** Draws over an image. */
  static void draw(
      double angle,
      double offset,
      double thickness,
      int ink,
      byte[] image,
      int imageOffset,
      int width,
      int height) {
    double sin = StrictMath.sin(Math.toRadians(angle));
    double cos = StrictMath.cos(Math.toRadians(angle));
    double longer = Math.max(Math.abs(sin), Math.abs(cos));
    double shorter = Math.min(Math.abs(sin), Math.abs(cos));
    double reach = (thickness + longer + shorter) / 2;
    for (int y = 0; y < height; y++) {
      // The distance of (x, y) from the line's middle is start + x * sin.
      double start = (y - (height - 1) / 2.0) * cos - (width - 1) / 2.0 * sin - offset;
      int first = 0;
      int last = width - 1;
      if (Math.abs(sin) > SMALL) {
        double middle = -start / sin;
        double half = reach / Math.abs(sin) + 1;
        first = (int) Math.max(middle - half, first);
        last = (int) Math.min(middle + half, last);
      }
      for (int x = first; x <= last; x++) {
        double distance = start + x * sin;
        if (Math.abs(distance) < reach) {
          double share =
              before(distance + thickness / 2, longer, shorter)
                  - before(distance - thickness / 2, longer, shorter);
          int i = imageOffset + y * width + x;
          int level = image[i] & 0xFF;
          image[i] = ToneCurve.level(level + share * (ink - level));
        }
      }
    }
  }

  /**
   * The share of a pixel that lies on one side of a straight edge, exactly. Looked at along the
   * edge, a pixel is a trapezoid: two boxes folded.
   */
  private static double before(double distance, double longer, double shorter) {
    if (shorter < SMALL) {
      return Math.min(Math.max(distance + 0.5, 0), 1);
    }
    double outer = (longer + shorter) / 2;
    double inner = (longer - shorter) / 2;
    if (distance >= outer) {
      return 1;
    }
    return (square(distance + outer) - square(distance + inner) - square(distance - inner))
        / (2 * longer * shorter);
  }

  private static double square(double value) {
    return value > 0 ? value * value : 0;
  }
}
