package io.github.emnist.augment;

import io.github.emnist.augment.Resampling.FillMode;
import java.util.Arrays;

/**
 * The cubic B-spline through an image's pixels (Unser, "Splines: A Perfect Fit for Signal and Image
 * Processing", IEEE Signal Processing Magazine 16(6), 1999). A border continues the image, wide
 * enough for the start of the recursive filter to decay: 0.268^12 = 1.4e-7.
 */
final class Bicubic {
  private static final int BORDER = 12;

  /** The distance beyond which a constant or an edge continues, up to 0.268^8 = 3e-5. */
  private static final int REACH = 8;

  /** The filter's pole, sqrt(3) - 2. */
  private static final float POLE = -0.26794919243112270647f;

  private static final float GAIN = 6;

  private float[] coefficients = {};
  private int stride;
  private int width;
  private int height;

  void set(Pixels image, Resampling resampling) {
    byte[] source = image.array();
    int offset = image.offset();
    width = image.width();
    height = image.height();
    stride = width + 2 * BORDER;
    int rows = height + 2 * BORDER;
    coefficients = coefficients.length < stride * rows ? new float[stride * rows] : coefficients;
    FillMode fill = resampling.fill();
    for (int row = 0; row < rows; row++) {
      int y = row - BORDER;
      if (fill == FillMode.CONSTANT) {
        Arrays.fill(coefficients, row * stride, (row + 1) * stride, resampling.value());
        if (y >= 0 && y < height) {
          for (int x = 0; x < width; x++) {
            coefficients[row * stride + BORDER + x] = source[offset + y * width + x] & 0xFF;
          }
        }
      } else {
        int from = offset + fill.index(y, height) * width;
        for (int column = 0; column < stride; column++) {
          coefficients[row * stride + column] =
              source[from + fill.index(column - BORDER, width)] & 0xFF;
        }
      }
    }
    for (int row = 0; row < rows; row++) {
      filter(row * stride, stride, 1, 1);
    }
    filter(0, rows, stride, stride);
  }

  /** Filters adjacent lines, each of {@code count} values {@code step} apart. */
  private void filter(int start, int count, int step, int lines) {
    float[] c = coefficients;
    // The first and last value continue before and after the line.
    for (int line = 0; line < lines; line++) {
      c[start + line] /= 1 - POLE;
    }
    for (int i = 1; i < count; i++) {
      int at = start + i * step;
      for (int line = 0; line < lines; line++) {
        c[at + line] += POLE * c[at - step + line];
      }
    }
    int last = start + (count - 1) * step;
    for (int line = 0; line < lines; line++) {
      c[last + line] *= POLE / (POLE - 1) * GAIN;
    }
    for (int i = count - 2; i >= 0; i--) {
      int at = start + i * step;
      for (int line = 0; line < lines; line++) {
        c[at + line] = POLE * (c[at + step + line] - GAIN * c[at + line]);
      }
    }
  }

  void sample(Warp.Planes planes, byte[] target, int targetOffset) {
    float[] planeX = planes.x;
    float[] planeY = planes.y;
    for (int i = 0; i < width * height; i++) {
      float x = within(planeX[i], width - 1 + REACH) + BORDER;
      float y = within(planeY[i], height - 1 + REACH) + BORDER;
      int left = (int) x;
      int top = (int) y;
      target[targetOffset + i] = (byte) value((top - 1) * stride + left - 1, x - left, y - top);
    }
  }

  /** Limits a coordinate; NaN counts as far outside. */
  private static float within(float x, int most) {
    return x > -REACH ? Math.min(x, most) : -REACH;
  }

  private int value(int at, float x, float y) {
    float value =
        first(y) * row(at, x)
            + second(y) * row(at + stride, x)
            + second(1 - y) * row(at + 2 * stride, x)
            + first(1 - y) * row(at + 3 * stride, x);
    return Math.min(Math.max((int) (value + 0.5f), 0), 255);
  }

  private float row(int at, float x) {
    return first(x) * coefficients[at]
        + second(x) * coefficients[at + 1]
        + second(1 - x) * coefficients[at + 2]
        + first(1 - x) * coefficients[at + 3];
  }

  /** Returns the B-spline at distance 1 + t from its centre. */
  private static float first(float t) {
    float rest = 1 - t;
    return rest * rest * rest / 6;
  }

  /** Returns the B-spline at distance t from its centre. */
  private static float second(float t) {
    return 2f / 3 - t * t * (1 - t / 2);
  }
}
