package io.github.emnist.augment;

/** Reads an image at any coordinates, with any interpolation and any outside. */
final class Remap {
  /** Samples interpolated at a time; an EMNIST image has 784. */
  private static final int CHUNK = 1024;

  private final Bilinear bilinear = new Bilinear(CHUNK);
  private final Bicubic bicubic = new Bicubic();
  private final Frame frame = new Frame();

  void run(
      Planes planes,
      Resampling resampling,
      byte[] source,
      int sourceOffset,
      byte[] target,
      int targetOffset) {
    int width = planes.width();
    int height = planes.height();
    if (resampling.fill() == FillMode.REFLECT || resampling.fill() == FillMode.WRAP) {
      fold(planes.x(), width * height, resampling.fill(), width);
      fold(planes.y(), width * height, resampling.fill(), height);
    }
    if (resampling.interpolation() == Interpolation.BICUBIC) {
      bicubic.set(source, sourceOffset, width, height, resampling);
      bicubic.sample(planes, target, targetOffset);
      return;
    }
    frame.set(source, sourceOffset, width, height, resampling);
    if (resampling.interpolation() == Interpolation.NEAREST) {
      nearest(planes, target, targetOffset);
      return;
    }
    // A sample moved to the edge has no fraction, so that one pixel alone counts. Where the outside
    // is not the image's own edge, the edge is that of the border.
    boolean own = resampling.fill() == FillMode.NEAREST || resampling.fill() == FillMode.REFLECT;
    int border = own ? 0 : 1;
    for (int from = 0; from < width * height; from += CHUNK) {
      int count = Math.min(CHUNK, width * height - from);
      bilinear.gather(frame, planes.x(), planes.y(), from, count, width, height, border);
      bilinear.blend(count, target, targetOffset + from);
    }
  }

  private static void fold(float[] plane, int count, FillMode fill, int size) {
    for (int i = 0; i < count; i++) {
      plane[i] = fill.inside(plane[i], size);
    }
  }

  private void nearest(Planes planes, byte[] target, int targetOffset) {
    float[] x = planes.x();
    float[] y = planes.y();
    byte[] pixels = frame.pixels();
    int stride = frame.stride();
    int right = planes.width() + Frame.BORDER;
    int bottom = planes.height() + Frame.BORDER;
    int count = planes.width() * planes.height();
    for (int i = 0; i < count; i++) {
      // Cut off above 0, where cutting off is rounding down.
      int column = Math.min(Math.max((int) (x[i] + (Frame.BORDER + 0.5f)), 1), right);
      int row = Math.min(Math.max((int) (y[i] + (Frame.BORDER + 0.5f)), 1), bottom);
      target[targetOffset + i] = pixels[row * stride + column];
    }
  }
}
