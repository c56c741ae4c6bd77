package io.github.emnist.examples.cli;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.Partition;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.io.CsvReader;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.io.EmnistReader.MissingDataException;
import io.github.emnist.data.io.PictureFolder;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The source of images: {@code --data} and {@code --split}. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "Folder or archive (ZIP, TAR, TAR.GZ) of EMNIST files; or a CSV in EMNIST's format; or a"
              + " folder with a sub-folder of pictures for each label, optionally inside train and"
              + " test. Default: synthetic characters.")
  private Path data;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description =
          "byclass, bymerge, balanced, letters, digits or mnist; needed only if --data holds several"
              + " splits, or is a CSV not named as EMNIST's.")
  private EmnistSplit split;

  RunData toRunData() {
    return new RunData(
        Optional.ofNullable(data).map(Path::toAbsolutePath),
        Optional.ofNullable(split),
        Optional.empty(),
        Optional.empty());
  }

  /** Reads images to measure a model of the given classes on. */
  EmnistDataset read(Partition partition, LabelMap labels, PrintWriter err) throws IOException {
    return read(Optional.ofNullable(data), Optional.ofNullable(split), partition, labels, err);
  }

  static EmnistDataset read(
      Optional<Path> data,
      Optional<EmnistSplit> split,
      Partition partition,
      LabelMap labels,
      PrintWriter err)
      throws IOException {
    EmnistSource source = open(data, split, err);
    if (source instanceof Pictures pictures) {
      return pictures.read(partition, labels);
    }
    LabelMap found = source.split().labelMap();
    if (!found.equals(labels)) {
      String fitting =
          Arrays.stream(EmnistSplit.values())
              .filter(s -> s.labelMap().equals(labels))
              .map(EmnistSplit::id)
              .collect(Collectors.joining(" or "));
      throw new IOException(
          Messages.format(
              "found the %d classes of %s, expected the model's %d: %s",
              found.size(),
              source.split().id(),
              labels.size(),
              fitting.isEmpty()
                  ? "--data with a sub-folder of pictures for each label"
                  : "--split " + fitting));
    }
    return source.read(partition);
  }

  /** Opens the source, with a note on {@code err} if it is synthetic. */
  EmnistSource open(PrintWriter err) throws IOException {
    return open(Optional.ofNullable(data), Optional.ofNullable(split), err);
  }

  static EmnistSource open(Optional<Path> data, Optional<EmnistSplit> split, PrintWriter err)
      throws IOException {
    if (data.isPresent()) {
      if (Table.isOne(data.get())) {
        return Table.of(data.get(), split);
      }
      if (split.isPresent()) {
        return EmnistReader.open(data.get(), split.get());
      }
      try {
        return EmnistReader.open(data.get());
      } catch (MissingDataException e) {
        String expected =
            e.getMessage() + ", or two or more sub-folders of pictures, one for each label";
        return Pictures.in(data.get()).orElseThrow(() -> new IOException(expected, e));
      }
    }
    EmnistSplit wanted = split.orElse(EmnistSplit.BALANCED);
    err.printf(
        "Using synthetic characters (%s). For real ones: emnist download --split %s --to DIR, then"
            + " --data DIR%n",
        wanted.id(), wanted.id());
    err.flush();
    return SyntheticEmnist.of(wanted);
  }

  /** A single CSV file; {@code named} is the partition in its name, if there is one. */
  private record Table(Path file, EmnistSplit split, Optional<Partition> named)
      implements EmnistSource {
    private static final Pattern NAME =
        Pattern.compile("(?:emnist-([a-z]+)-)?(.*)\\.csv(?:\\.gz)?");

    private static Matcher name(Path file) {
      return NAME.matcher(String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT));
    }

    static boolean isOne(Path file) {
      return name(file).matches() && Files.isRegularFile(file);
    }

    static Table of(Path file, Optional<EmnistSplit> asked) throws IOException {
      Matcher name = name(file);
      name.matches();
      Optional<EmnistSplit> ofName =
          Arrays.stream(EmnistSplit.values()).filter(s -> s.id().equals(name.group(1))).findAny();
      Optional<Partition> partition =
          Arrays.stream(Partition.values()).filter(p -> p.id().equals(name.group(2))).findAny();
      EmnistSplit split =
          asked
              .or(() -> ofName)
              .orElseThrow(
                  () ->
                      new IOException(
                          file
                              + ": the name does not contain the split; add it, for example --split"
                              + " balanced"));
      return new Table(file, split, partition);
    }

    @Override
    public Set<Partition> partitions() {
      return EnumSet.of(named.orElse(Partition.TRAIN));
    }

    @Override
    public EmnistDataset read(Partition partition) throws IOException {
      if (named.isPresent() && named.get() != partition) {
        throw new IOException(
            "%s: found the %s partition, expected %s; use the folder that holds both"
                .formatted(file, named.get().id(), partition.id()));
      }
      return CsvReader.of(split).read(file);
    }
  }

  /** A folder with a sub-folder of pictures for each label, or with such folders train and test. */
  private record Pictures(Path folder, boolean divided) implements EmnistSource {
    static Optional<EmnistSource> in(Path folder) {
      boolean divided = PictureFolder.isOne(folder.resolve(Partition.TRAIN.id()));
      return divided || PictureFolder.isOne(folder)
          ? Optional.of(new Pictures(folder, divided))
          : Optional.empty();
    }

    @Override
    public EmnistSplit split() {
      throw new UnsupportedOperationException("a folder of pictures has no split");
    }

    @Override
    public Set<Partition> partitions() {
      return divided && Files.isDirectory(folder.resolve(Partition.TEST.id()))
          ? EnumSet.allOf(Partition.class)
          : EnumSet.of(Partition.TRAIN);
    }

    @Override
    public EmnistDataset read(Partition partition) throws IOException {
      PictureFolder training = PictureFolder.of(part(Partition.TRAIN));
      return partition == Partition.TRAIN
          ? training.read()
          : PictureFolder.of(part(partition)).withLabels(training.labels()).read();
    }

    /** Reads a partition, or a folder that is not divided, with the given labels. */
    EmnistDataset read(Partition partition, LabelMap labels) throws IOException {
      Path pictures = divided ? part(partition) : folder;
      return PictureFolder.of(pictures).withLabels(labels).read();
    }

    private Path part(Partition partition) throws IOException {
      if (!partitions().contains(partition)) {
        throw new IOException(
            folder + ": found no test pictures, expected them in a folder test beside train");
      }
      return divided ? folder.resolve(partition.id()) : folder;
    }
  }
}
