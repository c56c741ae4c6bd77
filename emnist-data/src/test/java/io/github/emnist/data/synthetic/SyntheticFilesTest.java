package io.github.emnist.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.io.EmnistWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writes and reads the drawings as files. */
class SyntheticFilesTest {
  @ParameterizedTest
  @EnumSource(EmnistSplit.class)
  void everySplitIsAnEmnistFolder(EmnistSplit split, @TempDir Path folder) throws IOException {
    SyntheticEmnist drawn = SyntheticEmnist.of(split).withImagesPerClass(2, 1);
    EmnistWriter.write(drawn, folder);
    EmnistSource read = EmnistReader.open(folder);
    assertThat(read.split()).isEqualTo(split);
    for (Partition partition : Partition.values()) {
      assertThat(read.read(partition).contentSha256())
          .isEqualTo(drawn.read(partition).contentSha256());
    }
  }

  @Test
  void csvLinesHoldTheImagesColumnByColumn(@TempDir Path folder) throws IOException {
    SyntheticEmnist drawn =
        SyntheticEmnist.of(EmnistSplit.LETTERS).withImagesPerClass(1, 1).withSeed(5);
    Path file = folder.resolve("emnist-letters-test.csv");
    EmnistWriter.writeCsv(drawn.test(), file);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(26);
    String[] third = lines.get(2).split(",");
    assertThat(third).hasSize(785);
    assertThat(third[0]).as("letters count from 1").isEqualTo("3");
    byte[] upright = drawn.test().image(2).toBytes();
    for (int y = 0; y < 28; y++) {
      for (int x = 0; x < 28; x++) {
        assertThat(Integer.parseInt(third[1 + x * 28 + y])).isEqualTo(upright[y * 28 + x] & 0xFF);
      }
    }
  }
}
