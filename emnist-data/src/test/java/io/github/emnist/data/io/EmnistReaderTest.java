package io.github.emnist.data.io;

import static io.github.emnist.data.io.IdxFixture.TRAIN_IMAGES;
import static io.github.emnist.data.io.IdxFixture.TRAIN_LABELS;
import static io.github.emnist.data.io.IdxFixture.concat;
import static io.github.emnist.data.io.IdxFixture.gzip;
import static io.github.emnist.data.io.IdxFixture.header;
import static io.github.emnist.data.io.IdxFixture.images;
import static io.github.emnist.data.io.IdxFixture.labels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.Partition;
import io.github.emnist.data.io.EmnistReader.AmbiguousSplitException;
import io.github.emnist.data.io.EmnistReader.MissingDataException;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** With a dot as in several archives of MNIST. */
  @ParameterizedTest
  @CsvSource({"-, ''", "-, .gz", "., ''", "., .gz"})
  void readsMnistFilesUpright(String separator, String suffix) throws IOException {
    SyntheticEmnist digits = SyntheticEmnist.of(EmnistSplit.MNIST).withImagesPerClass(12, 11);
    writeMnist("train", suffix, digits.train(), false);
    writeMnist("t10k", suffix, digits.test(), false);
    for (String name : List.of("train-images", "train-labels", "t10k-images", "t10k-labels")) {
      String end = (name.endsWith("images") ? "idx3" : "idx1") + "-ubyte";
      Files.move(
          folder.resolve(name + "-" + end + suffix),
          folder.resolve(name + separator + end + suffix));
    }

    EmnistSource source = EmnistReader.open(folder);

    assertThat(source.split()).isEqualTo(EmnistSplit.MNIST);
    assertThat(source.partitions()).containsExactlyInAnyOrder(Partition.TRAIN, Partition.TEST);
    assertThat(source.train().contentSha256()).isEqualTo(digits.train().contentSha256());
    assertThat(source.test().contentSha256()).isEqualTo(digits.test().contentSha256());
  }

  @Test
  void imagesOfMnistNeedNotBeSquare() throws IOException {
    Files.write(folder.resolve("train-images-idx3-ubyte"), images(2, 5, 3));
    Files.write(folder.resolve("train-labels-idx1-ubyte"), labels(1, 2));

    EmnistDataset train = EmnistReader.open(folder).train();

    assertThat(train.width()).isEqualTo(3);
    assertThat(train.height()).isEqualTo(5);
    for (int i = 0; i < 30; i++) {
      assertThat(train.image(i / 15).pixel(i % 3, i % 15 / 3)).isEqualTo(7 * i & 0xFF);
    }
  }

  @Test
  void refusesEmnistFilesNamedLikeMnist() throws IOException {
    SyntheticEmnist digits = SyntheticEmnist.of(EmnistSplit.MNIST).withImagesPerClass(12, 11);
    writeMnist("train", "", digits.train(), true);
    EmnistSource source = EmnistReader.open(folder);

    assertThatThrownBy(source::train)
        .isInstanceOf(MalformedDataException.class)
        .hasMessageContaining("train-images-idx3-ubyte, byte 16: found ")
        .hasMessageContaining(
            " of 12 ones that are wider than high, expected upright images, as MNIST's own files"
                + " hold them; EMNIST's files, which hold them transposed, are named"
                + " emnist-mnist-...");
  }

  @Test
  void namesAreOfficialAndOtherSplitsAreListed() throws IOException {
    SyntheticEmnist digits = SyntheticEmnist.of(EmnistSplit.MNIST).withImagesPerClass(2, 1);
    EmnistWriter.write(digits, folder);
    Files.writeString(folder.resolve("train-images-idx3-ubyte"), "not looked at");
    assertThat(EmnistReader.open(folder).train().size()).isEqualTo(20);

    EmnistWriter.write(SyntheticEmnist.of(EmnistSplit.LETTERS).withImagesPerClass(1, 1), folder);
    assertThatThrownBy(() -> EmnistReader.open(folder)).isInstanceOf(AmbiguousSplitException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "train/"})
  void foldersOfPicturesNameTheirReader(String train) throws IOException {
    for (String label : List.of("a", "b")) {
      Path pictures = Files.createDirectories(folder.resolve(train + label));
      Files.writeString(pictures.resolve("1.png"), "a picture");
    }

    assertThatThrownBy(() -> EmnistReader.open(folder))
        .isInstanceOf(MissingDataException.class)
        .hasMessageStartingWith(
            folder + ": found folders of pictures (PictureFolder reads them), expected ");
    assertThat(PictureFolder.isOne(folder)).isEqualTo(train.isEmpty());
    assertThat(PictureFolder.of(folder.resolve(train)).labels().labels()).containsExactly("a", "b");
  }

  private void writeMnist(String name, String suffix, EmnistDataset data, boolean transposed)
      throws IOException {
    int[] labels = new int[data.size()];
    byte[] pixels = new byte[data.size() * 784];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = data.label(i);
      for (int pixel = 0; pixel < 784; pixel++) {
        int x = transposed ? pixel / 28 : pixel % 28;
        int y = transposed ? pixel % 28 : pixel / 28;
        pixels[i * 784 + pixel] = (byte) data.image(i).pixel(x, y);
      }
    }
    byte[] images = concat(header(0x803, labels.length, 28, 28), pixels);
    Files.write(
        folder.resolve(name + "-images-idx3-ubyte" + suffix),
        suffix.isEmpty() ? images : gzip(images));
    byte[] file = labels(labels);
    Files.write(
        folder.resolve(name + "-labels-idx1-ubyte" + suffix), suffix.isEmpty() ? file : gzip(file));
  }
}
