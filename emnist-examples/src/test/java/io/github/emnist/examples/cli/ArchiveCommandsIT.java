package io.github.emnist.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.examples.cli.Emnist.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --data ARCHIVE} and {@code extract}, as a script would use them. */
class ArchiveCommandsIT {
  @TempDir static Path folder;

  @BeforeAll
  static void zipTwoSplits() throws IOException {
    Path files = Files.createDirectory(folder.resolve("files"));
    for (EmnistSplit split : List.of(EmnistSplit.DIGITS, EmnistSplit.LETTERS)) {
      IdxFolder.write(
          files, Partition.TEST, SyntheticEmnist.of(split).withImagesPerClass(1, 2).test());
    }
    try (ZipOutputStream zip =
            new ZipOutputStream(Files.newOutputStream(folder.resolve("emnist.zip")));
        Stream<Path> list = Files.list(files)) {
      for (Path file : list.sorted().toList()) {
        zip.putNextEntry(new ZipEntry("gzip/" + file.getFileName()));
        Files.copy(file, zip);
      }
    }
  }

  @Test
  void dataMayBeAnArchive() throws IOException {
    Outcome archive = Emnist.run(folder, "info", "--data", "emnist.zip", "--split", "letters");
    Outcome files = Emnist.run(folder, "info", "--data", "files", "--split", "letters");

    assertThat(archive.exit()).as(archive.err()).isZero();
    assertThat(archive.out()).startsWith("split: letters\n").isEqualTo(files.out());
  }

  @Test
  void extractsOneSplit() throws IOException {
    Outcome outcome =
        Emnist.run(folder, "extract", "emnist.zip", "--split", "letters", "--to", "letters");

    assertThat(outcome)
        .isEqualTo(
            new Outcome(
                0,
                Stream.of("images-idx3", "labels-idx1")
                    .map(
                        part -> Path.of("letters", "emnist-letters-test-" + part + "-ubyte") + "\n")
                    .reduce("", String::concat),
                ""));
    for (String line : outcome.out().lines().toList()) {
      Path written = folder.resolve(line);
      assertThat(written)
          .hasSameBinaryContentAs(folder.resolve("files").resolve(written.getFileName()));
    }
  }

  @Test
  void severalSplitsAreListed() throws IOException {
    Outcome outcome = Emnist.run(folder, "extract", "emnist.zip", "--to", "none");

    assertThat(outcome)
        .isEqualTo(
            new Outcome(
                2,
                "",
                "emnist: emnist.zip: found the splits letters, digits, expected one; name the split"
                    + " to read\n"));
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void whatIsThereIsNotReplaced() throws IOException {
    Path file = Path.of("other", "emnist-digits-test-labels-idx1-ubyte");
    Files.createDirectories(folder.resolve("other"));
    Files.writeString(folder.resolve(file), "mine");
    Outcome outcome =
        Emnist.run(folder, "extract", "emnist.zip", "--split", "digits", "--to", "other");

    assertThat(outcome)
        .isEqualTo(
            new Outcome(
                1,
                "",
                "emnist: "
                    + file
                    + ": found other content than the archive's, expected the same\n"));
    assertThat(folder.resolve(file)).hasContent("mine");
  }

  @Test
  void usage() throws IOException {
    assertThat(Emnist.run(folder, "extract", "--to", "x").exit()).isEqualTo(2);
    assertThat(Emnist.run(folder, "extract", "emnist.zip").exit()).isEqualTo(2);
    assertThat(Emnist.run(folder, "extract", "--help").out())
        .startsWith("Usage: emnist extract")
        .contains("ARCHIVE", "--split", "--to");
  }
}
