package io.github.emnist.augment;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.CounterRandom;

/** Pictures and measurements that several tests share. */
final class Images {
  private Images() {}

  /** Noise, the hardest picture for interpolation. */
  static GrayImage noise(int width, int height, long seed) {
    byte[] pixels = new byte[width * height];
    CounterRandom random = new CounterRandom(seed, 0, 0);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (random.nextLong() >>> 56);
    }
    return GrayImage.of(width, height, pixels);
  }

  /** Black and white by turns: every gradient is at its steepest. */
  static GrayImage checkerboard(int width, int height) {
    byte[] pixels = new byte[width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) ((i % width + i / width) % 2 == 0 ? 255 : 0);
    }
    return GrayImage.of(width, height, pixels);
  }

  /** A round spot of ink that fades out over some pixels. */
  static GrayImage spot(int width, int height, double x, double y, double radius) {
    byte[] pixels = new byte[width * height];
    for (int i = 0; i < pixels.length; i++) {
      double distance = Math.hypot(i % width - x, i / width - y) / radius;
      pixels[i] = (byte) Math.round(255 * Math.exp(-distance * distance));
    }
    return GrayImage.of(width, height, pixels);
  }

  /** The centroid's distance right of and below the centre, in pixels. */
  static double[] centroid(GrayImage image) {
    double mass = 0;
    double sumX = 0;
    double sumY = 0;
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        mass += image.pixel(x, y);
        sumX += x * image.pixel(x, y);
        sumY += y * image.pixel(x, y);
      }
    }
    return new double[] {
      sumX / mass - (image.width() - 1) / 2.0, sumY / mass - (image.height() - 1) / 2.0
    };
  }

  /** The sum of all pixels. */
  static double mass(GrayImage image) {
    double mass = 0;
    for (byte pixel : image.toBytes()) {
      mass += pixel & 0xFF;
    }
    return mass;
  }

  /** The largest difference of two pixels at one place, at least {@code margin} from the edges. */
  static int maxDifference(GrayImage one, GrayImage other, int margin) {
    int max = 0;
    for (int y = margin; y < one.height() - margin; y++) {
      for (int x = margin; x < one.width() - margin; x++) {
        max = Math.max(max, Math.abs(one.pixel(x, y) - other.pixel(x, y)));
      }
    }
    return max;
  }
}
