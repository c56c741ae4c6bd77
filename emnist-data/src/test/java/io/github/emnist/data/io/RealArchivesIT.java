package io.github.emnist.data.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.RealFolder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real EMNIST files, packed as NIST does and in TARs; the hashes are those of the folder. */
class RealArchivesIT {
  private static final String TRAIN =
      "9892b61b8cfb41e7754b52cf55827c04bca23cd32ed8b36772cf22237a1f2de8";
  private static final String TEST =
      "f5c92d171099731d0c58c69282e7c2bae4312631feb1986006ab22f0711f734a";

  @TempDir private Path folder;

  private static List<Path> realFiles() throws IOException {
    try (Stream<Path> files = Files.list(RealFolder.named("EMNIST_DATA"))) {
      return files.sorted().toList();
    }
  }

  private static void assertRealData(Path place) throws IOException {
    EmnistSource source = EmnistReader.open(place);
    assertThat(source.train().contentSha256()).isEqualTo(TRAIN);
    assertThat(source.test().contentSha256()).isEqualTo(TEST);
  }

  @Test
  void zip() throws IOException {
    Path archive = folder.resolve("gzip.zip");
    List<Path> files = realFiles();
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (Path file : files) {
        zip.putNextEntry(new ZipEntry("gzip/" + file.getFileName()));
        Files.copy(file, zip);
      }
    }

    assertRealData(archive);
    List<Path> unpacked = EmnistArchive.extract(archive, folder.resolve("unpacked"));
    assertThat(unpacked).hasSameSizeAs(files);
    for (Path file : unpacked) {
      Path original = RealFolder.named("EMNIST_DATA").resolve(file.getFileName());
      assertThat(Files.mismatch(file, original)).isNegative();
    }
  }

  @Test
  void tarPlainAndUnderGzip() throws IOException {
    Path tar = folder.resolve("emnist.tar");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(tar))) {
      for (Path file : realFiles()) {
        byte[] size = TarFixture.octal(Files.size(file), 12);
        out.write(
            new TarFixture().header(TarFixture.FILE, "gzip/" + file.getFileName(), size).endless());
        Files.copy(file, out);
        out.write(new byte[Math.floorMod(-Files.size(file), TarFixture.BLOCK)]);
      }
      out.write(new TarFixture().end());
    }
    Path gzip = folder.resolve("emnist.tar.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
      Files.copy(tar, out);
    }

    assertRealData(tar);
    assertRealData(gzip);
  }
}
