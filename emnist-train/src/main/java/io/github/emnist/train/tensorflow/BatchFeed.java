package io.github.emnist.train.tensorflow;

import io.github.emnist.model.internal.tensorflow.Network;
import org.tensorflow.Session;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** The tensors that carry images and their targets into the graph, batch after batch. */
final class BatchFeed implements AutoCloseable {
  private final boolean mixes;
  private final int imageBytes;
  private final FedTensor<TUint8, ByteDataBuffer> images;
  private final FedTensor<TUint8, ByteDataBuffer> labels;
  private final FedTensor<TUint8, ByteDataBuffer> partners;
  private final FedTensor<TFloat32, FloatDataBuffer> shares;

  /**
   * Allocates nothing yet.
   *
   * @param mixes whether what is computed needs partners and shares
   */
  BatchFeed(Network network, TargetInputs targets, boolean mixes) {
    var input = network.architecture().input();
    this.mixes = mixes;
    imageBytes = input.height() * input.width() * input.channels();
    images = FedTensor.uint8(network.images(), input.height(), input.width(), input.channels());
    labels = FedTensor.uint8(targets.labels());
    partners = FedTensor.uint8(targets.partners());
    shares = FedTensor.float32(targets.shares());
  }

  /**
   * Copies a batch; an image that is not mixed is one whose label has the whole share.
   *
   * @throws IllegalArgumentException if the batch is mixed and what is computed does not mix
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

  /** Copies images and labels that are not mixed. */
  void write(byte[] pixels, byte[] classes, int count) {
    images.rows(count).write(pixels, 0, count * imageBytes);
    labels.rows(count).write(classes, 0, count);
  }

  /** Feeds what was written. */
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
}
