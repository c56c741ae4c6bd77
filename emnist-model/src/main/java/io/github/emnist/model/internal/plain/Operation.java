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

  /** Registers the memory that this operation needs besides buffers. */
  void require(Work.Needs needs) {}

  /** A window that moves over the pixels of an image. */
  record Window(Form in, Form out, int height, int width, int stride, int top, int left) {
    /**
     * Returns a window of 'same' or 'valid' padding: pixels left over after the last step are cut
     * off, missing ones are padded, an odd one below and on the right.
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

    /** Returns whether each position of the window is one pixel, and each pixel comes once. */
    boolean isPoint() {
      return height == 1 && width == 1 && stride == 1;
    }

    int size() {
      return height * width;
    }

    /**
     * Returns the input's row under a row of the window; outside the input where there is padding.
     */
    int inputRow(int outputRow, int windowRow) {
      return outputRow * stride + windowRow - top;
    }

    int inputColumn(int outputColumn, int windowColumn) {
      return outputColumn * stride + windowColumn - left;
    }
  }

  /**
   * A convolution over planes, for large planes of few channels. A row is the input's plane of one
   * channel, shifted to a position of the kernel; it is copied once and serves all output channels.
   * Only as many rows are copied at a time as stay in the first-level cache.
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
          gather(work, planes, image, from, to);
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

    /**
     * Sets the window's rows of the positions {@code from} to {@code to - 1} of the kernel: the
     * input's planes as they lie under these.
     *
     * <p>One method for all cases, so that it has more bytecode than HotSpot inlines (325 bytes).
     * With its loops beside those of the kernel in one method, C2 runs out of rounds before it
     * vectorises the kernel, and everything takes three times as long; whether it came to that
     * depended on the order in which methods were compiled.
     */
    private void gather(Work work, float[][] planes, int image, int from, int to) {
      int width = window.out.width();
      int height = window.out.height();
      int inputWidth = window.in.width();
      int inputHeight = window.in.height();
      for (int position = from; position < to; position++) {
        if (position >= positions) {
          work.window[position] = work.zeros;
          continue;
        }
        float[] plane = planes[image * window.in.channels() + position / window.size()];
        if (window.isPoint()) {
          work.window[position] = plane;
          continue;
        }
        float[] target = work.shifted[position - from];
        work.window[position] = target;
        int column = position % window.size() / window.height;
        int row = position % window.height;
        int down = row - window.top;
        int right = column - window.left;
        if (window.stride == 1
            && inputWidth == width
            && Math.abs(down) < inputHeight
            && Math.abs(right) < width) {
          // The same width: one copy, so that (row, column) comes to lie at (0, 0).
          int offset = down * width + right;
          int begin = Math.max(0, -offset);
          int end = Math.min(height * width, plane.length - offset);
          Arrays.fill(target, 0, begin, 0);
          System.arraycopy(plane, begin + offset, target, begin, end - begin);
          Arrays.fill(target, end, height * width, 0);
          int blankFrom = right < 0 ? 0 : width - right;
          int blankTo = right < 0 ? -right : width;
          for (int y = 0; y < height; y++) {
            for (int x = blankFrom; x < blankTo; x++) {
              target[y * width + x] = 0;
            }
          }
          continue;
        }
        if (row == 0 || position == from) {
          // The columns that lie under this column of the kernel serve all its rows.
          for (int y = 0; y < inputHeight; y++) {
            for (int x = 0; x < width; x++) {
              int source = window.inputColumn(x, column);
              boolean inside = source >= 0 && source < inputWidth;
              work.plane[y * width + x] = inside ? plane[y * inputWidth + source] : 0;
            }
          }
        }
        for (int y = 0; y < height; y++) {
          int source = window.inputRow(y, row);
          if (source < 0 || source >= inputHeight) {
            Arrays.fill(target, y * width, (y + 1) * width, 0);
          } else {
            System.arraycopy(work.plane, source * width, target, y * width, width);
          }
        }
      }
    }
  }

  /**
   * A convolution over pixels, for small planes of many channels, and a dense layer, which is one
   * over a single pixel. A row is the weights of one input channel for all output channels. Inputs
   * that are 0, as a rectifier leaves them, are skipped. A part of the weights serves all pixels of
   * all images before the next one is fetched.
   */
  static final class PixelConvolution extends Operation {
    /** The number of channels whose weights are used together. */
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
      multiply(work, outputs, images);
    }

    /**
     * Adds the products to the outputs, part by part of each position of the kernel. One method, so
     * that it is not inlined, for the reason that {@link PlaneConvolution#gather} gives.
     */
    private void multiply(Work work, float[][] outputs, int images) {
      int width = window.out.width();
      int height = window.out.height();
      int inputWidth = window.in.width();
      int inputHeight = window.in.height();
      for (int number = 0; number < window.size() * parts; number++) {
        int part = number % parts;
        int column = number / parts % window.width;
        int row = number / parts / window.width;
        int base = (row * window.width + column) * window.in.channels();
        for (int pixelRow = 0; pixelRow < images * height; pixelRow++) {
          int inputRow = window.inputRow(pixelRow % height, row);
          if (inputRow < 0 || inputRow >= inputHeight) {
            continue;
          }
          int inputPixel = (pixelRow / height * inputHeight + inputRow) * inputWidth;
          for (int x = 0; x < width; x++) {
            int inputColumn = window.inputColumn(x, column);
            if (inputColumn < 0 || inputColumn >= inputWidth) {
              continue;
            }
            int list = (inputPixel + inputColumn) * parts + part;
            float[] output = outputs[pixelRow * width + x];
            int end = list * PART + work.counts[list];
            for (int j = list * PART; j < end; j += Kernels.TERMS) {
              Kernels.add(output, kernel, base, work.at, work.value, j);
            }
          }
        }
      }
    }

    /**
     * Lists the channels of a pixel that are not 0, part by part, each filled up to a multiple of
     * four.
     */
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

  /** A pooling over pixels, by maximum or mean. Padded pixels count for neither. */
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

  /** Joins the pixels of an image into one row. */
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
     * @param copies whether to overwrite the target rather than add to it
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

  /** Applies an action to each row, in place. */
  static final class Elementwise extends Operation {
    private final Form form;
    private final Action action;

    Elementwise(int buffer, Form form, Action action) {
      super(buffer, buffer);
      this.form = form;
      this.action = action;
    }

    /** An action on a row. */
    interface Action {
      /**
       * Changes a row in place.
       *
       * @param number the number of the row within its image
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

    /** Returns the number of rows of an image. */
    int rows() {
      return planes ? channels : pixels();
    }

    /** Returns the length of a row. */
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
