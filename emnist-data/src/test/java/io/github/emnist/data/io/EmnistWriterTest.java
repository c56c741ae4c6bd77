package io.github.emnist.data.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.Partition;
import io.github.emnist.data.io.EmnistWriter.Compression;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmnistWriterTest {
  @TempDir Path folder;

  /** Letters, so that labels move; 3 wide and 2 high, so that a transposition shows. */
  private static final EmnistDataset SMALL =
      EmnistDataset.builder(EmnistSplit.LETTERS.labelMap(), 3, 2)
          .split(EmnistSplit.LETTERS)
          .add(new byte[] {1, 2, 3, 4, 5, 6}, 0, 0)
          .add(new byte[] {0, 9, 10, 99, 100, (byte) 255}, 0, 25)
          .build();

  @ParameterizedTest
  @EnumSource(EmnistSplit.class)
  void readsBackWhatItWrote(EmnistSplit split) throws IOException {
    SyntheticEmnist source = SyntheticEmnist.of(split).withImagesPerClass(3, 1);

    EmnistWriter.write(source, folder.resolve("new/folder"));

    EmnistSource back = EmnistReader.open(folder.resolve("new/folder"));
    assertThat(back.split()).isEqualTo(split);
    assertThat(back.partitions()).containsExactly(Partition.TRAIN, Partition.TEST);
    assertThat(back.train().contentSha256()).isEqualTo(source.train().contentSha256());
    assertThat(back.test().contentSha256()).isEqualTo(source.test().contentSha256());
    String stem = "emnist-" + split.id();
    assertThat(names(folder.resolve("new/folder")))
        .containsExactly(
            stem + "-mapping.txt",
            stem + "-test-images-idx3-ubyte.gz",
            stem + "-test-labels-idx1-ubyte.gz",
            stem + "-train-images-idx3-ubyte.gz",
            stem + "-train-labels-idx1-ubyte.gz");
  }

  @Test
  void writesColumnByColumnAndLettersFromOne() throws IOException {
    EmnistWriter.writeIdx(SMALL, Partition.TEST, folder, Compression.NONE);

    assertThat(folder.resolve("emnist-letters-test-images-idx3-ubyte"))
        .hasBinaryContent(
            IdxFixture.concat(
                IdxFixture.header(0x803, 2, 3, 2),
                new byte[] {1, 4, 2, 5, 3, 6, 0, 99, 9, 100, 10, (byte) 255}));
    assertThat(folder.resolve("emnist-letters-test-labels-idx1-ubyte"))
        .hasBinaryContent(IdxFixture.labels(1, 26));
    assertThat(EmnistReader.open(folder).test().contentSha256()).isEqualTo(SMALL.contentSha256());
  }

  @Test
  void gzipHasNoTimeNameOrSystem() throws IOException {
    EmnistWriter.writeIdx(SMALL, Partition.TRAIN, folder, Compression.GZIP);

    byte[] bytes = Files.readAllBytes(folder.resolve("emnist-letters-train-labels-idx1-ubyte.gz"));
    assertThat(Arrays.copyOf(bytes, 10)).isEqualTo(HexFormat.of().parseHex("1f8b08000000000000ff"));
    assertThat(bytes).endsWith(10, 0, 0, 0); // magic, count and two labels
    assertThat(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes())
        .isEqualTo(IdxFixture.labels(1, 26));
  }

  @Test
  void equalDataGiveEqualBytes() throws IOException {
    EmnistSource source = SyntheticEmnist.of(EmnistSplit.MNIST).withImagesPerClass(200, 2);
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");

    EmnistWriter.write(source, first);
    EmnistWriter.write(source, second);
    EmnistWriter.write(source, second); // over what is there

    assertThat(names(second)).isEqualTo(names(first)).hasSize(5);
    for (String name : names(first)) {
      assertThat(second.resolve(name)).hasSameBinaryContentAs(first.resolve(name));
    }
  }

  /** The bytes may never change: users compare checksums. These come from a Python script. */
  @Test
  void bytesStayAsTheyAre() throws Exception {
    EmnistDataset patterns = patterns();

    EmnistWriter.writeIdx(patterns, Partition.TRAIN, folder, Compression.NONE);
    EmnistWriter.writeCsv(patterns, folder.resolve("patterns.csv"));

    assertThat(sha256("emnist-balanced-train-images-idx3-ubyte"))
        .isEqualTo("2b488f104b7bfbe698de9204bf1769649ebdd91bc776ff5d1fe503cbad8ff09b");
    assertThat(sha256("emnist-balanced-train-labels-idx1-ubyte"))
        .isEqualTo("e4197d9edad2e838f40015f3209d9bee5a4f8578606d0fb39cbc424d070af683");
    assertThat(sha256("patterns.csv"))
        .isEqualTo("12155b387d9ba7270fb8bb9cd72772e96065005c676cf9051739fa8f02497815");
  }

  @Test
  void writesTheOfficialMappingFiles() throws Exception {
    EmnistWriter.write(SyntheticEmnist.of(EmnistSplit.BALANCED).withImagesPerClass(1, 1), folder);
    EmnistWriter.write(SyntheticEmnist.of(EmnistSplit.BYCLASS).withImagesPerClass(1, 1), folder);
    EmnistWriter.write(SyntheticEmnist.of(EmnistSplit.LETTERS).withImagesPerClass(1, 1), folder);

    // SHA-256 of NIST's files.
    assertThat(sha256("emnist-balanced-mapping.txt"))
        .isEqualTo("956dc507bf69e9f31f4e3e876d22ec66124aa229b5d0bd65ab8956a8044d3ede");
    assertThat(sha256("emnist-byclass-mapping.txt"))
        .isEqualTo("68fa9091ed325830418b5a8d732f32316e54a480b9f8994a161abb4eddd0d078");
    assertThat(folder.resolve("emnist-letters-mapping.txt"))
        .content()
        .startsWith("1 65 97\r\n2 66 98\r\n")
        .endsWith("\r\n26 90 122\r\n");
  }

  @Test
  void csvHasLabelsFirstAndNoHeader() throws IOException {
    Path file = folder.resolve("deep/er/letters.csv");

    EmnistWriter.writeCsv(SMALL, file);

    assertThat(file).hasContent("1,1,4,2,5,3,6\n26,0,99,9,100,10,255\n");
    assertThat(Files.size(file)).isEqualTo(35);
  }

  @Test
  void csvOfWordsCountsThemFromZero() throws IOException {
    EmnistDataset own =
        EmnistDataset.builder(LabelMap.of(List.of("cat", "dog")), 1, 1)
            .add(new byte[] {7}, 0, 1)
            .add(new byte[] {8}, 0, 0)
            .build();

    EmnistWriter.writeCsv(own, folder.resolve("own.csv"));
    EmnistWriter.writeCsv(own, folder.resolve("own.csv.gz"));

    assertThat(folder.resolve("own.csv")).hasBinaryContent("1,7\n0,8\n".getBytes());
    try (GZIPInputStream in =
        new GZIPInputStream(Files.newInputStream(folder.resolve("own.csv.gz")))) {
      assertThat(in.readAllBytes()).asString().isEqualTo("1,7\n0,8\n");
    }
  }

  /** More than one buffer of lines, against lines put together by String.join. */
  @Test
  void csvIsWholeAcrossBuffers() throws IOException {
    EmnistDataset patterns = patterns();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < patterns.size(); i++) {
      List<String> cells = new ArrayList<>();
      cells.add(Integer.toString(patterns.label(i)));
      for (int x = 0; x < 28; x++) {
        for (int y = 0; y < 28; y++) {
          cells.add(Integer.toString(patterns.image(i).pixel(x, y)));
        }
      }
      lines.add(String.join(",", cells));
    }

    EmnistWriter.writeCsv(patterns, folder.resolve("patterns.csv"));

    assertThat(Files.readString(folder.resolve("patterns.csv")))
        .isEqualTo(String.join("\n", lines) + "\n")
        .hasSizeGreaterThan(1 << 17);
  }

  @Test
  void refusesToHideGzipBehindAPlainFile() throws IOException {
    EmnistWriter.writeIdx(SMALL, Partition.TRAIN, folder, Compression.NONE);
    Path images = folder.resolve("emnist-letters-train-images-idx3-ubyte");
    String message =
        images
            + ": found a plain file, which readers prefer to"
            + " emnist-letters-train-images-idx3-ubyte.gz; delete it first, or write plain files";

    assertThatThrownBy(
            () -> EmnistWriter.writeIdx(SMALL, Partition.TRAIN, folder, Compression.GZIP))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(message);
    assertThatThrownBy(
            () ->
                EmnistWriter.write(
                    SyntheticEmnist.of(EmnistSplit.LETTERS).withImagesPerClass(1, 1), folder))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessage(message);
    assertThat(names(folder)).hasSize(2);
  }

  @Test
  void failureLeavesEverythingAsItWas() throws IOException {
    Files.writeString(folder.resolve("emnist-mnist-train-images-idx3-ubyte.gz"), "old");
    SyntheticEmnist synthetic = SyntheticEmnist.of(EmnistSplit.MNIST).withImagesPerClass(1, 1);
    EmnistSource failing =
        new EmnistSource() {
          @Override
          public EmnistSplit split() {
            return EmnistSplit.MNIST;
          }

          @Override
          public Set<Partition> partitions() {
            return synthetic.partitions();
          }

          @Override
          public EmnistDataset read(Partition partition) throws IOException {
            if (partition == Partition.TEST) {
              throw new IOException("the second partition fails");
            }
            return synthetic.train();
          }
        };

    assertThatThrownBy(() -> EmnistWriter.write(failing, folder))
        .hasMessage("the second partition fails");

    assertThat(names(folder)).containsExactly("emnist-mnist-train-images-idx3-ubyte.gz");
    assertThat(folder.resolve("emnist-mnist-train-images-idx3-ubyte.gz")).hasContent("old");
  }

  @Test
  void leftoverOfAKilledProcessIsDeleted() throws IOException {
    Path left = Files.writeString(folder.resolve(".own.csv.tmp"), "a rest of an earlier run");
    Files.setLastModifiedTime(left, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));

    EmnistWriter.writeCsv(SMALL, folder.resolve("own.csv"));

    assertThat(names(folder)).containsExactly("own.csv");
  }

  @Test
  void folderInPlaceOfAFile() throws IOException {
    Path file = Files.createDirectory(folder.resolve("own.csv"));

    assertThatThrownBy(() -> EmnistWriter.writeCsv(SMALL, file))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(file.toAbsolutePath() + ": found a folder, expected a file or nothing");
  }

  @Test
  void nothingToWrite() {
    EmnistDataset empty = SMALL.take(0);
    String message = "EmnistDataset[letters, 0 images of 3x2 in 26 classes] has no images to write";

    assertThatThrownBy(() -> EmnistWriter.writeCsv(empty, folder.resolve("a.csv")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(
            () -> EmnistWriter.writeIdx(empty, Partition.TRAIN, folder, Compression.GZIP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void ownClassesHaveNoIdxNames() {
    EmnistDataset own =
        EmnistDataset.builder(LabelMap.of(List.of("cat")), 1, 1).add(new byte[1], 0, 0).build();
    EmnistDataset pretending =
        EmnistDataset.builder(LabelMap.of(List.of("cat")), 1, 1)
            .split(EmnistSplit.MNIST)
            .add(new byte[1], 0, 0)
            .build();

    assertThatThrownBy(() -> EmnistWriter.writeIdx(own, Partition.TRAIN, folder, Compression.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "EmnistDataset[1 images of 1x1 in 1 classes] belongs to no EMNIST split, which IDX"
                + " file names need; write it with EmnistWriter.writeCsv");
    assertThatThrownBy(() -> EmnistWriter.writeCsv(pretending, folder.resolve("a.csv")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "EmnistDataset[mnist, 1 images of 1x1 in 1 classes] has the classes [cat], expected"
                + " those of mnist: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]");
  }

  /** All labels and all pixel values, by a rule that can be written down in any language. */
  static EmnistDataset patterns() {
    EmnistDataset.Builder builder =
        EmnistDataset.builder(EmnistSplit.BALANCED.labelMap(), 28, 28).split(EmnistSplit.BALANCED);
    byte[] pixels = new byte[784];
    for (int i = 0; i < 94; i++) {
      for (int p = 0; p < 784; p++) {
        pixels[p] = (byte) (i * 31 + p * p % 251);
      }
      builder.add(pixels, 0, i * 5 % 47);
    }
    return builder.build();
  }

  private String sha256(String name) throws IOException, NoSuchAlgorithmException {
    byte[] bytes = Files.readAllBytes(folder.resolve(name));
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
