package io.github.emnist.data;

import java.io.IOException;
import java.util.Set;

/**
 * Where EMNIST images come from: a folder, an archive, a generator. Opening one reads no images;
 * each call of {@link #train()} or {@link #test()} does, anew. The library's own sources are
 * immutable and thread-safe.
 */
public interface EmnistSource {
  /** {@return the split that the source holds, one of the six} */
  EmnistSplit split();

  /** {@return the partitions that the source holds, at least one} */
  Set<Partition> partitions();

  /**
   * Reads one partition.
   *
   * @param partition one of {@link #partitions()}
   * @return upright images and 0-based labels
   * @throws MalformedDataException if the bytes are not what they should be
   * @throws IOException if the source lacks the partition or cannot be read
   */
  EmnistDataset read(Partition partition) throws IOException;

  /**
   * Reads the training images.
   *
   * @return upright images and 0-based labels
   * @throws IOException as {@link #read(Partition)}
   */
  default EmnistDataset train() throws IOException {
    return read(Partition.TRAIN);
  }

  /**
   * Reads the test images.
   *
   * @return upright images and 0-based labels
   * @throws IOException as {@link #read(Partition)}
   */
  default EmnistDataset test() throws IOException {
    return read(Partition.TEST);
  }
}
