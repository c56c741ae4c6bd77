package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.AffineParameters;
import io.github.emnist.data.GrayImage;

/**
 * What {@link AffineParameters} means, in float64 and step by step: for each pixel of the result
 * the shift, the rotation, the shear and the zoom are undone one after the other.
 */
final class ReferenceAffine {
  private ReferenceAffine() {}

  static GrayImage apply(AffineParameters p, GrayImage image) {
    double centreX = (image.width() - 1) / 2.0;
    double centreY = (image.height() - 1) / 2.0;
    double angle = Math.toRadians(p.rotation());
    byte[] result = new byte[image.width() * image.height()];
    for (int i = 0; i < result.length; i++) {
      // Mathematicians' axes from here on: x right, y up, origin at the centre.
      double x = i % image.width() - centreX - p.shift().x();
      double y = -(i / image.width() - centreY - p.shift().y());
      double turnedX = Math.cos(angle) * x + Math.sin(angle) * y;
      double turnedY = -Math.sin(angle) * x + Math.cos(angle) * y;
      double straightX = turnedX - p.shear() * turnedY;
      double sourceX = straightX / p.zoom().x() + centreX;
      double sourceY = -turnedY / p.zoom().y() + centreY;
      result[i] = (byte) Math.round(bilinear(image, sourceX, sourceY));
    }
    return GrayImage.of(image.width(), image.height(), result);
  }

  private static double bilinear(GrayImage image, double x, double y) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double down = y - top;
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
