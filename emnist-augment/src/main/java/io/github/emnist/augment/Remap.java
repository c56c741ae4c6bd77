package io.github.emnist.augment;

import io.github.emnist.augment.Resampling.FillMode;
import io.github.emnist.augment.Resampling.Interpolation;
import io.github.emnist.augment.Warp.Planes;

/** Reads an image at any coordinates, with any interpolation and fill mode. */
final class Remap {
  /** The number of samples interpolated at once; an EMNIST image has 784. */
  private static final int CHUNK = 1024;

  /** The largest coordinate that fits into {@link Bilinear#FIXED_POINT}. */
  private static final float MAX = 0x1p15f - 1 - 1 / 128f;

  private final Bilinear bilinear = new Bilinear(CHUNK);
  private final Bicubic bicubic = new Bicubic();
  private final Frame frame = new Frame();
  private byte[] disordered = {};

  void run(Planes planes, Resampling resampling, Pixels source, Pixels target) {
    if (planes.order.isPlain()) {
      read(planes, resampling, source, target.array(), target.offset());
      return;
    }
    int width = planes.width;
    int height = planes.height;
    disordered = disordered.length < width * height ? new byte[width * height] : disordered;
    read(planes, resampling, source, disordered, 0);
    for (int row = 0; row < height; row++) {
      int to = target.offset() + row * width;
      System.arraycopy(disordered, planes.order.place(row) * width, target.array(), to, width);
    }
  }

  private void read(
      Planes planes, Resampling resampling, Pixels source, byte[] target, int targetOffset) {
    int width = planes.width;
    int height = planes.height;
    int count = planes.count();
    FillMode fill = resampling.fill();
    if (fill == FillMode.REFLECT || fill == FillMode.WRAP) {
      fold(planes.x, count, fill, width);
      fold(planes.y, count, fill, height);
    }
    if (resampling.interpolation() == Interpolation.BICUBIC) {
      bicubic.set(source, resampling);
      bicubic.sample(planes, target, targetOffset);
      return;
    }
    frame.set(source, resampling);
    if (resampling.interpolation() == Interpolation.NEAREST) {
      nearest(planes, target, targetOffset);
      return;
    }
    // A sample moved to the edge has no fraction, so only one pixel counts. If the outside is not
    // the image's own edge, the edge is that of the border.
    int border = fill == FillMode.NEAREST || fill == FillMode.REFLECT ? 0 : 1;
    clip(planes.x, count, -border, width - 1 + border, Bilinear.FIXED_POINT);
    clip(planes.y, count, -border, height - 1 + border, Bilinear.FIXED_POINT);
    for (int from = 0; from < count; from += CHUNK) {
      int length = Math.min(CHUNK, count - from);
      bilinear.gather(frame, planes.x, planes.y, from, length);
      bilinear.blend(length, target, targetOffset + from);
    }
  }

  private static void fold(float[] plane, int count, FillMode fill, int size) {
    for (int i = 0; i < count; i++) {
      plane[i] = fill.inside(plane[i], size);
    }
  }

  private static void clip(float[] plane, int count, float low, float high, float plus) {
    float most = Math.min(high, MAX);
    for (int i = 0; i < count; i++) {
      plane[i] = Math.min(Math.max(plane[i], low), most) + plus;
    }
  }

  private void nearest(Planes planes, byte[] target, int targetOffset) {
    int width = planes.width;
    int count = planes.count();
    // 1.5 rounds above 0, where truncation rounds down, and starts at the border's last pixel.
    clip(planes.x, count, -1, width, 1.5f);
    clip(planes.y, count, -1, planes.height, 1.5f);
    float[] x = planes.x;
    float[] y = planes.y;
    byte[] entries = frame.entries();
    int start = (Frame.BORDER - 1) * (frame.stride() + 1);
    for (int i = 0; i < count; i++) {
      int entry = (int) y[i] * frame.stride() + (int) x[i] + start;
      target[targetOffset + i] = entries[2 * entry];
    }
  }
}
