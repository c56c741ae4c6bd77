package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import java.io.IOException;
import java.util.List;

/** A way in which one partition of a split may lie in a place. */
interface PartitionFormat {
  /**
   * All of them, the preferred one first. Kaggle's archive holds IDX files and tables; the tables
   * of its Letters have fewer images than NIST's files, so those are read.
   */
  static List<PartitionFormat> inOrderOfPreference() {
    return List.of(new IdxFormat(false), new IdxFormat(true), new CsvFormat());
  }

  /**
   * Whether any of the partition's files is there. A part of them counts, so that reading says
   * which one is missing.
   */
  boolean isIn(EmnistFiles files, EmnistSplit split, Partition partition);

  /** The partition's files. */
  List<ByteSource> find(EmnistFiles files, EmnistSplit split, Partition partition)
      throws IOException;

  /** Reads a partition that is there. */
  EmnistDataset read(EmnistFiles files, EmnistSplit split, Partition partition, ReadLimits limits)
      throws IOException;
}
