package io.github.emnist.model.internal.plain;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.internal.Folding;
import io.github.emnist.model.internal.Folding.FrozenStep;
import io.github.emnist.model.internal.plain.Operation.Form;
import io.github.emnist.model.weights.Weights;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * A network as a list of operations over numbered buffers, with its weights in the order in which
 * the operations read them. Immutable, and therefore thread-safe: runs write only into {@link
 * Work}.
 */
final class Program {
  /** Programs in use, so that networks of the same weights share one. */
  private static final List<WeakReference<Program>> PROGRAMS = new ArrayList<>();

  private final CnnArchitecture architecture;

  /** The weights that were compiled, to find this program by; held weakly, since it has copies. */
  private final WeakReference<Weights> weights;

  private final List<Form> forms = new ArrayList<>();
  private final List<Operation> list = new ArrayList<>();
  private final Operation[] operations;
  private final Work.Needs needs = new Work.Needs();
  private final int logits;

  private Program(CnnArchitecture architecture, Weights weights) {
    this.architecture = architecture;
    this.weights = new WeakReference<>(weights);
    List<FrozenStep> steps = Folding.fold(architecture, weights);
    Form pixels = Form.of(architecture.input(), false);
    boolean planes =
        steps.get(0) instanceof FrozenStep.Weighted first
            && first.placed().layer() instanceof Layer.Conv2D
            && prefersPlanes(first.placed(), false);
    Value input = buffer(planes ? pixels.transposed() : pixels);
    this.logits = apply(steps, input).buffer;
    this.operations = list.toArray(Operation[]::new);
    list.forEach(operation -> operation.require(needs));
  }

  /**
   * Compiles a network, or returns the program of a network of the same weights that is in use.
   *
   * @throws IllegalArgumentException if the weights are not the architecture's
   */
  static Program of(CnnArchitecture architecture, Weights weights) {
    synchronized (PROGRAMS) {
      PROGRAMS.removeIf(reference -> reference.get() == null);
      for (WeakReference<Program> reference : PROGRAMS) {
        Program program = reference.get();
        if (program != null
            && program.weights.get() == weights
            && program.architecture.equals(architecture)) {
          return program;
        }
      }
      Program program = new Program(architecture, weights);
      PROGRAMS.add(new WeakReference<>(program));
      return program;
    }
  }

  /** Returns the number of bytes that the buffers of one image take. */
  long bytesPerImage() {
    return needs.bytes() + forms.stream().mapToLong(form -> 4L * form.size()).sum();
  }

  Work work(int images) {
    return new Work(images, forms, needs);
  }

  /**
   * Computes the probabilities of images.
   *
   * @param images uint8 {@code [N, height, width, channels]}
   * @param first the number of the first image to recognise
   * @param count the number of images to recognise, 1 to {@code work.images}
   * @param probabilities float32 {@code [N, classes]}, of which the rows of these images are
   *     written
   */
  void run(Work work, byte[] images, int first, int count, float[] probabilities) {
    feed(work.buffer(0), images, first, count);
    for (Operation operation : operations) {
      operation.run(work, count);
    }
    int classes = architecture.classes();
    float[][] rows = work.buffer(logits);
    for (int image = 0; image < count; image++) {
      System.arraycopy(rows[image], 0, probabilities, (first + image) * classes, classes);
      Kernels.softmax(probabilities, (first + image) * classes, classes);
    }
  }

  private void feed(float[][] rows, byte[] images, int first, int count) {
    Form form = forms.get(0);
    int next = first * form.size();
    for (int image = 0; image < count; image++) {
      for (int pixel = 0; pixel < form.pixels(); pixel++) {
        for (int channel = 0; channel < form.channels(); channel++) {
          float value = images[next++] & 0xff;
          if (form.planes()) {
            rows[image * form.channels() + channel][pixel] = value;
          } else {
            rows[image * form.pixels() + pixel][channel] = value;
          }
        }
      }
    }
  }

  /**
   * A value between two steps.
   *
   * @param owned whether nothing else reads the buffer, so that it can be changed in place
   * @param sparse whether a rectifier left many zeros
   */
  private record Value(int buffer, Form form, boolean owned, boolean sparse) {
    Value shared() {
      return new Value(buffer, form, false, sparse);
    }

    Value asSparse(boolean nowSparse) {
      return new Value(buffer, form, owned, nowSparse);
    }
  }

  private Value buffer(Form form) {
    forms.add(form);
    return new Value(forms.size() - 1, form, true, false);
  }

  private Value apply(List<FrozenStep> steps, Value input) {
    Value value = input;
    for (FrozenStep step : steps) {
      value = apply(step, value);
    }
    return value;
  }

  private Value apply(FrozenStep step, Value input) {
    if (step instanceof FrozenStep.Weighted weighted) {
      return weighted(weighted, input);
    } else if (step instanceof FrozenStep.Affine affine) {
      float[] scale = affine.scale();
      float[] shift = affine.shift();
      return inPlace(
          input,
          input.form.planes()
              ? (row, number) -> Kernels.affine(row, scale[number], shift[number])
              : (row, number) -> Kernels.affine(row, scale, shift));
    } else if (step instanceof FrozenStep.Sum sum) {
      return sum(sum.branches().stream().map(branch -> apply(branch, input.shared())).toList());
    }
    return plain(((FrozenStep.Plain) step).placed(), input);
  }

