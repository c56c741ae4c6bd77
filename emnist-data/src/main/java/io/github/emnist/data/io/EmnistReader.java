package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.Partition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Opens EMNIST in a folder or in an archive, which is never unpacked to disk:
 *
 * <pre>{@code
 * EmnistSource emnist = EmnistReader.open(Path.of("gzip.zip"), EmnistSplit.BALANCED);
 * EmnistDataset train = emnist.train();
 * }</pre>
 *
 * <p>Paths are recognised by their content: a folder; NIST's or Kaggle's ZIP (members stored or
 * deflated); a TAR, plain or gzipped. Members of a ZIP and of a plain TAR are read in place. A
 * gzipped TAR is unpacked from its start for each large file, and once on opening.
 *
 * <p>The files are named {@code emnist-<split>-<train|test>-images-idx3-ubyte} and {@code
 * emnist-<split>-<train|test>-labels-idx1-ubyte}, each with or without {@code .gz}, and {@code
 * emnist-<split>-mapping.txt}. A partition may also be a table with Kaggle's name, {@code
 * emnist-<split>-<train|test>.csv} (see {@link CsvReader}). IDX files take precedence, since
 * Kaggle's table of Letters has fewer images; a plain file takes precedence over {@code .gz}. One
 * partition is enough. The mapping file is optional, but must agree with the split's known classes.
 *
 * <p>In an archive the files may be in any folder. If a folder has no IDX file itself, its
 * sub-folders are searched, three deep and not through links: {@code gzip/} (NIST), {@code
 * EMNIST/raw/} (torchvision), {@code emnist_source_files/} (Kaggle). The same file in two of them
 * is an error.
 *
 * <p>EMNIST stores its images transposed and numbers the classes of Letters from 1. The images
 * returned are upright and all labels start at 0. Files with MNIST's own names ({@code
 * train-images-idx3-ubyte}, {@code t10k-labels-idx1-ubyte}, or with a dot before {@code idx}) are
 * read as upright digits; EMNIST's files under such names are refused.
 *
 * <p>Files are untrusted: no header alone determines how much memory is allocated, and data that
 * violates its format is a {@link MalformedDataException}. Members of an archive whose names lead
 * elsewhere ({@code ../}, absolute, backslashes, drives) are ignored. The sources returned are
 * immutable and thread-safe; they keep no file open between reads.
 */
public final class EmnistReader {
  private EmnistReader() {}

  /**
   * Opens the only split in a folder or an archive.
   *
   * @param place the folder or archive with the files
   * @return the source; no images are read
   * @throws IOException as {@link #open(Path, ReadLimits)}
   */
  public static EmnistSource open(Path place) throws IOException {
    return open(place, ReadLimits.defaults());
  }

  /**
   * Opens the only split in a folder or an archive, with other limits.
   *
   * @param place the folder or archive with the files
   * @param limits on the files or the archive
   * @return the source; no images are read
   * @throws MissingDataException if the place or its files do not exist
   * @throws AmbiguousSplitException if the place has several splits
   * @throws MalformedDataException if the archive or the mapping file is malformed, or the mapping
   *     contradicts the split
   * @throws IOException if the place cannot be read
   */
  public static EmnistSource open(Path place, ReadLimits limits) throws IOException {
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(limits, "limits");
    EmnistFiles files = EmnistFiles.find(place, limits);
    if (FilesSource.splitsIn(files).isEmpty()
        && (PictureFolder.isOne(place) || PictureFolder.isOne(place.resolve("train")))) {
      throw new MissingDataException(
          place.toString(), "folders of pictures (PictureFolder reads them)", FileNames.anySplit());
    }
    return FilesSource.open(files, onlySplit(files), limits);
  }

  /**
   * Opens one of the splits in a folder or an archive.
   *
   * @param place the folder or archive with the files
   * @param split the split to read
   * @return the source; no images are read
   * @throws IOException as {@link #open(Path, EmnistSplit, ReadLimits)}
   */
  public static EmnistSource open(Path place, EmnistSplit split) throws IOException {
    return open(place, split, ReadLimits.defaults());
  }

  /**
   * Opens one of the splits in a folder or an archive, with other limits.
   *
   * @param place the folder or archive with the files
   * @param split the split to read
   * @param limits on the files or the archive
   * @return the source; no images are read
   * @throws IOException as {@link #open(Path, ReadLimits)}
   */
  public static EmnistSource open(Path place, EmnistSplit split, ReadLimits limits)
      throws IOException {
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(split, "split");
    Objects.requireNonNull(limits, "limits");
    EmnistFiles files = EmnistFiles.find(place, limits);
    requireSplit(files, split);
    return FilesSource.open(files, split, limits);
  }

