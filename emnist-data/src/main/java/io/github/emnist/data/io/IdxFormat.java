package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A file of images and a file of labels, as NIST publishes them. */
record IdxFormat() implements PartitionFormat {
  @Override
  public boolean isIn(EmnistFiles files, EmnistSplit split, Partition partition) {
    return files.holdsPlainOrGzip(FileNames.images(split, partition))
        || files.holdsPlainOrGzip(FileNames.labels(split, partition));
  }

  @Override
  public List<ByteSource> find(EmnistFiles files, EmnistSplit split, Partition partition)
      throws IOException {
    return List.of(images(files, split, partition), labels(files, split, partition));
  }

  @Override
  public EmnistDataset read(
      EmnistFiles files, EmnistSplit split, Partition partition, ReadLimits limits)
      throws IOException {
    try (IdxInput images = IdxInput.open(images(files, split, partition), limits);
        IdxInput labels = IdxInput.open(labels(files, split, partition), limits)) {
      return new IdxPartition(images, labels, split, limits).read();
    }
  }

  private static ByteSource images(EmnistFiles files, EmnistSplit split, Partition partition)
      throws IOException {
    return find(files, FileNames.images(split, partition), "images", split, partition);
  }

  private static ByteSource labels(EmnistFiles files, EmnistSplit split, Partition partition)
      throws IOException {
    return find(files, FileNames.labels(split, partition), "labels", split, partition);
  }

  private static ByteSource find(
      EmnistFiles files, String fileName, String content, EmnistSplit split, Partition partition)
      throws IOException {
    Optional<ByteSource> file = files.findPlainOrGzip(fileName);
    if (file.isEmpty()) {
      throw new MissingDataException(
          files.name(),
          "no %s of the %s partition of %s".formatted(content, partition.id(), split.id()),
          FileNames.plainOrGzip(fileName));
    }
    return file.get();
  }
}
