package io.github.emnist.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import io.github.emnist.data.io.EmnistWriter;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassStatisticsTest {
  private static final SyntheticEmnist DIGITS =
      SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(7, 3);

  @TempDir Path folder;

  private List<String> printed() throws IOException {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream caught = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(caught);
      ClassStatistics.main(new String[] {folder.toString()});
    } finally {
      System.setOut(out);
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void countsTheTrainingImagesOfEachClass() throws IOException {
    EmnistWriter.write(DIGITS, folder);

    List<String> lines = printed();
    assertThat(lines).anyMatch(line -> line.matches("ink +70 .*"));
    for (int label = 0; label < 10; label++) {
      String row = " *%d %d +7 .*".formatted(label, label);
      assertThat(lines).anyMatch(line -> line.matches(row));
    }
  }

  @Test
  void countsTheTestImagesWhereThereAreNoOthers() throws IOException {
    EmnistWriter.write(DIGITS, folder);
    List<Path> training;
    try (Stream<Path> files = Files.list(folder)) {
      training = files.filter(file -> file.getFileName().toString().contains("train")).toList();
    }
    for (Path file : training) {
      Files.delete(file);
    }

    EmnistDataset test = DIGITS.read(Partition.TEST);
    assertThat(training).hasSize(2);
    assertThat(printed()).anyMatch(line -> line.matches("ink +" + test.size() + " .*"));
  }
}
