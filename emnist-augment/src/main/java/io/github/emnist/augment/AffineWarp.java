package io.github.emnist.augment;

import java.util.Arrays;

/**
 * Bilinear interpolation along an affine mapping, black outside, and the scratch for it. The source
 * is copied into a black frame, so that no sample has an edge to test for; each row visits just the
 * pixels whose sample touches the source.
 *
 * <p>Coordinates are fixed-point, 32 bits before and after the point: stepping along the longest
 * row drifts by 2^-18 of a pixel at most.
 */
final class AffineWarp {
  /** Two, where one would do, so that the span of a row may be off by a rounding error. */
  private static final int FRAME = 2;

  /** Samples interpolated at a time; an EMNIST image has 784. */
  private static final int CHUNK = 1024;

  private static final double FIXED = 0x1p32;

  /** Below it a step along a row counts as none when the span is computed. */
  private static final double MIN_STEP = 1e-9;

  private Bilinear samples = new Bilinear(CHUNK);
  private byte[] framed = {};
  private int width;
  private int height;

  /** Where target pixel (0, 0) comes from in the frame, and the steps per column and per row. */
  private double originX;

  private double originY;
  private double columnX;
  private double columnY;
  private double rowX;
  private double rowY;

  /** Sets the mapping, which must be affine. */
  AffineWarp map(Projective mapping, int width, int height) {
    resize(width, height);
    columnX = mapping.xx;
    rowX = mapping.xy;
    originX = mapping.x1 + FRAME;
    columnY = mapping.yx;
    rowY = mapping.yy;
    originY = mapping.y1 + FRAME;
    return this;
  }

  private void resize(int newWidth, int newHeight) {
    if (newWidth == width && newHeight == height) {
      return;
    }
    int length = (newWidth + 2 * FRAME) * (newHeight + 2 * FRAME);
    if (framed.length < length) {
      framed = new byte[length];
    } else {
      Arrays.fill(framed, (byte) 0);
    }
    if (samples.capacity() < newWidth) {
      samples = new Bilinear(newWidth);
    }
    width = newWidth;
    height = newHeight;
  }

  void warp(byte[] source, int sourceOffset, byte[] target, int targetOffset) {
    int stride = width + 2 * FRAME;
    for (int y = 0; y < height; y++) {
      System.arraycopy(
          source, sourceOffset + y * width, framed, (y + FRAME) * stride + FRAME, width);
    }
    int rows = samples.capacity() / width;
    for (int y = 0; y < height; y += rows) {
      int end = Math.min(y + rows, height);
      gather(y, end);
      samples.blend((end - y) * width, target, targetOffset + y * width);
    }
  }

  private void gather(int fromRow, int toRow) {
    // A sample touches the source if it is less than one pixel outside of it.
    double start = FRAME - 1;
    double endX = FRAME + width;
    double endY = FRAME + height;
    double perX = 1 / (Math.abs(columnX) < MIN_STEP ? MIN_STEP : columnX);
    double perY = 1 / (Math.abs(columnY) < MIN_STEP ? MIN_STEP : columnY);
    double nearX = perX > 0 ? start : endX;
    double farX = perX > 0 ? endX : start;
    double nearY = perY > 0 ? start : endY;
    double farY = perY > 0 ? endY : start;
    long stepX = Math.round(columnX * FIXED);
    long stepY = Math.round(columnY * FIXED);
    for (int y = fromRow; y < toRow; y++) {
      double x0 = originX + y * rowX;
      double y0 = originY + y * rowY;
      int first = (int) Math.ceil(Math.max((nearX - x0) * perX, (nearY - y0) * perY));
      int end = (int) Math.ceil(Math.min((farX - x0) * perX, (farY - y0) * perY));
      first = Math.min(Math.max(first, 0), width);
      end = Math.min(Math.max(end, first), width);
      int row = (y - fromRow) * width;
      samples.black(row, row + first);
      samples.gather(
          framed,
          width + 2 * FRAME,
          row + first,
          row + end,
          (long) (x0 * FIXED) + Bilinear.ROUNDING + first * stepX,
          (long) (y0 * FIXED) + Bilinear.ROUNDING + first * stepY,
          stepX,
          stepY);
      samples.black(row + end, row + width);
    }
  }
}
