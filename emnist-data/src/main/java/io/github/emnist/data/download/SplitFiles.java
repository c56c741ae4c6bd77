package io.github.emnist.data.download;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The names of a split's files in the archives of NIST and Kaggle. */
final class SplitFiles {
  private static final String GZIP = ".gz";

  private SplitFiles() {}

  /**
   * The sets of files of which any one is the whole split, best first. NIST has gzip. Kaggle has
   * plain IDX, and CSV, which holds fewer of the letters: 88,800 and 14,800 rather than 124,800 and
   * 20,800.
   */
  static List<List<String>> sets(EmnistSplit split) {
    List<String> plain =
        Arrays.stream(Partition.values())
            .flatMap(
                partition ->
                    Stream.of(
                        name(split, partition, "-images-idx3-ubyte"),
                        name(split, partition, "-labels-idx1-ubyte")))
            .toList();
    List<String> gzip = plain.stream().map(name -> name + GZIP).toList();
    List<String> csv =
        Arrays.stream(Partition.values()).map(partition -> name(split, partition, ".csv")).toList();
    return List.of(gzip, plain, csv);
  }

  /** The name under which a reader would find another file first; itself where there is none. */
  static String readBefore(String fileName) {
    return fileName.endsWith(GZIP)
        ? fileName.substring(0, fileName.length() - GZIP.length())
        : fileName;
  }

  private static String name(EmnistSplit split, Partition partition, String rest) {
    return "emnist-" + split.id() + "-" + partition.id() + rest;
  }
}
