package io.github.emnist.data.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The connected pieces of a picture's ink. Pixels touch at a side or a corner. */
public final class Components {
  private final byte[] ink;
  private final int width;
  private final int height;
  private final int threshold;
  private final int[] labels;
  private final List<Component> components = new ArrayList<>();
  private int[] open = new int[64];

  private Components(byte[] ink, int width, int height, int threshold) {
    this.ink = ink;
    this.width = width;
    this.height = height;
    this.threshold = threshold;
    this.labels = new int[width * height];
  }

  /**
   * One piece.
   *
   * @param label of its pixels, 1 for the first piece
   * @param box around it
   * @param ink the sum of its pixels
   */
  public record Component(int label, PixelBox box, long ink) {

    /**
     * The longer side of its box.
     *
     * @return in pixels
     */
    public int length() {
      return Math.max(box.right() - box.left(), box.bottom() - box.top());
    }
  }

  /**
   * Finds the pieces.
   *
   * @param ink uint8 {@code [height * width]}, row-major
   * @param width in pixels, at least 1
   * @param height in pixels, at least 1
   * @param threshold the least that counts as ink, 1 to 255
   * @return the pieces, in the order of their first pixels
   */
  public static Components of(byte[] ink, int width, int height, int threshold) {
    Components components = new Components(ink, width, height, threshold);
    for (int start = 0; start < components.labels.length; start++) {
      if (components.labels[start] == 0 && (ink[start] & 0xFF) >= threshold) {
        components.fill(start);
      }
    }
    return components;
  }

  private void fill(int start) {
    int label = components.size() + 1;
    int left = width;
    int top = height;
    int right = 0;
    int bottom = 0;
    long sum = 0;
    int count = push(0, start, label);
    while (count > 0) {
      int pixel = open[--count];
      int y = pixel / width;
      int x = pixel - y * width;
      sum += ink[pixel] & 0xFF;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
      for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          int neighbour = ny * width + nx;
          if (labels[neighbour] == 0 && (ink[neighbour] & 0xFF) >= threshold) {
            count = push(count, neighbour, label);
          }
        }
      }
    }
    components.add(new Component(label, new PixelBox(left, top, right, bottom), sum));
  }

  private int push(int count, int pixel, int label) {
    if (count == open.length) {
      open = Arrays.copyOf(open, 2 * count);
    }
    open[count] = pixel;
    labels[pixel] = label;
    return count + 1;
  }

  /**
   * The pieces.
   *
   * @return in the order of their labels
   */
  public List<Component> all() {
    return List.copyOf(components);
  }

  /**
   * Which piece a pixel belongs to.
   *
   * @param pixel its index, {@code y * width + x}
   * @return its label, or 0 where there is no ink
   */
  public int label(int pixel) {
    return labels[pixel];
  }
}
