package io.github.emnist.data.io;

import static io.github.emnist.data.io.IdxFixture.TRAIN_IMAGES;
import static io.github.emnist.data.io.IdxFixture.TRAIN_LABELS;
import static io.github.emnist.data.io.IdxFixture.gzip;
import static io.github.emnist.data.io.IdxFixture.images;
import static io.github.emnist.data.io.IdxFixture.labels;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmnistReaderTest {
  @TempDir private Path folder;

  @Test
  void imagesComeOutUprightWithTheLabelsOfTheFile() throws IOException {
    Files.write(folder.resolve(TRAIN_IMAGES), images(3, 28, 28));
    Files.write(folder.resolve(TRAIN_LABELS), labels(3, 9, 0));

    EmnistSource source = EmnistReader.open(folder);
    EmnistDataset train = source.train();

    assertThat(source.split()).isEqualTo(EmnistSplit.DIGITS);
    assertThat(source.partitions()).containsExactly(Partition.TRAIN);
    assertThat(train.split()).contains(EmnistSplit.DIGITS);
    assertThat(train.labelMap()).isEqualTo(EmnistSplit.DIGITS.labelMap());
    assertThat(train.size()).isEqualTo(3);
    assertThat(train.label(0)).isEqualTo(3);
    assertThat(train.label(1)).isEqualTo(9);
    assertThat(train.label(2)).isZero();
    assertTransposed(train);
  }

  @Test
  void theFilesRowsAreTheImagesColumns() throws IOException {
    Files.write(folder.resolve(TRAIN_IMAGES), images(2, 5, 3));
    Files.write(folder.resolve(TRAIN_LABELS), labels(1, 2));

    EmnistDataset train = EmnistReader.open(folder).train();

    assertThat(train.width()).isEqualTo(5);
    assertThat(train.height()).isEqualTo(3);
    assertTransposed(train);
  }

  /** Pixel (x, y) of image i is byte x * height + y after those of the images before. */
  private static void assertTransposed(EmnistDataset dataset) {
    int width = dataset.width();
    int height = dataset.height();
    for (int i = 0; i < dataset.size(); i++) {
      for (int x = 0; x < width; x++) {
        for (int y = 0; y < height; y++) {
          int stored = i * width * height + x * height + y;
          assertThat(dataset.image(i).pixel(x, y)).isEqualTo(7 * stored & 0xFF);
        }
      }
    }
  }

  @Test
  void gzipReadsAsPlain() throws IOException {
    int[] many = new int[500];
    Files.write(folder.resolve(TRAIN_IMAGES), images(500, 28, 28));
    Files.write(folder.resolve(TRAIN_LABELS), labels(many));
    EmnistDataset plain = EmnistReader.open(folder).train();
    Files.delete(folder.resolve(TRAIN_IMAGES));
    Files.delete(folder.resolve(TRAIN_LABELS));
    Files.write(folder.resolve(TRAIN_IMAGES + ".gz"), gzip(images(500, 28, 28)));
    Files.write(folder.resolve(TRAIN_LABELS + ".gz"), gzip(labels(many)));
    EmnistDataset gzip = EmnistReader.open(folder).train();

    assertThat(gzip.size()).isEqualTo(500);
    assertThat(gzip.contentSha256()).isEqualTo(plain.contentSha256());
    assertTransposed(gzip.take(2));
  }

  @Test
  void plainImagesGoWithGzipLabels() throws IOException {
    Files.write(folder.resolve(TRAIN_IMAGES), images(1, 4, 4));
    Files.write(folder.resolve(TRAIN_LABELS + ".gz"), gzip(labels(5)));

    assertThat(EmnistReader.open(folder).train().label(0)).isEqualTo(5);
  }

  @Test
  void plainIsPreferredToGzip() throws IOException {
    IdxFixture.writeTrain(folder);
    Files.write(folder.resolve(TRAIN_IMAGES + ".gz"), new byte[] {1, 2, 3});
    Files.write(folder.resolve(TRAIN_LABELS + ".gz"), gzip(labels(7, 7)));

    assertThat(EmnistReader.open(folder).train().label(0)).isEqualTo(3);
  }

  @Test
  void lettersAreFiledFromOneAndComeOutFromZero() throws IOException {
    Files.write(folder.resolve("emnist-letters-test-images-idx3-ubyte"), images(2, 4, 4));
    Files.write(folder.resolve("emnist-letters-test-labels-idx1-ubyte"), labels(1, 26));

    EmnistSource source = EmnistReader.open(folder);
    EmnistDataset test = source.test();

    assertThat(source.partitions()).containsExactly(Partition.TEST);
    assertThat(test.label(0)).isZero();
    assertThat(test.label(1)).isEqualTo(25);
    assertThat(test.labelMap().label(test.label(1))).isEqualTo("Z");
  }

  @Test
  void partitionsAreReadApart() throws IOException {
    IdxFixture.writeTrain(folder);
    Files.write(folder.resolve("emnist-digits-test-images-idx3-ubyte"), images(1, 4, 4));
    Files.write(folder.resolve("emnist-digits-test-labels-idx1-ubyte"), labels(8));

    EmnistSource source = EmnistReader.open(folder);

    assertThat(source.partitions()).containsExactly(Partition.TRAIN, Partition.TEST);
    assertThat(source.train().size()).isEqualTo(2);
    assertThat(source.test().label(0)).isEqualTo(8);
    assertThat(source).hasToString("EmnistSource[digits, " + folder + "]");
  }

  @Test
  void aSplitIsChosenAmongSeveral() throws IOException {
    IdxFixture.writeTrain(folder);
    Files.write(folder.resolve("emnist-mnist-train-images-idx3-ubyte"), images(1, 4, 4));
    Files.write(folder.resolve("emnist-mnist-train-labels-idx1-ubyte"), labels(8));

    EmnistSource source = EmnistReader.open(folder, EmnistSplit.MNIST);

    assertThat(source.split()).isEqualTo(EmnistSplit.MNIST);
    assertThat(source.train().label(0)).isEqualTo(8);
  }

  @Test
  void mappingFilesOfOtherSplitsMakeNoSplit() throws IOException {
    IdxFixture.writeTrain(folder);
    Files.writeString(folder.resolve("emnist-letters-mapping.txt"), "1 65 97\n");

    assertThat(EmnistReader.open(folder).split()).isEqualTo(EmnistSplit.DIGITS);
  }

  @Test
  void eachReadStartsAnew() throws IOException {
    IdxFixture.writeTrain(folder);
    EmnistSource source = EmnistReader.open(folder);

    assertThat(source.train().contentSha256()).isEqualTo(source.train().contentSha256());
  }
}
