package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One split's files in one place. */
final class FilesSource implements EmnistSource {
  private final EmnistFiles files;
  private final EmnistSplit split;
  private final Map<Partition, PartitionFormat> formats;
  private final ReadLimits limits;

  private FilesSource(
      EmnistFiles files,
      EmnistSplit split,
      Map<Partition, PartitionFormat> formats,
      ReadLimits limits) {
    this.files = files;
    this.split = split;
    this.formats = formats;
    this.limits = limits;
  }

  /** Finds the partitions and checks every mapping file that is there. */
  static FilesSource open(EmnistFiles files, EmnistSplit split, ReadLimits limits)
      throws IOException {
    for (ByteSource mapping : files.all(FileNames.mapping(split))) {
      MappingFile.check(mapping, split);
    }
    return new FilesSource(files, split, formats(files, split), limits);
  }

  /** The splits with at least one file of images, labels or a table. A mapping alone is no data. */
  static Set<EmnistSplit> splitsIn(EmnistFiles files) {
    Set<EmnistSplit> found = EnumSet.allOf(EmnistSplit.class);
    found.removeIf(split -> formats(files, split).isEmpty());
    return found;
  }

  private static Map<Partition, PartitionFormat> formats(EmnistFiles files, EmnistSplit split) {
    Map<Partition, PartitionFormat> formats = new EnumMap<>(Partition.class);
    for (Partition partition : Partition.values()) {
      PartitionFormat.inOrderOfPreference().stream()
          .filter(format -> format.isIn(files, split, partition))
          .findFirst()
          .ifPresent(format -> formats.put(partition, format));
    }
    return formats;
  }

  @Override
  public EmnistSplit split() {
    return split;
  }

  @Override
  public Set<Partition> partitions() {
    return Collections.unmodifiableSet(formats.keySet());
  }

  @Override
  public EmnistDataset read(Partition partition) throws IOException {
    PartitionFormat format = formats.get(partition);
    if (format == null) {
      throw new MissingDataException(
          files.name(),
          "no %s partition of %s".formatted(partition.id(), split.id()),
          FileNames.ofPartition(split, partition));
    }
    return format.read(files, split, partition, limits);
  }

  /** The files that reading would take, and the mapping. */
  List<ByteSource> members() throws IOException {
    List<ByteSource> members = new ArrayList<>();
    for (Map.Entry<Partition, PartitionFormat> entry : formats.entrySet()) {
      members.addAll(entry.getValue().find(files, split, entry.getKey()));
    }
    // Copies agree with each other, since each agrees with the split.
    files.all(FileNames.mapping(split)).stream().limit(1).forEach(members::add);
    return members;
  }

  @Override
  public String toString() {
    return "EmnistSource[%s, %s]".formatted(split.id(), files.name());
  }
}
