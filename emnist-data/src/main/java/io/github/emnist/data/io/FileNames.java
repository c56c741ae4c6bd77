package io.github.emnist.data.io;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The official file names of NIST, and of Kaggle for tables. */
final class FileNames {
  static final String GZIP_SUFFIX = ".gz";

  private static final String IMAGES = "-images-idx3-ubyte";
  private static final String LABELS = "-labels-idx1-ubyte";
  private static final String TABLE = ".csv";

  private static final Set<String> OFFICIAL =
      Arrays.stream(EmnistSplit.values())
          .flatMap(split -> ofAllFormats(split).stream())
          .collect(Collectors.toUnmodifiableSet());

  private FileNames() {}

  static boolean isOfficial(String fileName) {
    return OFFICIAL.contains(fileName);
  }

  /** Returns the names of all files of a split, with {@code .gz} where they may have it. */
  static List<String> ofAllFormats(EmnistSplit split) {
    return Stream.concat(
            Stream.concat(
                    idx(split).stream(),
                    Arrays.stream(Partition.values()).map(partition -> csv(split, partition)))
                .flatMap(name -> Stream.of(name, name + GZIP_SUFFIX)),
            Stream.of(mapping(split)))
        .toList();
  }

  /**
   * Returns the name of MNIST's own images.
   *
   * @param dotted whether as in some archives: {@code train-images.idx3-ubyte}
   */
  static String mnistImages(Partition partition, boolean dotted) {
    return mnist(partition) + "-images" + (dotted ? "." : "-") + "idx3-ubyte";
  }

  /** Returns the name of MNIST's own labels, see {@link #mnistImages}. */
  static String mnistLabels(Partition partition, boolean dotted) {
    return mnist(partition) + "-labels" + (dotted ? "." : "-") + "idx1-ubyte";
  }

  private static String mnist(Partition partition) {
    return partition == Partition.TRAIN ? "train" : "t10k";
  }

  static String images(EmnistSplit split, Partition partition) {
    return name(split.id(), partition.id(), IMAGES);
  }

  static String labels(EmnistSplit split, Partition partition) {
    return name(split.id(), partition.id(), LABELS);
  }

  static String mapping(EmnistSplit split) {
    return "emnist-" + split.id() + "-mapping.txt";
  }

  /** Returns Kaggle's name for a table of labels and pixels. */
  static String csv(EmnistSplit split, Partition partition) {
    return name(split.id(), partition.id(), TABLE);
  }

  /** Returns the names of all IDX files of a split, without {@code .gz}. */
  static List<String> idx(EmnistSplit split) {
    return Arrays.stream(Partition.values())
        .flatMap(
            partition ->
                Stream.concat(
                    Stream.of(images(split, partition), labels(split, partition)),
                    split == EmnistSplit.MNIST
                        ? Stream.of(
                            mnistImages(partition, false),
                            mnistLabels(partition, false),
                            mnistImages(partition, true),
                            mnistLabels(partition, true))
                        : Stream.empty()))
        .toList();
  }

  /** Describes the files of any split, for messages. */
  static String anySplit() {
    return Arrays.stream(EmnistSplit.values())
        .map(EmnistSplit::id)
        .collect(
            Collectors.joining(
                ", ", anyFormat("<split>", "<train|test>") + ", <split> one of ", ""));
  }

  /** Describes the files of one split, for messages. */
  static String ofSplit(EmnistSplit split) {
    return anyFormat(split.id(), "<train|test>");
  }

  /** Describes the files of one partition, for messages. */
  static String ofPartition(EmnistSplit split, Partition partition) {
    return anyFormat(split.id(), partition.id());
  }

  /** Describes a file that may be plain or gzip, for messages. */
  static String plainOrGzip(String fileName) {
    return fileName + "[" + GZIP_SUFFIX + "]";
  }

  private static String anyFormat(String split, String partition) {
    return plainOrGzip(name(split, partition, IMAGES))
        + " and "
        + plainOrGzip(name(split, partition, LABELS))
        + ", or "
        + plainOrGzip(name(split, partition, TABLE));
  }

  private static String name(String split, String partition, String rest) {
    return "emnist-" + split + "-" + partition + rest;
  }
}
