package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** One split's IDX files. */
record IdxSource(EmnistFiles files, EmnistSplit split, Set<Partition> partitions, ReadLimits limits)
    implements EmnistSource {

  /** Finds the partitions and checks the mapping file, if there is one. */
  static IdxSource open(EmnistFiles files, EmnistSplit split, ReadLimits limits)
      throws IOException {
    Optional<ByteSource> mapping = files.find(FileNames.mapping(split));
    if (mapping.isPresent()) {
      MappingFile.check(mapping.get(), split);
    }
    // Half a partition counts, so that reading it says which file is missing.
    Set<Partition> partitions = EnumSet.noneOf(Partition.class);
    for (Partition partition : Partition.values()) {
      if (files.findPlainOrGzip(FileNames.images(split, partition)).isPresent()
          || files.findPlainOrGzip(FileNames.labels(split, partition)).isPresent()) {
        partitions.add(partition);
      }
    }
    return new IdxSource(files, split, Collections.unmodifiableSet(partitions), limits);
  }

  @Override
  public EmnistDataset read(Partition partition) throws IOException {
    if (!partitions.contains(partition)) {
      throw new MissingDataException(
          files.name(),
          "no %s partition of %s".formatted(partition.id(), split.id()),
          FileNames.ofPartition(split, partition));
    }
    try (IdxInput images = open(FileNames.images(split, partition), partition, "images");
        IdxInput labels = open(FileNames.labels(split, partition), partition, "labels")) {
      return new IdxPartition(images, labels, split, limits).read();
    }
  }

  private IdxInput open(String fileName, Partition partition, String content) throws IOException {
    Optional<ByteSource> file = files.findPlainOrGzip(fileName);
    if (file.isEmpty()) {
      throw new MissingDataException(
          files.name(),
          "no %s of the %s partition of %s".formatted(content, partition.id(), split.id()),
          FileNames.plainOrGzip(fileName));
    }
    return IdxInput.open(file.get());
  }

  @Override
  public String toString() {
    return "EmnistSource[%s, %s]".formatted(split.id(), files.name());
  }
}
