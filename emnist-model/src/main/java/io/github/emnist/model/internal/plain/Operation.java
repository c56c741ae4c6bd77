package io.github.emnist.model.internal.plain;

import io.github.emnist.model.architecture.TensorShape;
import io.github.emnist.model.internal.plain.Program.Work;
import java.util.Arrays;

/** A step of a {@link Program}: reads one buffer and writes another, or changes one in place. */
abstract class Operation {
  final int in;
  final int out;

  Operation(int in, int out) {
    this.in = in;
    this.out = out;
  }

  /**
   * Runs over the first images of the buffers.
   *
   * @param images 1 to {@code work.images}
   */
  abstract void run(Work work, int images);

  /** Tells what this needs beside buffers. */
  void require(Work.Needs needs) {}

  /** How a window moves over the pixels of an image. */
  record Window(Form in, Form out, int height, int width, int stride, int top, int left) {
    /**
     * A window of 'same' or 'valid' padding: what is left over after the last step is cut off, what
     * is missing is padded, the odd one below and on the right.
     */
    static Window of(Form in, Form out, int height, int width, int stride) {
      return new Window(
          in,
          out,
          height,
          width,
          stride,
          before(in.height(), out.height(), height, stride),
          before(in.width(), out.width(), width, stride));
    }

    private static int before(int in, int out, int window, int stride) {
      return Math.max(0, (out - 1) * stride + window - in) / 2;
    }

    /** Whether it only ever sees one pixel, each of them once. */
    boolean isPoint() {
      return height == 1 && width == 1 && stride == 1;
    }

    int size() {
      return height * width;
    }

    /** The row of the input under a row of the window; outside the input where there is padding. */
    int inputRow(int outputRow, int windowRow) {
      return outputRow * stride + windowRow - top;
    }

    int inputColumn(int outputColumn, int windowColumn) {
      return outputColumn * stride + windowColumn - left;
    }
  }

  /**
   * A convolution over planes, for large planes of few channels. A row is the input's plane of one
   * channel, shifted as a position of the kernel has it; it is copied once and serves all output
   * channels. So many rows are copied at a time that they stay in the first-level cache.
   */
  static final class PlaneConvolution extends Operation {
    private static final int CACHED_BYTES = 24 << 10;

    private final Window window;

    /** For each output channel its weights in the order (channel, column, row), then zeros. */
    private final float[][] kernel;

    private final float[] bias;
    private final int positions;
    private final int step;

    /**
     * Creates a convolution.
     *
     * @param kernel in the order (row, column, channel, output channel)
     */
    PlaneConvolution(int in, int out, Window window, float[] kernel, float[] bias) {
      super(in, out);
      this.window = window;
      this.bias = bias;
      this.positions = window.size() * window.in.channels();
      int outputs = bias.length;
      // Outputs are written two at a time.
      this.kernel =
          new float[outputs + outputs % 2]
              [(positions + Kernels.ROWS - 1) / Kernels.ROWS * Kernels.ROWS];
      for (int position = 0; position < positions; position++) {
        int channel = position / window.size();
        int column = position % window.size() / window.height;
        int row = position % window.height;
        int from = ((row * window.width + column) * window.in.channels() + channel) * outputs;
        for (int o = 0; o < outputs; o++) {
          this.kernel[o][position] = kernel[from + o];
        }
      }
      int cached = CACHED_BYTES / Float.BYTES / window.out.pixels();
      this.step = Math.max(1, cached / Kernels.ROWS) * Kernels.ROWS;
    }

    @Override
    void require(Work.Needs needs) {
      int plane = Math.max(window.in.height() * window.out.width(), window.out.pixels());
      needs.planes(Math.min(step, kernel[0].length), plane, kernel[0].length);
    }

    @Override
    void run(Work work, int images) {
      float[][] planes = work.buffer(in);
      float[][] outputs = work.buffer(out);
      for (int image = 0; image < images; image++) {
        int first = image * bias.length;
        for (int o = 0; o < bias.length; o++) {
          Arrays.fill(outputs[first + o], bias[o]);
        }
        for (int from = 0; from < positions; from += step) {
          int to = Math.min(from + step, kernel[0].length);
          for (int position = from; position < to; position++) {
            work.window[position] = row(work, planes, image, position, position - from);
          }
          for (int o = 0; o < bias.length; o += 2) {
            float[] other = o + 1 < bias.length ? outputs[first + o + 1] : work.spill;
            add(outputs[first + o], other, work.window, o, from, to);
          }
        }
      }
    }

