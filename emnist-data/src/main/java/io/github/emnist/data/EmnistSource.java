package io.github.emnist.data;

import java.io.IOException;
import java.util.Set;

/**
 * A source of EMNIST images: a folder, an archive, a generator. Opening a source reads no images;
 * each call of {@link #train()} or {@link #test()} reads them again. The library's own sources are
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
   * @throws MalformedDataException if the data violates its format
   * @throws IOException if the source lacks the partition or cannot be read
   */
  EmnistDataset read(Partition partition) throws IOException;

  /**
   * {@return the training images, as {@link #read(Partition)} reads them}
   *
   * @throws IOException if the source has no training images or cannot be read
   */
  default EmnistDataset train() throws IOException {
    return read(Partition.TRAIN);
  }

  /**
   * {@return the test images, as {@link #read(Partition)} reads them}
   *
   * @throws IOException if the source has no test images or cannot be read
   */
  default EmnistDataset test() throws IOException {
    return read(Partition.TEST);
  }
}
