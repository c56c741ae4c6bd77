package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.image.DistanceTransform;
import io.github.emnist.data.image.PixelBox;

/** A character as the distance of each pixel from the edge of its strokes. */
final class Strokes {
  private static final int ROOM_PART = 8;

  private final int width;
  private final int height;

  /** In pixels, above 0 within the ink. */
  private final float[] depth;

  /** The character's longer side. */
  private final int length;

  private final double strokeWidth;

  private Strokes(int width, int height, float[] depth, int length) {
    this.width = width;
    this.height = height;
    this.depth = depth;
    this.length = length;
    this.strokeWidth = meanWidth(depth);
  }

  /**
   * Measures a character.
   *
   * @param ink white on black; at least one pixel reaches {@code edge}
   * @param edge what a pixel of a stroke's edge has
   */
  static Strokes of(GrayImage ink, int edge) {
    // Room for strokes to widen into.
    int room = Math.max(ink.width(), ink.height()) / ROOM_PART + 2;
    int width = ink.width() + 2 * room;
    int height = ink.height() + 2 * room;
    boolean[] inside = new boolean[width * height];
    for (int y = 0; y < ink.height(); y++) {
      for (int x = 0; x < ink.width(); x++) {
        inside[(y + room) * width + x + room] = ink.pixel(x, y) >= edge;
      }
    }
    boolean[] outside = new boolean[inside.length];
    for (int i = 0; i < inside.length; i++) {
      outside[i] = !inside[i];
    }
    // Half a pixel lies between the middle of a pixel at the edge and the edge.
    float[] depth = DistanceTransform.of(outside, width, height);
    float[] away = DistanceTransform.of(inside, width, height);
    for (int i = 0; i < depth.length; i++) {
      depth[i] = inside[i] ? depth[i] - 0.5f : 0.5f - away[i];
    }
    PixelBox box = PixelBox.find(ink.toBytes(), ink.width(), ink.height(), edge);
    int length = Math.max(box.right() - box.left(), box.bottom() - box.top());
    return new Strokes(width, height, depth, length);
  }

  /** Across a stroke, depths run evenly from 0 to half its width: their mean is a quarter of it. */
  private static double meanWidth(float[] depth) {
    double sum = 0;
    int count = 0;
    for (float value : depth) {
      if (value > 0) {
        sum += value;
        count++;
      }
    }
    return 4 * sum / count;
  }

  /** The strokes' mean width, as a part of the character's longer side. */
  double width() {
    return strokeWidth / length;
  }

  /**
   * Moves the edge of all strokes outwards.
   *
   * @param shift as a part of the character's longer side; below 0 to move it inwards
   */
  GrayImage shifted(double shift) {
    byte[] pixels = new byte[depth.length];
    for (int i = 0; i < pixels.length; i++) {
      double cover = Math.max(0, Math.min(1, depth[i] + shift * length + 0.5));
      pixels[i] = (byte) (int) Math.round(255 * cover);
    }
    return GrayImage.of(width, height, pixels);
  }
}
