package io.github.emnist.examples.cli;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.io.EmnistArchive;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "extract", description = "Unpacks the files of one split from an archive.")
final class ExtractCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ARCHIVE", description = "ZIP, TAR or TAR.GZ of EMNIST files.")
  private Path archive;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "Needed only if the archive holds several.")
  private EmnistSplit split;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the files; created if necessary.")
  private Path folder;

  @Override
  public Integer call() throws IOException {
    List<Path> files =
        split == null
            ? EmnistArchive.extract(archive, folder)
            : EmnistArchive.extract(archive, split, folder);
    PrintWriter out = spec.commandLine().getOut();
    files.forEach(out::println);
    out.flush();
    return 0;
  }
}
