package io.github.emnist.data.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import io.github.emnist.data.io.EmnistWriter.Compression;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads the same images of all six splits in every form of EMNIST. */
class RoutesTest {
  /** The official files, in the order of NIST's archive. */
  private static final List<String> OFFICIAL_SUFFIXES =
      List.of(
          "mapping.txt",
          "test-images-idx3-ubyte",
          "test-labels-idx1-ubyte",
          "train-images-idx3-ubyte",
          "train-labels-idx1-ubyte");

  private static final Map<EmnistSplit, List<String>> HASHES = new EnumMap<>(EmnistSplit.class);
  private static Map<String, byte[]> plain;
  private static Map<String, byte[]> gzip;

  @TempDir private Path folder;

  @BeforeAll
  static void drawAndWrite(@TempDir Path scratch) throws IOException {
    for (EmnistSplit split : EmnistSplit.values()) {
      SyntheticEmnist source = SyntheticEmnist.of(split).withImagesPerClass(2, 1);
      HASHES.put(split, hashes(source));
      EmnistWriter.write(source, scratch.resolve("gzip"));
      for (Partition partition : Partition.values()) {
        EmnistWriter.writeIdx(
            source.read(partition), partition, scratch.resolve("plain"), Compression.NONE);
      }
      String mapping = "emnist-" + split.id() + "-mapping.txt";
      Files.copy(
          scratch.resolve("gzip").resolve(mapping), scratch.resolve("plain").resolve(mapping));
    }
    plain = contents(scratch.resolve("plain"));
    gzip = contents(scratch.resolve("gzip"));
  }

  @Test
  void theNamesAreTheOfficialOnes() {
    for (EmnistSplit split : EmnistSplit.values()) {
      for (String suffix : OFFICIAL_SUFFIXES) {
        String name = "emnist-" + split.id() + "-" + suffix;
        assertThat(plain).containsKey(name);
        assertThat(gzip).containsKey(suffix.endsWith(".txt") ? name : name + ".gz");
      }
    }
    assertThat(plain).hasSize(30);
    assertThat(gzip).hasSize(30);
  }

  @Test
  void aFolder() throws IOException {
    assertSameData(write("plain", plain));
    assertSameData(write("gzip", gzip));
  }

  @Test
  void findsFilesInUnpackedFolders() throws IOException {
    write("nist/gzip", gzip);
    assertSameData(folder.resolve("nist"));
    write("data/EMNIST/raw", plain);
    assertSameData(folder.resolve("data/EMNIST/raw"));
    assertSameData(folder.resolve("data/EMNIST"));
    assertSameData(folder.resolve("data"));
    write("kaggle/emnist_source_files", plain);
    assertSameData(folder.resolve("kaggle"));
  }

  @Test
  void zip() throws IOException {
    assertSameData(write(ZipFixture.deflated(in("gzip/", gzip))));
    assertSameData(write(ZipFixture.stored(in("gzip/", gzip))));
    assertSameData(write(ZipFixture.deflated(in("emnist_source_files/", plain))));
    assertSameData(write(ZipFixture.stored(plain)));
  }

  @Test
  void tar() throws IOException {
    assertSameData(write(TarFixture.tar(in("gzip/", gzip))));
    assertSameData(write(TarFixture.tar(in("./", plain))));
  }

  @Test
  void tarUnderGzip() throws IOException {
    assertSameData(write(IdxFixture.gzip(TarFixture.tar(in("gzip/", gzip)))));
    assertSameData(write(IdxFixture.gzip(TarFixture.tar(plain))));
  }

  private void assertSameData(Path place) throws IOException {
    for (EmnistSplit split : EmnistSplit.values()) {
      EmnistSource source = EmnistReader.open(place, split);
      assertThat(source.split()).isEqualTo(split);
      assertThat(source.partitions()).containsExactly(Partition.TRAIN, Partition.TEST);
      assertThat(hashes(source)).as(place + ", " + split).isEqualTo(HASHES.get(split));
    }
  }

  private static List<String> hashes(EmnistSource source) throws IOException {
    return List.of(source.train().contentSha256(), source.test().contentSha256());
  }

  /** Under a name unrelated to the content. */
  private Path write(byte[] archive) throws IOException {
    return Files.write(folder.resolve("archive"), archive);
  }

  private Path write(String name, Map<String, byte[]> files) throws IOException {
    Path place = Files.createDirectories(folder.resolve(name));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(place.resolve(file.getKey()), file.getValue());
    }
    return place;
  }

  private static Map<String, byte[]> in(String prefix, Map<String, byte[]> files) {
    Map<String, byte[]> members = new LinkedHashMap<>();
    files.forEach((name, content) -> members.put(prefix + name, content));
    return members;
  }

  private static Map<String, byte[]> contents(Path folder) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        contents.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }
}
