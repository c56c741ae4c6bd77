package io.github.emnist.train.internal.tensorflow;

import io.github.emnist.model.internal.tensorflow.Network;
import io.github.emnist.train.internal.tensorflow.Objective.TargetInputs;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.ndarray.buffer.DataBuffer;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.ndarray.buffer.LongDataBuffer;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/** The tensors that feed images and their targets into the graph, reused for all batches. */
final class BatchFeed implements AutoCloseable {
  private final boolean mixes;
  private final int imageBytes;
  private final FedTensor<TUint8, ByteDataBuffer> images;
  private final FedTensor<TUint8, ByteDataBuffer> labels;
  private final FedTensor<TUint8, ByteDataBuffer> partners;
  private final FedTensor<TFloat32, FloatDataBuffer> shares;

  /** Allocates nothing yet; {@code mixes} says whether the graph needs partners and shares. */
  BatchFeed(Network network, TargetInputs targets, boolean mixes) {
    var input = network.architecture().input();
    this.mixes = mixes;
    imageBytes = input.size();
    images = FedTensor.uint8(network.images(), input.height(), input.width(), input.channels());
    labels = FedTensor.uint8(targets.labels());
    partners = FedTensor.uint8(targets.partners());
    shares = FedTensor.float32(targets.shares());
  }

  /**
   * Copies a batch. An image that is not mixed gets a share of 1.
   *
   * @throws IllegalArgumentException if the batch is mixed and the graph is not
   */
  void write(TrainingBatch batch) {
    if (batch.isMixed() && !mixes) {
      throw new IllegalArgumentException(
          "the batch's images are mixed, but the settings have no mix");
    }
    int size = batch.size();
    write(batch.images(), batch.labels(), size);
    if (mixes) {
      partners.rows(size).write(batch.isMixed() ? batch.partners() : batch.labels(), 0, size);
      FloatDataBuffer rows = shares.rows(size);
      for (int i = 0; i < size; i++) {
        rows.setFloat(batch.isMixed() ? batch.shares()[i] : 1, i);
      }
    }
  }

  /** Copies images and labels. */
  void write(byte[] pixels, byte[] classes, int count) {
    images.rows(count).write(pixels, 0, count * imageBytes);
    labels.rows(count).write(classes, 0, count);
  }

  /** Feeds the tensors that were written. */
  void feed(Session.Runner runner) {
    images.feed(runner);
    labels.feed(runner);
    if (mixes) {
      partners.feed(runner);
      shares.feed(runner);
    }
  }

  @Override
  public void close() {
    images.close();
    labels.close();
    partners.close();
    shares.close();
  }

  /**
   * A placeholder with a tensor that is written in place, so that a step leaves no garbage. It is
   * reallocated only when the number of rows changes. Not thread-safe.
   */
  static final class FedTensor<T extends TType, B extends DataBuffer<?>> implements AutoCloseable {
    private final Placeholder<T> placeholder;
    private final long[] shape;
    private final Function<Shape, T> allocator;
    private final Function<T, B> memory;
    private int rows;
    private T tensor;
    private B buffer;

    private FedTensor(
        Placeholder<T> placeholder,
        long[] shape,
        Function<Shape, T> allocator,
        Function<T, B> memory) {
      this.placeholder = placeholder;
      this.shape = shape;
      this.allocator = allocator;
      this.memory = memory;
    }

    /** Creates one for shape {@code [rows, rowShape...]}. */
    static FedTensor<TUint8, ByteDataBuffer> uint8(
        Placeholder<TUint8> placeholder, long... rowShape) {
      long[] shape = new long[rowShape.length + 1];
      System.arraycopy(rowShape, 0, shape, 1, rowShape.length);
      return new FedTensor<>(
          placeholder, shape, TUint8::tensorOf, tensor -> tensor.asRawTensor().data());
    }

    /** Creates one for shape {@code [rows]}. */
    static FedTensor<TFloat32, FloatDataBuffer> float32(Placeholder<TFloat32> placeholder) {
      return float32(placeholder, new long[1]);
    }

    /** Creates one for a scalar, which counts as one row. */
    static FedTensor<TFloat32, FloatDataBuffer> scalar(Placeholder<TFloat32> placeholder) {
      return float32(placeholder, new long[0]);
    }

    private static FedTensor<TFloat32, FloatDataBuffer> float32(
        Placeholder<TFloat32> placeholder, long[] shape) {
      return new FedTensor<>(
          placeholder, shape, TFloat32::tensorOf, tensor -> tensor.asRawTensor().data().asFloats());
    }

    /** Creates one for shape {@code [rows]}. */
    static FedTensor<TInt64, LongDataBuffer> int64(Placeholder<TInt64> placeholder) {
      return new FedTensor<>(
          placeholder,
          new long[1],
          TInt64::tensorOf,
          tensor -> tensor.asRawTensor().data().asLongs());
    }

    /** Returns the memory of a tensor with so many rows, to be written before {@link #feed}. */
    B rows(int count) {
      if (tensor == null || rows != count) {
        close();
        if (shape.length > 0) {
          shape[0] = count;
        }
        rows = count;
        tensor = allocator.apply(Shape.of(Arrays.copyOf(shape, shape.length)));
        buffer = memory.apply(tensor);
      }
      return buffer;
    }

    void feed(Session.Runner runner) {
      runner.feed(placeholder, tensor);
    }

    @Override
    public void close() {
      if (tensor != null) {
        tensor.close();
        tensor = null;
      }
    }
  }

  /**
   * A session run that is executed repeatedly. Its feeds and fetches are collected again only when
   * the number of rows changes, since only then does a {@link FedTensor} reallocate its tensor.
   */
  static final class RepeatedRun {
    private final Session session;
    private final Consumer<Session.Runner> parts;
    private int rows;
    private Session.Runner runner;

    /** Creates a run; {@code parts} adds its feeds, fetches and targets. */
    RepeatedRun(Session session, Consumer<Session.Runner> parts) {
      this.session = session;
      this.parts = parts;
    }

    /** Returns the runner for so many rows, whose tensors have been written. */
    Session.Runner of(int count) {
      if (runner == null || rows != count) {
        runner = session.runner();
        parts.accept(runner);
        rows = count;
      }
      return runner;
    }
  }
}
