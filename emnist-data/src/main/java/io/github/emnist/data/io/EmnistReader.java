package io.github.emnist.data.io;

import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Opens EMNIST files under their official names, plain or gzip:
 *
 * <pre>{@code
 * EmnistSource emnist = EmnistReader.open(Path.of("emnist"));
 * EmnistDataset train = emnist.train();
 * }</pre>
 *
 * <p>The names are {@code emnist-<split>-<train|test>-images-idx3-ubyte} and {@code
 * emnist-<split>-<train|test>-labels-idx1-ubyte}, each with or without {@code .gz}, and {@code
 * emnist-<split>-mapping.txt}. Where a file lies there both plain and as {@code .gz}, the plain one
 * is read. One partition is enough. A mapping file is optional, since the classes of each split are
 * known; one that is there must agree with them.
 *
 * <p>EMNIST stores its images transposed and numbers the classes of Letters from 1. The images that
 * come out are upright and all labels start at 0.
 *
 * <p>The bytes are taken for hostile: no memory is taken on the word of a header alone, and what
 * does not match its format is a {@link MalformedDataException}. The sources returned are immutable
 * and thread-safe; they hold no file open between reads.
 */
public final class EmnistReader {
  private EmnistReader() {}

  /**
   * Opens the one split in a folder.
   *
   * @param folder holds the files
   * @return the source, from which nothing but the mapping file has been read
   * @throws MissingDataException if the folder or its files are not there
   * @throws AmbiguousSplitException if the folder holds several splits
   * @throws MalformedDataException if the mapping file is malformed or contradicts the split
   * @throws IOException if the mapping file cannot be read
   */
  public static EmnistSource open(Path folder) throws IOException {
    return open(folder, ReadLimits.defaults());
  }

  /**
   * Opens the one split in a folder, with limits of one's own.
   *
   * @param folder holds the files
   * @param limits how much a file may ask for
   * @return the source, from which nothing but the mapping file has been read
   * @throws MissingDataException if the folder or its files are not there
   * @throws AmbiguousSplitException if the folder holds several splits
   * @throws MalformedDataException if the mapping file is malformed or contradicts the split
   * @throws IOException if the mapping file cannot be read
   */
  public static EmnistSource open(Path folder, ReadLimits limits) throws IOException {
    Objects.requireNonNull(limits, "limits");
    EmnistFiles files = FolderFiles.of(folder);
    Set<EmnistSplit> splits = splitsIn(files);
    if (splits.isEmpty()) {
      throw new MissingDataException(files.name(), "no EMNIST files", FileNames.anySplit());
    }
    if (splits.size() > 1) {
      throw new AmbiguousSplitException(files.name(), splits);
    }
    return IdxSource.open(files, splits.iterator().next(), limits);
  }

  /**
   * Opens one of the splits in a folder.
   *
   * @param folder holds the files
   * @param split the one to read
   * @return the source, from which nothing but the mapping file has been read
   * @throws MissingDataException if the folder or the split's files are not there
   * @throws MalformedDataException if the mapping file is malformed or contradicts the split
   * @throws IOException if the mapping file cannot be read
   */
  public static EmnistSource open(Path folder, EmnistSplit split) throws IOException {
    return open(folder, split, ReadLimits.defaults());
  }

  /**
   * Opens one of the splits in a folder, with limits of one's own.
   *
   * @param folder holds the files
   * @param split the one to read
   * @param limits how much a file may ask for
   * @return the source, from which nothing but the mapping file has been read
   * @throws MissingDataException if the folder or the split's files are not there
   * @throws MalformedDataException if the mapping file is malformed or contradicts the split
   * @throws IOException if the mapping file cannot be read
   */
  public static EmnistSource open(Path folder, EmnistSplit split, ReadLimits limits)
      throws IOException {
    Objects.requireNonNull(split, "split");
    Objects.requireNonNull(limits, "limits");
    EmnistFiles files = FolderFiles.of(folder);
    Set<EmnistSplit> splits = splitsIn(files);
    if (!splits.contains(split)) {
      throw new MissingDataException(
          files.name(),
          splits.isEmpty() ? "no EMNIST files" : "only files of " + ids(splits),
          FileNames.ofSplit(split));
    }
    return IdxSource.open(files, split, limits);
  }

  /** The splits with at least one IDX file. A mapping file alone is no data. */
  private static Set<EmnistSplit> splitsIn(EmnistFiles files) {
    Set<EmnistSplit> found = EnumSet.noneOf(EmnistSplit.class);
    for (EmnistSplit split : EmnistSplit.values()) {
      List<String> names = FileNames.idx(split);
      if (names.stream().anyMatch(name -> files.findPlainOrGzip(name).isPresent())) {
        found.add(split);
      }
    }
    return found;
  }

  static String ids(Set<EmnistSplit> splits) {
    return splits.stream().map(EmnistSplit::id).collect(Collectors.joining(", "));
  }
}
