package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One table of labels and pixels, as Kaggle publishes them. */
record CsvFormat() implements PartitionFormat {
  @Override
  public boolean isIn(EmnistFiles files, EmnistSplit split, Partition partition) {
    return files.holdsPlainOrGzip(FileNames.csv(split, partition));
  }

  @Override
  public List<ByteSource> find(EmnistFiles files, EmnistSplit split, Partition partition)
      throws IOException {
    Optional<ByteSource> file = files.findPlainOrGzip(FileNames.csv(split, partition));
    if (file.isEmpty()) {
      throw new MissingDataException(
          files.name(),
          "no table of the %s partition of %s".formatted(partition.id(), split.id()),
          FileNames.plainOrGzip(FileNames.csv(split, partition)));
    }
    return List.of(file.get());
  }

  @Override
  public EmnistDataset read(
      EmnistFiles files, EmnistSplit split, Partition partition, ReadLimits limits)
      throws IOException {
    return CsvReader.of(split).withLimits(limits).read(find(files, split, partition).get(0));
  }
}
