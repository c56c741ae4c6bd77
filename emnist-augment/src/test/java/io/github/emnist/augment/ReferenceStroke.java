package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.StrokeWidth;
import io.github.emnist.data.GrayImage;

/** What {@link StrokeWidth} means, in float64 and pixel by pixel. */
final class ReferenceStroke {
  private ReferenceStroke() {}

  static GrayImage apply(double change, GrayImage image) {
    if (change < 0) {
      return thin(-change / 2, image);
    }
    double rest = change / 2;
    GrayImage thick = image;
    for (; rest > 1; rest--) {
      thick = dilate(1, thick);
    }
    return dilate(rest, thick);
  }

  private static GrayImage dilate(double radius, GrayImage image) {
    byte[] result = new byte[image.width() * image.height()];
    for (int i = 0; i < result.length; i++) {
      int x = i % image.width();
      int y = i / image.width();
      double brightest = image.pixel(x, y);
      for (int k = 0; k < 16; k++) {
        brightest = Math.max(brightest, at(image, x, y, radius, k));
      }
      result[i] = (byte) Math.round(brightest);
    }
    return GrayImage.of(image.width(), image.height(), result);
  }

  private static GrayImage thin(double radius, GrayImage image) {
    byte[] result = new byte[image.width() * image.height()];
    for (int i = 0; i < result.length; i++) {
      int x = i % image.width();
      int y = i / image.width();
      double ink = image.pixel(x, y);
      double lost = 0;
      for (int k = 0; k < 16; k++) {
        for (int half = 1; half / 2.0 < radius + 0.5; half++) {
          double distance = Math.min(half / 2.0, radius);
          double here = Math.min(ink, at(image, x, y, distance, k));
          double beyond = Math.min(ink, at(image, x, y, distance + 0.5, k + 8));
          lost = Math.max(lost, beyond - here);
        }
      }
      result[i] = (byte) Math.round(ink - lost);
    }
    return GrayImage.of(image.width(), image.height(), result);
  }

  /** The bilinear surface at a distance in the k-th of sixteen directions. */
  private static double at(GrayImage image, int x, int y, double distance, int k) {
    double toX = x + distance * Math.cos(Math.PI * k / 8);
    double toY = y + distance * Math.sin(Math.PI * k / 8);
    int left = (int) Math.floor(toX);
    int top = (int) Math.floor(toY);
    double right = toX - left;
    double down = toY - top;
    return (1 - right) * (1 - down) * pixel(image, left, top)
        + right * (1 - down) * pixel(image, left + 1, top)
        + (1 - right) * down * pixel(image, left, top + 1)
        + right * down * pixel(image, left + 1, top + 1);
  }

  private static int pixel(GrayImage image, int x, int y) {
    boolean inside = x >= 0 && y >= 0 && x < image.width() && y < image.height();
    return inside ? image.pixel(x, y) : 0;
  }
}