    private void add(float[] o, float[] other, float[][] rows, int output, int from, int to) {
      float[] w = kernel[output];
      float[] v = kernel[output + 1];
      for (int k = from; k < to; k += Kernels.ROWS) {
        Kernels.add(o, other, rows, w, v, k);
      }
    }

    /** The input as it lies under one position of the kernel. */
    private float[] row(Work work, float[][] planes, int image, int position, int number) {
      if (position >= positions) {
        return work.zeros;
      }
      float[] plane = planes[image * window.in.channels() + position / window.size()];
      if (window.isPoint()) {
        return plane;
      }
      int column = position % window.size() / window.height;
      int row = position % window.height;
      float[] target = work.shifted[number];
      if (window.stride == 1 && window.in.width() == window.out.width()) {
        shift(plane, target, row - window.top, column - window.left);
      } else {
        if (row == 0 || number == 0) {
          narrow(plane, work.plane, column);
        }
        pick(work.plane, target, row);
      }
      return target;
    }

    /** Copies a plane of the same width so that (row, column) comes to lie at (0, 0). */
    private void shift(float[] plane, float[] target, int rows, int columns) {
      int width = window.in.width();
      int height = window.out.height();
      int offset = rows * width + columns;
      int begin = Math.max(0, -offset);
      int end = Math.min(height * width, plane.length - offset);
      Arrays.fill(target, 0, begin, 0);
      System.arraycopy(plane, begin + offset, target, begin, end - begin);
      Arrays.fill(target, end, height * width, 0);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < -columns; x++) {
          target[y * width + x] = 0;
        }
        for (int x = width - Math.max(0, columns); x < width; x++) {
          target[y * width + x] = 0;
        }
      }
    }

    /** Copies the columns of the input that lie under one column of the kernel. */
    private void narrow(float[] plane, float[] target, int column) {
      int width = window.out.width();
      for (int y = 0; y < window.in.height(); y++) {
        int from = y * window.in.width();
        if (window.stride == 1) { // and no padding
          System.arraycopy(plane, from + column, target, y * width, width);
          continue;
        }
        for (int x = 0; x < width; x++) {
          int source = window.inputColumn(x, column);
          target[y * width + x] =
              source < 0 || source >= window.in.width() ? 0 : plane[from + source];
        }
      }
    }

    /** Copies the rows that lie under one row of the kernel. */
    private void pick(float[] narrow, float[] target, int row) {
      int width = window.out.width();
      if (window.stride == 1) {
        System.arraycopy(narrow, row * width, target, 0, window.out.pixels());
        return;
      }
      for (int y = 0; y < window.out.height(); y++) {
        int source = window.inputRow(y, row);
        if (source < 0 || source >= window.in.height()) {
          Arrays.fill(target, y * width, (y + 1) * width, 0);
        } else {
          System.arraycopy(narrow, source * width, target, y * width, width);
        }
      }
    }
  }

  /**
   * A convolution over pixels, for small planes of many channels, and a dense layer, which is one
   * over a single pixel. A row is the weights of one input channel for all output channels. Inputs
   * that are 0, as a rectifier leaves them, are passed over. A part of the weights serves all
   * pixels of all images before the next one is fetched.
   */
  static final class PixelConvolution extends Operation {
    /** Channels whose weights are used together. */
    private static final int PART = 64;

    private final Window window;

    /** For each (row, column, channel) its weights for all outputs. */
    private final float[][] kernel;

    private final float[] bias;
    private final int parts;

    /**
     * Creates a convolution.
     *
     * @param kernel in the order (row, column, channel, output channel)
     */
    PixelConvolution(int in, int out, Window window, float[] kernel, float[] bias) {
      super(in, out);
      this.window = window;
      this.bias = bias;
      this.kernel = new float[kernel.length / bias.length][];
      for (int row = 0; row < this.kernel.length; row++) {
        this.kernel[row] = Arrays.copyOfRange(kernel, row * bias.length, (row + 1) * bias.length);
      }
      this.parts = (window.in.channels() + PART - 1) / PART;
    }

    @Override
    void require(Work.Needs needs) {
      int lists = Math.multiplyExact(window.in.pixels(), parts);
      needs.lists(Math.multiplyExact(lists, PART), lists);
    }

    @Override
    void run(Work work, int images) {
      float[][] pixels = work.buffer(in);
      float[][] outputs = work.buffer(out);
      for (int pixel = 0; pixel < images * window.in.pixels(); pixel++) {
        list(work, pixels[pixel], pixel * parts);
      }
      for (int pixel = 0; pixel < images * window.out.pixels(); pixel++) {
        System.arraycopy(bias, 0, outputs[pixel], 0, bias.length);
      }
      for (int row = 0; row < window.height; row++) {
        for (int column = 0; column < window.width; column++) {
          for (int part = 0; part < parts; part++) {
            for (int image = 0; image < images; image++) {
              for (int y = 0; y < window.out.height(); y++) {
                addRow(work, outputs, image * window.out.height() + y, row, column, part);
              }
            }
          }
        }
      }
    }

    /** Adds one part of one position of the kernel to one row of pixels of one image. */
    private void addRow(
        Work work, float[][] outputs, int outputRow, int row, int column, int part) {
      int image = outputRow / window.out.height();
      int inputRow = window.inputRow(outputRow % window.out.height(), row);
      if (inputRow < 0 || inputRow >= window.in.height()) {
        return;
      }
      int base = (row * window.width + column) * window.in.channels();
      int firstPixel = (image * window.in.height() + inputRow) * window.in.width();
      for (int x = 0; x < window.out.width(); x++) {
        int inputColumn = window.inputColumn(x, column);
        if (inputColumn >= 0 && inputColumn < window.in.width()) {
          int list = (firstPixel + inputColumn) * parts + part;
          float[] output = outputs[outputRow * window.out.width() + x];
          int end = list * PART + work.counts[list];
          for (int j = list * PART; j < end; j += Kernels.TERMS) {
            Kernels.add(output, kernel, base, work.at, work.value, j);
          }
        }
      }
    }

    /** Lists the channels of a pixel that are not 0, part by part, in fours. */
    private void list(Work work, float[] pixel, int firstList) {
      for (int part = 0; part < parts; part++) {
        int next = (firstList + part) * PART;
        int begin = next;
        int end = Math.min(pixel.length, (part + 1) * PART);
        for (int channel = part * PART; channel < end; channel++) {
          float x = pixel[channel];
          work.at[next] = channel;
          work.value[next] = x;
          next += x != 0 ? 1 : 0;
        }
        while ((next - begin) % Kernels.TERMS != 0) {
          work.at[next] = part * PART;
          work.value[next++] = 0;
        }
        work.counts[firstList + part] = next - begin;
      }
    }
  }

  /** Turns planes into pixels, or pixels into planes. */
  static final class Transposition extends Operation {
    private final Form form;

    Transposition(int in, int out, Form form) {
      super(in, out);
      this.form = form;
    }

    @Override
    void run(Work work, int images) {
      float[][] from = work.buffer(in);
      float[][] to = work.buffer(out);
      int rows = form.rows();
      int length = form.length();
      for (int image = 0; image < images; image++) {
        for (int row = 0; row < rows; row++) {
          float[] source = from[image * rows + row];
          for (int i = 0; i < length; i++) {
            to[image * length + i][row] = source[i];
          }
        }
      }
    }
  }

  /** A pooling over pixels, by maximum or mean. What is padded counts for neither. */
  static final class Pooling extends Operation {
    private final Window window;
    private final boolean mean;

    Pooling(int in, int out, Window window, boolean mean) {
      super(in, out);
      this.window = window;
      this.mean = mean;
    }

    @Override
    void run(Work work, int images) {
      float[][] pixels = work.buffer(in);
      float[][] outputs = work.buffer(out);
      int next = 0;
      for (int image = 0; image < images; image++) {
        int firstPixel = image * window.in.pixels();
        for (int y = 0; y < window.out.height(); y++) {
          for (int x = 0; x < window.out.width(); x++) {
            pool(pixels, firstPixel, y, x, outputs[next++]);
          }
        }
      }
    }

    private void pool(float[][] pixels, int firstPixel, int y, int x, float[] output) {
      int top = Math.max(0, window.inputRow(y, 0));
      int bottom = Math.min(window.in.height(), window.inputRow(y, window.height));
      int left = Math.max(0, window.inputColumn(x, 0));
      int right = Math.min(window.in.width(), window.inputColumn(x, window.width));
      float[] first = pixels[firstPixel + top * window.in.width() + left];
      System.arraycopy(first, 0, output, 0, output.length);
      for (int row = top; row < bottom; row++) {
        for (int column = left; column < right; column++) {
          float[] pixel = pixels[firstPixel + row * window.in.width() + column];
          if (pixel == first) {
            continue;
          }
          if (mean) {
            Kernels.add(output, pixel);
          } else {
            Kernels.max(output, pixel);
          }
        }
      }
      if (mean) {
        Kernels.scale(output, 1f / ((bottom - top) * (right - left)));
      }
    }
  }

  /** Puts the pixels of an image one behind the other. */
  static final class Flattening extends Operation {
    private final Form form;

    Flattening(int in, int out, Form form) {
      super(in, out);
      this.form = form;
    }

    @Override
    void run(Work work, int images) {
      float[][] from = work.buffer(in);
      float[][] to = work.buffer(out);
      for (int pixel = 0; pixel < images * form.pixels(); pixel++) {
        System.arraycopy(
            from[pixel],
            0,
            to[pixel / form.pixels()],
            pixel % form.pixels() * form.channels(),
            form.channels());
      }
    }
  }

  /** Copies a buffer that others still read, or adds one to another. */
  static final class Sum extends Operation {
    private final Form form;
    private final boolean copies;

    /**
     * Creates an operation.
     *
     * @param copies whether what was in the target before is lost
     */
    Sum(int in, int out, Form form, boolean copies) {
      super(in, out);
      this.form = form;
      this.copies = copies;
    }

    @Override
    void run(Work work, int images) {
      float[][] from = work.buffer(in);
      float[][] to = work.buffer(out);
      for (int row = 0; row < images * form.rows(); row++) {
        if (copies) {
          System.arraycopy(from[row], 0, to[row], 0, form.length());
        } else {
          Kernels.add(to[row], from[row]);
        }
      }
    }
  }

  /** Something done to each row, in place. */
  static final class Elementwise extends Operation {
    private final Form form;
    private final Action action;

    Elementwise(int buffer, Form form, Action action) {
      super(buffer, buffer);
      this.form = form;
      this.action = action;
    }

    /** Changes a row. */
    interface Action {
      /**
       * Changes a row in place.
       *
       * @param number of the row within its image
       */
      void apply(float[] row, int number);
    }

    @Override
    void run(Work work, int images) {
      float[][] rows = work.buffer(in);
      for (int row = 0; row < images * form.rows(); row++) {
        action.apply(rows[row], row % form.rows());
      }
    }
  }

  /**
   * The rows that hold the values of one image between two layers. Rows are arrays of their own, as
   * the vectorised loops need them: either a plane of pixels for each channel, or the channels of
   * each pixel. Features are one pixel.
   *
   * @param height of the plane
   * @param width of the plane
   * @param channels of each pixel
   * @param planes whether a row is a plane rather than a pixel
   */
  record Form(int height, int width, int channels, boolean planes) {
    static Form of(TensorShape shape, boolean planes) {
      return shape.isFlat()
          ? new Form(1, 1, shape.channels(), false)
          : new Form(shape.height(), shape.width(), shape.channels(), planes);
    }

    int pixels() {
      return height * width;
    }

    /** How many rows an image has. */
    int rows() {
      return planes ? channels : pixels();
    }

    /** Of a row. */
    int length() {
      return planes ? pixels() : channels;
    }

    int size() {
      return pixels() * channels;
    }

    Form transposed() {
      return new Form(height, width, channels, !planes);
    }
  }
}
