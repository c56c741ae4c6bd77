package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.DistanceTransform;
import io.github.emnist.data.internal.image.PixelBox;

/** A character's strokes: how wide they are, and what they are like with another width. */
final class Strokes {
  private final int width;
  private final int height;

  private final boolean[] inside;

  /** How far within the ink a pixel lies, in pixels; 0 outside. */
  private final float[] depth;

  /** The character's longer side. */
  private final int length;

  private final double strokeWidth;

  private Strokes(int width, int height, boolean[] inside, int length) {
    this.width = width;
    this.height = height;
    this.inside = inside;
    this.depth = depth(inside, width, height);
    this.length = length;
    this.strokeWidth = meanWidth(depth);
  }

  /**
   * Measures a character.
   *
   * @param ink white on black; at least one pixel reaches {@code edge}
   * @param edge what a pixel of a stroke's edge has
   * @param room around it for strokes to widen into, in pixels, at least 1
   */
  static Strokes of(GrayImage ink, int edge, int room) {
    int width = ink.width() + 2 * room;
    int height = ink.height() + 2 * room;
    boolean[] inside = new boolean[width * height];
    byte[] pixels = ink.toBytes();
    for (int y = 0; y < ink.height(); y++) {
      for (int x = 0; x < ink.width(); x++) {
        inside[(y + room) * width + x + room] = (pixels[y * ink.width() + x] & 0xFF) >= edge;
      }
    }
    PixelBox box = PixelBox.find(ink, edge);
    int length = Math.max(box.right() - box.left(), box.bottom() - box.top());
    return new Strokes(width, height, inside, length);
  }

  private static float[] depth(boolean[] inside, int width, int height) {
    boolean[] outside = new boolean[inside.length];
    for (int i = 0; i < inside.length; i++) {
      outside[i] = !inside[i];
    }
    float[] depth = DistanceTransform.of(outside, width, height);
    for (int i = 0; i < depth.length; i++) {
      // Half a pixel lies between the middle of a pixel at the edge and the edge.
      depth[i] = inside[i] ? depth[i] - 0.5f : 0;
    }
    return depth;
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
   * Closes pores, gaps and acute angles, as chalk and dry pens leave the first two; the outside
   * otherwise stays as it is.
   *
   * @param reach half the width of the widest gap that is closed, as a part of the character's
   *     longer side; below 1/8
   */
  Strokes closed(double reach) {
    float limit = (float) (reach * length);
    float[] away = DistanceTransform.of(inside, width, height);
    boolean[] beyond = new boolean[inside.length];
    for (int i = 0; i < beyond.length; i++) {
      beyond[i] = away[i] > limit;
    }
    float[] fromBeyond = DistanceTransform.of(beyond, width, height);
    boolean[] closed = new boolean[inside.length];
    for (int i = 0; i < closed.length; i++) {
      closed[i] = inside[i] || fromBeyond[i] > limit + 1;
    }
    return new Strokes(width, height, closed, length);
  }

  /**
   * Moves the edge of all strokes outwards.
   *
   * @param shift as a part of the character's longer side; below 0 to move it inwards
   */
  GrayImage shifted(double shift) {
    float[] away = DistanceTransform.of(inside, width, height);
    byte[] pixels = new byte[depth.length];
    for (int i = 0; i < pixels.length; i++) {
      double within = inside[i] ? depth[i] : 0.5 - away[i];
      double cover = Math.max(0, Math.min(1, within + shift * length + 0.5));
      pixels[i] = (byte) (int) Math.round(255 * cover);
    }
    return GrayImage.of(width, height, pixels);
  }
}
