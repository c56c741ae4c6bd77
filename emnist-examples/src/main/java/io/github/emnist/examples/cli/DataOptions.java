package io.github.emnist.examples.cli;

import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the images come from: {@code --data} and {@code --split}. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "Folder or archive (ZIP, TAR, TAR.GZ) of EMNIST files; without it, drawn synthetic"
              + " characters.")
  private Path data;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      converter = Choice.OfSplit.class,
      description =
          "byclass, bymerge, balanced, letters, digits or mnist; needed only where several lie in"
              + " one place.")
  private EmnistSplit split;

  /** What to remember of this. */
  RunData toRunData() {
    return new RunData(
        Optional.ofNullable(data).map(Path::toAbsolutePath), Optional.ofNullable(split));
  }

  /** Opens the source; says on {@code err} where it is the synthetic one. */
  EmnistSource open(PrintWriter err) throws IOException {
    return open(Optional.ofNullable(data), Optional.ofNullable(split), err);
  }

  static EmnistSource open(Optional<Path> data, Optional<EmnistSplit> split, PrintWriter err)
      throws IOException {
    if (data.isPresent()) {
      return split.isEmpty()
          ? EmnistReader.open(data.get())
          : EmnistReader.open(data.get(), split.get());
    }
    EmnistSplit wanted = split.orElse(EmnistSplit.BALANCED);
    err.printf(
        "Using drawn synthetic characters (%s). For real ones: emnist download --split %s --to DIR,"
            + " then --data DIR%n",
        wanted.id(), wanted.id());
    err.flush();
    return SyntheticEmnist.of(wanted);
  }
}
