package io.github.emnist.model.internal.plain;

import java.util.List;

/**
 * The memory that one run of a {@link Program} writes into, for a number of images. Used by one
 * thread at a time, and reused.
 */
final class Work {
  final int images;

  /** The rows of each buffer, image after image. */
  private final float[][][] buffers;

  /** Rows that a convolution over planes copies its input to, shifted. */
  final float[][] shifted;

  /** Which of those stands at each position of a convolution's kernel. */
  final float[][] window;

  /** One plane, before it is shifted down. */
  final float[] plane;

  /** What a convolution writes for an output channel that there is not. */
  final float[] spill;

  /** Stands where a kernel is filled up with zeros. */
  final float[] zeros;

  /** The values that are not 0: their channels, and how many each part of a pixel has. */
  final int[] at;

  final float[] value;
  final int[] counts;

  Work(int images, List<Form> forms, Needs needs) {
    this.images = images;
    this.buffers = new float[forms.size()][][];
    for (int i = 0; i < buffers.length; i++) {
      Form form = forms.get(i);
      buffers[i] = new float[Math.multiplyExact(images, form.rows())][form.length()];
    }
    this.shifted = new float[needs.shiftedRows][needs.plane];
    this.window = new float[needs.window][];
    this.plane = new float[needs.plane];
    this.spill = new float[needs.plane];
    this.zeros = new float[needs.plane];
    this.at = new int[Math.multiplyExact(images, needs.values)];
    this.value = new float[at.length];
    this.counts = new int[Math.multiplyExact(images, needs.counts)];
  }

  float[][] buffer(int number) {
    return buffers[number];
  }

  /** What the operations of a program need beside its buffers; the lists for one image. */
  static final class Needs {
    private int shiftedRows;
    private int plane;
    private int window;
    private int values;
    private int counts;

    void planes(int rows, int plane, int window) {
      this.shiftedRows = Math.max(this.shiftedRows, rows);
      this.plane = Math.max(this.plane, plane);
      this.window = Math.max(this.window, window);
    }

    void lists(int values, int counts) {
      this.values = Math.max(this.values, values);
      this.counts = Math.max(this.counts, counts);
    }

    /** In bytes, for one image. */
    long bytes() {
      return 8L * values + 4L * counts;
    }
  }
}
