package io.github.emnist.data.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.Partition;
import io.github.emnist.data.io.EmnistWriter.Compression;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables under Kaggle's names, wherever {@link EmnistReader} finds EMNIST's files. */
class CsvRoutesTest {
  private static final SyntheticEmnist SOURCE =
      SyntheticEmnist.of(EmnistSplit.LETTERS).withImagesPerClass(2, 1);

  @TempDir Path folder;

  @Test
  void everyRouteGivesTheSameData() throws IOException {
    EmnistWriter.writeCsv(SOURCE.train(), folder.resolve("plain/emnist-letters-train.csv"));
    EmnistWriter.writeCsv(SOURCE.test(), folder.resolve("plain/emnist-letters-test.csv"));
    EmnistWriter.writeCsv(SOURCE.train(), folder.resolve("gzip/emnist-letters-train.csv.gz"));
    EmnistWriter.writeCsv(SOURCE.test(), folder.resolve("gzip/emnist-letters-test.csv.gz"));
    Map<String, byte[]> members = new LinkedHashMap<>();
    for (String name : new String[] {"emnist-letters-train.csv", "emnist-letters-test.csv"}) {
      members.put("archive/" + name, Files.readAllBytes(folder.resolve("plain/" + name)));
    }

    assertSameData(folder.resolve("plain"));
    assertSameData(folder.resolve("gzip"));
    assertSameData(Files.write(folder.resolve("deflated"), ZipFixture.deflated(members)));
    assertSameData(Files.write(folder.resolve("stored"), ZipFixture.stored(members)));
    assertSameData(Files.write(folder.resolve("tar"), TarFixture.tar(members)));
    assertSameData(Files.write(folder.resolve("targz"), IdxFixture.gzip(TarFixture.tar(members))));
  }

  private static void assertSameData(Path place) throws IOException {
    EmnistSource source = EmnistReader.open(place);
    assertThat(source.split()).isEqualTo(EmnistSplit.LETTERS);
    assertThat(source.partitions()).containsExactly(Partition.TRAIN, Partition.TEST);
    assertThat(source.train().contentSha256()).isEqualTo(SOURCE.train().contentSha256());
    assertThat(source.test().contentSha256()).isEqualTo(SOURCE.test().contentSha256());
  }

  @Test
  void idxComesFirst() throws IOException {
    EmnistDataset other = SOURCE.withSeed(7).train();
    EmnistWriter.writeCsv(other, folder.resolve("emnist-letters-train.csv"));
    EmnistWriter.writeCsv(other, folder.resolve("emnist-letters-test.csv"));
    EmnistWriter.writeIdx(SOURCE.train(), Partition.TRAIN, folder, Compression.GZIP);

    EmnistSource source = EmnistReader.open(folder);

    assertThat(source.train().contentSha256()).isEqualTo(SOURCE.train().contentSha256());
    assertThat(source.test().contentSha256()).isEqualTo(other.contentSha256());
  }

  @Test
  void limitsHold() throws IOException {
    EmnistWriter.writeCsv(SOURCE.train(), folder.resolve("emnist-letters-train.csv"));
    ReadLimits limits = ReadLimits.defaults().withMaxImages(51);
    EmnistSource source = EmnistReader.open(folder, limits);

    assertThatThrownBy(source::train)
        .isInstanceOf(MalformedDataException.class)
        .hasMessageEndingWith(
            ": found image 52, expected at most 51 images (ReadLimits.maxImages)");
  }

  /** A gzip file of nothing but zeros: 300 MB in 300 kB. */
  @Test
  void bombsEnd() throws IOException {
    Path file = folder.resolve("emnist-mnist-train.csv.gz");
    byte[] lines = ("0" + ",0".repeat(784) + "\n").repeat(200).getBytes(StandardCharsets.US_ASCII);
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < 1000; i++) {
        out.write(lines);
      }
    }
    long stored = Files.size(file);
    EmnistSource source = EmnistReader.open(folder);

    assertThatThrownBy(source::train)
        .isInstanceOf(MalformedDataException.class)
        .hasMessageMatching(
            ".*emnist-mnist-train.csv.gz, byte 2684[0-9]{5}: found more than 2684[0-9]{5} bytes,"
                + " expected at most 64 times the "
                + stored
                + " bytes on disk \\(ReadLimits.maxCompressionRatio\\)");
  }
}
