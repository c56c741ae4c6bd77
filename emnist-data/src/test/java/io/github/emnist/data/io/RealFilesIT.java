package io.github.emnist.data.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.Partition;
import io.github.emnist.data.RealFolder;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Real EMNIST files, which are not part of the project. The content hashes were computed with
 * numpy: labels, then {@code images.transpose(0, 2, 1)}.
 */
class RealFilesIT {
  @Test
  void trainingPool() throws IOException {
    EmnistSource source = EmnistReader.open(RealFolder.named("EMNIST_DATA"));
    EmnistDataset train = source.train();

    assertThat(source.split()).isEqualTo(EmnistSplit.BALANCED);
    assertThat(source.partitions()).containsExactly(Partition.TRAIN, Partition.TEST);
    assertThat(train).hasToString("EmnistDataset[balanced, 225930 images of 28x28 in 47 classes]");
    assertThat(train.classCounts()).contains(727, 12_492);
    assertThat(Arrays.stream(train.classCounts())).allMatch(n -> n >= 727 && n <= 12_492);
    assertThat(train.contentSha256())
        .isEqualTo("9892b61b8cfb41e7754b52cf55827c04bca23cd32ed8b36772cf22237a1f2de8");
  }

  @Test
  void openTest() throws IOException {
    EmnistDataset test = EmnistReader.open(RealFolder.named("EMNIST_DATA")).test();

    assertThat(test).hasToString("EmnistDataset[balanced, 4304 images of 28x28 in 47 classes]");
    assertThat(Arrays.stream(test.classCounts()).min()).hasValue(74);
    assertThat(test.contentSha256())
        .isEqualTo("f5c92d171099731d0c58c69282e7c2bae4312631feb1986006ab22f0711f734a");
  }

  @Test
  void firstImageIsTheTransposeOfTheFilesBytes() throws IOException {
    Path folder = RealFolder.named("EMNIST_DATA");
    GrayImage image = EmnistReader.open(folder).test().image(0);
    byte[] raw;
    try (InputStream file =
            new FileInputStream(
                folder.resolve("emnist-balanced-test-images-idx3-ubyte.gz").toFile());
        InputStream in = new GZIPInputStream(file)) {
      raw = in.readNBytes(16 + 784);
    }

    for (int x = 0; x < 28; x++) {
      for (int y = 0; y < 28; y++) {
        assertThat(image.pixel(x, y)).isEqualTo(raw[16 + x * 28 + y] & 0xFF);
      }
    }
  }

  /** A one is higher than it is wide; lying down it would be the reverse. */
  @Test
  void onesStand() throws IOException {
    EmnistDataset test = EmnistReader.open(RealFolder.named("EMNIST_DATA")).test();
    int standing = 0;
    int ones = 0;
    for (int i = 0; i < test.size(); i++) {
      if (test.labelMap().label(test.label(i)).equals("1")) {
        GrayImage image = test.image(i);
        ones++;
        standing += inkRows(image) > inkColumns(image) ? 1 : 0;
      }
    }

    assertThat(ones).isGreaterThanOrEqualTo(74);
    assertThat(standing).isGreaterThan(ones * 9 / 10);
  }

  private static int inkRows(GrayImage image) {
    int rows = 0;
    for (int y = 0; y < image.height(); y++) {
      int sum = 0;
      for (int x = 0; x < image.width(); x++) {
        sum += image.pixel(x, y);
      }
      rows += sum > 128 ? 1 : 0;
    }
    return rows;
  }

  private static int inkColumns(GrayImage image) {
    int columns = 0;
    for (int x = 0; x < image.width(); x++) {
      int sum = 0;
      for (int y = 0; y < image.height(); y++) {
        sum += image.pixel(x, y);
      }
      columns += sum > 128 ? 1 : 0;
    }
    return columns;
  }

  @Test
  void byClassTest() throws IOException, NoSuchAlgorithmException {
    EmnistSource source = EmnistReader.open(RealFolder.named("EMNIST_BYCLASS_DATA"));
    EmnistDataset test = source.test();

    assertThat(source.split()).isEqualTo(EmnistSplit.BYCLASS);
    assertThat(source.partitions()).containsExactly(Partition.TEST);
    assertThat(test).hasToString("EmnistDataset[byclass, 116323 images of 28x28 in 62 classes]");
    assertThat(test.contentSha256())
        .isEqualTo("d5c16b0d7c24ec654021282fefd64fc5b205fa594e7ae3b379f98386495be710");
    assertThat(sha256OfImageFile(test)).startsWith("385559d7d5c9");
  }

  /** Puts the official file together again: the header, then every image transposed. */
  private static String sha256OfImageFile(EmnistDataset dataset) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(
        ByteBuffer.allocate(16).putInt(0x803).putInt(dataset.size()).putInt(28).putInt(28).array());
    byte[] upright = new byte[784];
    byte[] stored = new byte[784];
    for (int i = 0; i < dataset.size(); i++) {
      dataset.copyImage(i, upright, 0);
      for (int k = 0; k < 784; k++) {
        stored[k] = upright[k % 28 * 28 + k / 28];
      }
      digest.update(stored);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