  /** Returns the only split. */
  static EmnistSplit onlySplit(EmnistFiles files) throws IOException {
    Set<EmnistSplit> splits = FilesSource.splitsIn(files);
    if (splits.isEmpty()) {
      throw new MissingDataException(files.name(), "no EMNIST files", FileNames.anySplit());
    }
    if (splits.size() > 1) {
      throw new AmbiguousSplitException(files.name(), splits);
    }
    return splits.iterator().next();
  }

  /** Throws if a split is missing. */
  static void requireSplit(EmnistFiles files, EmnistSplit split) throws IOException {
    Set<EmnistSplit> splits = FilesSource.splitsIn(files);
    if (!splits.contains(split)) {
      throw new MissingDataException(
          files.name(),
          splits.isEmpty() ? "no EMNIST files" : "only files of " + ids(splits),
          FileNames.ofSplit(split));
    }
  }

  static String ids(Set<EmnistSplit> splits) {
    return splits.stream().map(EmnistSplit::id).collect(Collectors.joining(", "));
  }

  /** Thrown if a place has several splits and none was named. */
  public static final class AmbiguousSplitException extends IOException {
    private static final long serialVersionUID = 1;

    /** The splits found. */
    private final EnumSet<EmnistSplit> splits;

    AmbiguousSplitException(String location, Set<EmnistSplit> splits) {
      super(
          "%s: found the splits %s, expected one; name the split to read"
              .formatted(location, EmnistReader.ids(splits)));
      this.splits = EnumSet.copyOf(splits);
    }

    /**
     * {@return the splits found, two or more, unmodifiable, in the order of {@link EmnistSplit}}
     */
    public Set<EmnistSplit> splits() {
      return Collections.unmodifiableSet(splits);
    }
  }

  /** Thrown if a place has the same file twice. */
  public static final class DuplicateFileException extends IOException {
    private static final long serialVersionUID = 1;

    /** The location of the first file. */
    private final String first;

    /** The location of the second file. */
    private final String second;

    DuplicateFileException(String location, String fileName, String first, String second) {
      super(
          "%s: found %s twice (%s and %s), expected it once"
              .formatted(location, fileName, first, second));
      this.first = first;
      this.second = second;
    }

    /**
     * {@return the location of the first file: a path, or an archive's path and a member's name}
     */
    public String first() {
      return first;
    }

    /**
     * {@return the location of the second file, as {@link #first}; equal to it if an archive has
     * two members with one name}
     */
    public String second() {
      return second;
    }
  }

  /** Thrown if files are missing. The message says where, what was found and expected. */
  public static final class MissingDataException extends IOException {
    private static final long serialVersionUID = 1;

    /** The place that was searched. */
    private final String location;

    /** Creates the exception; {@code found} is null if the place does not exist. */
    MissingDataException(String location, String found, String expected) {
      super(
          "%s: %s, expected %s"
              .formatted(location, found == null ? "file not found" : "found " + found, expected));
      this.location = location;
    }

    /** {@return the place that was searched, usually a folder's path} */
    public String location() {
      return location;
    }
  }

  /** The files of one split in one place. */
  record FilesSource(
      EmnistFiles files,
      EmnistSplit split,
      Map<Partition, PartitionFormat> formats,
      ReadLimits limits)
      implements EmnistSource {
    /** Finds the partitions and checks every mapping file. */
    static FilesSource open(EmnistFiles files, EmnistSplit split, ReadLimits limits)
        throws IOException {
      for (ByteSource mapping : files.all(FileNames.mapping(split))) {
        MappingFile.check(mapping, split);
      }
      return new FilesSource(files, split, formats(files, split), limits);
    }

    /**
     * Returns the splits with at least one file of images, labels or a table, not only a mapping.
     */
    static Set<EmnistSplit> splitsIn(EmnistFiles files) {
      Set<EmnistSplit> found = EnumSet.allOf(EmnistSplit.class);
      found.removeIf(split -> formats(files, split).isEmpty());
      return found;
    }

    private static Map<Partition, PartitionFormat> formats(EmnistFiles files, EmnistSplit split) {
      Map<Partition, PartitionFormat> formats = new EnumMap<>(Partition.class);
      for (Partition partition : Partition.values()) {
        Arrays.stream(PartitionFormat.values())
            .filter(format -> format.isIn(files, split, partition))
            .findFirst()
            .ifPresent(format -> formats.put(partition, format));
      }
      return formats;
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

    /** Returns the files that reading would use, and the mapping. */
    List<ByteSource> members() throws IOException {
      List<ByteSource> members = new ArrayList<>();
      for (Map.Entry<Partition, PartitionFormat> entry : formats.entrySet()) {
        members.addAll(entry.getValue().find(files, split, entry.getKey()));
      }
      // All copies agree, since each agrees with the split.
      files.all(FileNames.mapping(split)).stream().limit(1).forEach(members::add);
      return members;
    }

    @Override
    public String toString() {
      return "EmnistSource[%s, %s]".formatted(split.id(), files.name());
    }
  }
}
