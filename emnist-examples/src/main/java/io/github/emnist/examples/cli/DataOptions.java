package io.github.emnist.examples.cli;

import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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

  /** Opens the source; says on {@code err} where it is the synthetic one. */
  EmnistSource open(PrintWriter err) throws IOException {
    if (data != null) {
      return split == null ? EmnistReader.open(data) : EmnistReader.open(data, split);
    }
    EmnistSplit wanted = split == null ? EmnistSplit.BALANCED : split;
    err.printf(
        "Using drawn synthetic characters (%s). For real ones: emnist download --split %s --to DIR,"
            + " then --data DIR%n",
        wanted.id(), wanted.id());
    err.flush();
    return SyntheticEmnist.of(wanted);
  }
}
