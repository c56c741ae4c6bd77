package io.github.emnist.augment;

/**
 * Interpolates bilinearly along an affine mapping, with a constant outside. A wide frame around the
 * source avoids edge tests; for a mapping that leaves the frame too, each row visits only the
 * pixels whose sample touches the source.
 *
 * <p>Coordinates are 32.32 fixed-point: stepping along the longest row drifts by at most 2^-18 of a
 * pixel.
 */
final class AffineWarp {
  /** The number of samples interpolated at once; an EMNIST image has 784. */
  private static final int CHUNK = 1024;

  private static final double FIXED = 0x1p32;

  /** Moves coordinates away from 0, where truncation would change its direction. */
  private static final int MARGIN = 2;

  /** Smaller steps along a row count as 0 when the span is computed. */
  private static final double MIN_STEP = 1e-9;

  private static final double MAX_STEP = 1 << 20;
  private static final double MAX_COORDINATE = 1 << 30;

  private final Frame frame = new Frame();
  private Bilinear samples = new Bilinear(CHUNK);
  private int width;
  private int height;
  private int outside;

  /** The source of target pixel (0, 0), and the steps per column and per row. */
  private double originX;

  private double originY;
  private double columnX;
  private double columnY;
  private double rowX;
  private double rowY;

  /** The steps per column in fixed point. */
  private long stepX;

  private long stepY;

  /** Tells whether the mapping is affine and fits into fixed point at every pixel of the target. */
  static boolean canRun(Projective mapping, int width, int height) {
    return mapping.isAffine()
        && Math.abs(mapping.xx) < MAX_STEP
        && Math.abs(mapping.xy) < MAX_STEP
        && Math.abs(mapping.yx) < MAX_STEP
        && Math.abs(mapping.yy) < MAX_STEP
        && farthest(mapping.x1, mapping.xx, mapping.xy, width, height) < MAX_COORDINATE
        && farthest(mapping.y1, mapping.yx, mapping.yy, width, height) < MAX_COORDINATE;
  }

  /** Returns a bound for the magnitude of a coordinate at any pixel. */
  private static double farthest(double origin, double column, double row, int width, int height) {
    return Math.abs(origin) + (width - 1) * Math.abs(column) + (height - 1) * Math.abs(row);
  }

  void run(Projective mapping, Resampling resampling, Pixels source, Pixels target) {
    width = target.width();
    height = target.height();
    outside = resampling.value();
    columnX = mapping.xx;
    rowX = mapping.xy;
    originX = mapping.x1 + MARGIN;
    columnY = mapping.yx;
    rowY = mapping.yy;
    stepX = Math.round(columnX * FIXED);
    stepY = Math.round(columnY * FIXED);
    originY = mapping.y1 + MARGIN;
    if (samples.capacity() < width) {
      samples = new Bilinear(width);
    }
    samples.step(stepX, stepY);
    frame.set(source, resampling);
    boolean clipped =
        leaves(originX, columnX, rowX, width) || leaves(originY, columnY, rowY, height);
    int rows = samples.capacity() / width;
    for (int y = 0; y < height; y += rows) {
      int end = Math.min(y + rows, height);
      gather(y, end, clipped);
      samples.blend((end - y) * width, target.array(), target.offset() + y * width);
    }
  }

  /**
   * Tells whether a corner of the target comes from outside of the frame, or from its very edge.
   */
  private boolean leaves(double origin, double column, double row, int size) {
    double across = (width - 1) * column;
    double down = (height - 1) * row;
    double least = origin + Math.min(across, 0) + Math.min(down, 0);
    double most = origin + Math.max(across, 0) + Math.max(down, 0);
    int room = Frame.BORDER - 2;
    return least < MARGIN - room || most > MARGIN + size + room - 1;
  }

  private void gather(int fromRow, int toRow, boolean clipped) {
    // Half a unit of the weights, and the distance from the margin to the frame.
    long start = Bilinear.ROUNDING + ((long) (Frame.BORDER - MARGIN) << 32);
    for (int y = fromRow; y < toRow; y++) {
      double x0 = originX + y * rowX;
      double y0 = originY + y * rowY;
      int row = (y - fromRow) * width;
      long startX = (long) (x0 * FIXED) + start;
      long startY = (long) (y0 * FIXED) + start;
      if (clipped) {
        gatherSpan(row, x0, y0, startX, startY);
      } else {
        samples.gather(frame, row, row + width, startX, startY);
      }
    }
  }

  private void gatherSpan(int row, double x0, double y0, long startX, long startY) {
    // A sample touches the source if it is less than one pixel outside of it.
    double start = MARGIN - 1;
    double endX = MARGIN + width;
    double endY = MARGIN + height;
    double perX = 1 / (Math.abs(columnX) < MIN_STEP ? MIN_STEP : columnX);
    double perY = 1 / (Math.abs(columnY) < MIN_STEP ? MIN_STEP : columnY);
    double nearX = perX > 0 ? start : endX;
    double farX = perX > 0 ? endX : start;
    double nearY = perY > 0 ? start : endY;
    double farY = perY > 0 ? endY : start;
    int first = (int) Math.ceil(Math.max((nearX - x0) * perX, (nearY - y0) * perY));
    int end = (int) Math.ceil(Math.min((farX - x0) * perX, (farY - y0) * perY));
    first = Math.min(Math.max(first, 0), width);
    end = Math.min(Math.max(end, first), width);
    samples.fill(row, row + first, outside);
    samples.gather(frame, row + first, row + end, startX + first * stepX, startY + first * stepY);
    samples.fill(row + end, row + width, outside);
  }
}
