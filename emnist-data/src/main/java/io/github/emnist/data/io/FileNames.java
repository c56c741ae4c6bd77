package io.github.emnist.data.io;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names under which NIST, and Kaggle for tables, publish the files. */
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

  /** Tells whether a file of this name may hold EMNIST data. */
  static boolean isOfficial(String fileName) {
    return OFFICIAL.contains(fileName);
  }

  /**
   * Returns every name of a split's files: images, labels and tables, plain and gzip, and the
   * mapping.
   */
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
   * Returns the name of MNIST's own images, from before EMNIST.
   *
   * @param dotted whether as some archives have it: {@code train-images.idx3-ubyte}
   */
  static String mnistImages(Partition partition, boolean dotted) {
    return mnist(partition) + "-images" + (dotted ? "." : "-") + "idx3-ubyte";
  }

  /** Returns the name of MNIST's own labels, as {@link #mnistImages}. */
  static String mnistLabels(Partition partition, boolean dotted) {
    return mnist(partition) + "-labels" + (dotted ? "." : "-") + "idx1-ubyte";
  }

  /** Ten thousand for testing. */
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

  /** Kaggle's name for a table of labels and pixels. */
  static String csv(EmnistSplit split, Partition partition) {
    return name(split.id(), partition.id(), TABLE);
  }

  /** Returns all IDX files of a split, without {@code .gz}. */
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

  /** Returns what to say where files of any split would do. */
  static String anySplit() {
    return Arrays.stream(EmnistSplit.values())
        .map(EmnistSplit::id)
        .collect(
            Collectors.joining(
                ", ", anyFormat("<split>", "<train|test>") + ", <split> one of ", ""));
  }

  /** Returns what to say where files of one split would do. */
  static String ofSplit(EmnistSplit split) {
    return anyFormat(split.id(), "<train|test>");
  }

  /** Returns what to say where one partition would do. */
  static String ofPartition(EmnistSplit split, Partition partition) {
    return anyFormat(split.id(), partition.id());
  }

  /** Returns what to say where a file would do, plain or gzip. */
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