  private Value weighted(FrozenStep.Weighted weighted, Value input) {
    PlacedLayer placed = weighted.placed();
    boolean planes = placed.layer() instanceof Layer.Conv2D && prefersPlanes(placed, input.sparse);
    Value from = laidOut(input, planes);
    Value to = buffer(Form.of(placed.output(), planes));
    Operation.Window window =
        placed.layer() instanceof Layer.Conv2D convolution
            ? Operation.Window.of(
                from.form,
                to.form,
                convolution.kernelHeight(),
                convolution.kernelWidth(),
                convolution.stride())
            : Operation.Window.of(from.form, to.form, 1, 1, 1);
    list.add(
        planes
            ? new Operation.PlaneConvolution(
                from.buffer, to.buffer, window, weighted.kernel(), weighted.bias())
            : new Operation.PixelConvolution(
                from.buffer, to.buffer, window, weighted.kernel(), weighted.bias()));
    return to;
  }

  /**
   * Returns whether rows of pixels are expected to be faster than rows of channels. The numbers
   * describe the measured speed of either loop with rows of that length.
   */
  private static boolean prefersPlanes(PlacedLayer placed, boolean sparse) {
    double pixels = (double) placed.output().height() * placed.output().width();
    double channels = placed.output().channels();
    double overPlanes = 50 * pixels / (pixels + 40);
    double overPixels = 38 * channels / (channels + 38) * (sparse ? 1.6 : 1);
    return overPlanes >= overPixels;
  }

  private Value plain(PlacedLayer placed, Value input) {
    Layer layer = placed.layer();
    if (layer instanceof Layer.Activation activation) {
      return switch (activation.function()) {
        case RELU -> inPlace(input, (row, number) -> Kernels.relu(row)).asSparse(true);
        case GELU -> inPlace(input, (row, number) -> Kernels.gelu(row));
        case SOFTMAX ->
            inPlace(laidOut(input, false), (row, number) -> Kernels.softmax(row, 0, row.length));
      };
    } else if (layer instanceof Layer.LeakyRelu leaky) {
      float slope = (float) leaky.slope();
      return inPlace(input, (row, number) -> Kernels.leakyRelu(row, slope));
    } else if (layer instanceof Layer.MaxPool2D pool) {
      return pooled(placed, input, pool.pool(), pool.stride(), false).asSparse(input.sparse);
    } else if (layer instanceof Layer.AveragePool2D pool) {
      return pooled(placed, input, pool.pool(), pool.stride(), true);
    } else if (layer instanceof Layer.GlobalAveragePool) {
      Value from = laidOut(input, false);
      Value to = buffer(Form.of(placed.output(), false));
      Operation.Window all =
          Operation.Window.of(from.form, to.form, from.form.height(), from.form.width(), 1);
      list.add(new Operation.Pooling(from.buffer, to.buffer, all, true));
      return to;
    } else if (layer instanceof Layer.Flatten) {
      if (placed.input().isFlat()) {
        return input;
      }
      Value from = laidOut(input, false);
      Value to = buffer(Form.of(placed.output(), false));
      list.add(new Operation.Flattening(from.buffer, to.buffer, from.form));
      return to.asSparse(input.sparse);
    }
    throw new IllegalArgumentException(
        "%s: the Java engine knows no %s".formatted(placed.name(), layer.type()));
  }

  private Value pooled(PlacedLayer placed, Value input, int size, int stride, boolean mean) {
    Value from = laidOut(input, false);
    Value to = buffer(Form.of(placed.output(), false));
    Operation.Window window = Operation.Window.of(from.form, to.form, size, size, stride);
    list.add(new Operation.Pooling(from.buffer, to.buffer, window, mean));
    return to;
  }

  private Value sum(List<Value> branches) {
    Value sum = owned(branches.get(0));
    for (Value branch : branches.subList(1, branches.size())) {
      Value other = laidOut(branch, sum.form.planes());
      list.add(new Operation.Sum(other.buffer, sum.buffer, sum.form, false));
    }
    return sum.asSparse(false);
  }

  private Value inPlace(Value input, Operation.Elementwise.Action action) {
    Value value = owned(input);
    list.add(new Operation.Elementwise(value.buffer, value.form, action));
    return value.asSparse(false);
  }

  /** Returns the value in a buffer that may be changed, a copy if need be. */
  private Value owned(Value value) {
    if (value.owned) {
      return value;
    }
    Value copy = buffer(value.form);
    list.add(new Operation.Sum(value.buffer, copy.buffer, value.form, true));
    return copy.asSparse(value.sparse);
  }

  private Value laidOut(Value value, boolean planes) {
    if (value.form.planes() == planes) {
      return value;
    }
    Value transposed = buffer(value.form.transposed());
    list.add(new Operation.Transposition(value.buffer, transposed.buffer, value.form));
    return transposed.asSparse(value.sparse);
  }

  /**
   * The memory that one run of a {@link Program} writes into, for a number of images. Used by one
   * thread at a time, and reused.
   */
  static final class Work {
    final int images;

    /** The rows of each buffer, image after image. */
    private final float[][][] buffers;

    /** Rows that a convolution over planes copies its input to, shifted. */
    final float[][] shifted;

    /** The row for each position of a convolution's kernel: a shifted row, a plane, or zeros. */
    final float[][] window;

    /** One plane with its columns shifted, before its rows are. */
    final float[] plane;

    /**
     * The second of two outputs where a convolution has an odd number of output channels; never
     * read.
     */
    final float[] spill;

    /** The row for positions where a kernel is filled up with zeros. */
    final float[] zeros;

    /**
     * The channels of the values that are not 0; {@link #value} holds these values, {@link #counts}
     * their number in each part of a pixel.
     */
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

    /**
     * The memory that the operations of a program need besides its buffers; the lists are for one
     * image.
     */
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

      /** Returns the number of bytes of the lists for one image. */
      long bytes() {
        return 8L * values + 4L * counts;
      }
    }
  }
}
