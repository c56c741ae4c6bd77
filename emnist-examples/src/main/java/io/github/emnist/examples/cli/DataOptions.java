package io.github.emnist.examples.cli;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
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
import picocli.CommandLine.Option;

/** Where the images come from: {@code --data} and {@code --split}. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "Folder or archive (ZIP, TAR, TAR.GZ) of EMNIST files; or a CSV of EMNIST's form; or a"
              + " folder of pictures, in a sub-folder for each label, perhaps within train and"
              + " test; without it, drawn synthetic characters.")
  private Path data;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      converter = Choice.OfSplit.class,
      description =
          "byclass, bymerge, balanced, letters, digits or mnist; needed only where several lie in"
              + " one place, and for a CSV under another name than EMNIST's.")
  private EmnistSplit split;

  /** What to remember of this. */
  RunData toRunData() {
    return new RunData(
        Optional.ofNullable(data).map(Path::toAbsolutePath),
        Optional.ofNullable(split),
        Optional.empty(),
        false);
  }

  /** Opens the source; says on {@code err} where it is the synthetic one. */
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
        return Pictures.in(data.get()).orElseThrow(() -> e);
      }
    }
    EmnistSplit wanted = split.orElse(EmnistSplit.BALANCED);
    err.printf(
        "Using drawn synthetic characters (%s). For real ones: emnist download --split %s --to DIR,"
            + " then --data DIR%n",
        wanted.id(), wanted.id());
    err.flush();
    return SyntheticEmnist.of(wanted);
  }

  /**
   * A CSV alone.
   *
   * @param named the partition that the name says; without one, the images are whichever is asked
   *     for
   */
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
                              + ": the name does not say which classes the labels stand for; add"
                              + " --split, for example --split balanced"));
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
            "%s: found the %s partition, expected %s; give the folder that holds both"
                .formatted(file, named.get().id(), partition.id()));
      }
      return CsvReader.of(split).read(file);
    }
  }

  /** A user's own pictures, which are of no split. */
  private record Pictures(Path trainFolder, Optional<Path> testFolder) implements EmnistSource {
    static Optional<EmnistSource> in(Path folder) {
      Path train = folder.resolve("train");
      if (PictureFolder.isOne(train)) {
        return Optional.of(
            new Pictures(train, Optional.of(folder.resolve("test")).filter(Files::isDirectory)));
      }
      return PictureFolder.isOne(folder)
          ? Optional.of(new Pictures(folder, Optional.empty()))
          : Optional.empty();
    }

    @Override
    public EmnistSplit split() {
      throw new UnsupportedOperationException("pictures are of no split");
    }

    @Override
    public Set<Partition> partitions() {
      return testFolder.isPresent() ? EnumSet.allOf(Partition.class) : EnumSet.of(Partition.TRAIN);
    }

    /** The test pictures' labels are numbered as the training pictures' are. */
    @Override
    public EmnistDataset read(Partition partition) throws IOException {
      PictureFolder training = PictureFolder.of(trainFolder);
      if (partition == Partition.TRAIN) {
        return training.read();
      }
      if (testFolder.isEmpty()) {
        throw new IOException(
            trainFolder + ": found no test pictures; put them into a folder test beside train");
      }
      return PictureFolder.of(testFolder.get()).withLabels(training.labels()).read();
    }
  }
}
