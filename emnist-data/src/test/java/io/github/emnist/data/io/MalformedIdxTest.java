package io.github.emnist.data.io;

import static io.github.emnist.data.io.IdxFixture.TRAIN_IMAGES;
import static io.github.emnist.data.io.IdxFixture.TRAIN_LABELS;
import static io.github.emnist.data.io.IdxFixture.concat;
import static io.github.emnist.data.io.IdxFixture.header;
import static io.github.emnist.data.io.IdxFixture.images;
import static io.github.emnist.data.io.IdxFixture.labels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedIdxTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeGoodFiles() throws IOException {
    IdxFixture.writeTrain(folder);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 15})
  void truncatedHeader(int length) throws IOException {
    assertImagesMalformed(
        Arrays.copyOf(images(2, 4, 4), length),
        length,
        "found the end of the file, expected an IDX header of 16 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 7})
  void truncatedLabelHeader(int length) throws IOException {
    assertLabelsMalformed(
        Arrays.copyOf(labels(3, 9), length),
        length,
        "found the end of the file, expected an IDX header of 8 bytes");
  }

  @Test
  void wrongMagic() throws IOException {
    assertImagesMalformed(
        header(0x1F8B0803, 2, 4, 4), 0, "found 0x1F8B, expected 0x0000 (the start of IDX)");
    assertLabelsMalformed(
        header(0x00010801, 2), 0, "found 0x0001, expected 0x0000 (the start of IDX)");
  }

  @Test
  void wrongType() throws IOException {
    assertImagesMalformed(
        header(0x0D03, 2, 4, 4), 2, "found element type 0x0D, expected 0x08 (unsigned byte)");
    assertLabelsMalformed(
        header(0x8801, 2), 2, "found element type 0x88, expected 0x08 (unsigned byte)");
  }

  @Test
  void wrongNumberOfDimensions() throws IOException {
    assertImagesMalformed(
        labels(3, 9), 3, "found 1 dimensions, expected 3 (images, rows, columns)");
    assertImagesMalformed(
        header(0x08FF, 2, 4, 4), 3, "found 255 dimensions, expected 3 (images, rows, columns)");
    assertLabelsMalformed(images(2, 4, 4), 3, "found 3 dimensions, expected 1 (labels)");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, 5_000_001, Integer.MAX_VALUE})
  void absurdImageCount(int count) throws IOException {
    assertImagesMalformed(
        header(0x803, count, 28, 28),
        4,
        "found " + count + " images, expected 1 to 5000000 (ReadLimits.maxImages)");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -28, Integer.MIN_VALUE, 1_025, Integer.MAX_VALUE})
  void absurdSides(int side) throws IOException {
    assertImagesMalformed(
        header(0x803, 2, side, 28),
        8,
        "found " + side + " rows, expected 1 to 1024 (ReadLimits.maxSide)");
    assertImagesMalformed(
        header(0x803, 2, 28, side),
        12,
        "found " + side + " columns, expected 1 to 1024 (ReadLimits.maxSide)");
  }

  @Test
  void moreImagesThanTheLimitOnPixels() throws IOException {
    // 2^32 pixels would be 0 in an int; one more row of images is over the limit.
    assertImagesMalformed(
        header(0x803, 4_097, 1_024, 1_024),
        4,
        "found 4097 images of 1024x1024, 4296015872 pixels,"
            + " expected at most 4294967296 pixels (ReadLimits.maxPixels)");
    assertImagesMalformed(
        header(0x803, 4_096, 1_024, 1_024),
        16,
        "found the end of the file,"
            + " expected 4096 images of 1024x1024, 4294967312 bytes in all");
  }

  @Test
  void moreImagesThanTheFileHolds() throws IOException {
    assertImagesMalformed(
        concat(header(0x803, 5_000_000, 28, 28), new byte[784]),
        800,
        "found the end of the file,"
            + " expected 5000000 images of 28x28, 3920000016 bytes in all");
  }

  @Test
  void truncatedImages() throws IOException {
    byte[] good = images(2, 4, 4);

    assertImagesMalformed(
        Arrays.copyOf(good, good.length - 1),
        47,
        "found the end of the file, expected 2 images of 4x4, 48 bytes in all");
  }

  @Test
  void truncatedLabels() throws IOException {
    assertLabelsMalformed(
        Arrays.copyOf(labels(3, 9), 9),
        9,
        "found the end of the file, expected 2 labels, 10 bytes in all");
  }

  @Test
  void trailingBytes() throws IOException {
    assertImagesMalformed(
        concat(images(2, 4, 4), new byte[3]),
        48,
        "found trailing bytes (3), expected the end of the file after 2 images of 4x4");
    assertLabelsMalformed(
        concat(labels(3, 9), (byte) 1),
        10,
        "found trailing bytes (1), expected the end of the file after 2 labels");
  }

  @Test
  void anotherNumberOfLabelsThanImages() throws IOException {
    Path images = folder.resolve(TRAIN_IMAGES);

    assertLabelsMalformed(
        labels(3), 4, "found 1 labels, expected 2, one for each image in " + images);
    assertLabelsMalformed(
        labels(3, 9, 4), 4, "found 3 labels, expected 2, one for each image in " + images);
    assertLabelsMalformed(
        header(0x801, -2), 4, "found -2 labels, expected 2, one for each image in " + images);
  }

  @Test
  void labelOutsideTheMapping() throws IOException {
    assertLabelsMalformed(labels(3, 10), 9, "found label 10, expected 0 to 9 (digits)");
    assertLabelsMalformed(labels(255, 3), 8, "found label 255, expected 0 to 9 (digits)");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 27})
  void labelOutsideLetters(int label) throws IOException {
    Path letters = Files.createDirectory(folder.resolve("letters"));
    Path labels = letters.resolve("emnist-letters-train-labels-idx1-ubyte");
    Files.write(letters.resolve("emnist-letters-train-images-idx3-ubyte"), images(2, 4, 4));
    Files.write(labels, labels(1, label));

    assertMalformed(letters, labels, 9, "found label " + label + ", expected 1 to 26 (letters)");
  }

  private void assertImagesMalformed(byte[] images, long offset, String what) throws IOException {
    Path file = Files.write(folder.resolve(TRAIN_IMAGES), images);
    assertMalformed(folder, file, offset, what);
    IdxFixture.writeTrain(folder);
  }

  private void assertLabelsMalformed(byte[] labels, long offset, String what) throws IOException {
    Path file = Files.write(folder.resolve(TRAIN_LABELS), labels);
    assertMalformed(folder, file, offset, what);
    IdxFixture.writeTrain(folder);
  }

  static void assertMalformed(Path folder, Path file, long offset, String what) {
    MalformedDataException exception =
        catchThrowableOfType(MalformedDataException.class, () -> EmnistReader.open(folder).train());
    assertThat(exception).hasMessage(file + ", byte " + offset + ": " + what);
    assertThat(exception.source()).isEqualTo(file.toString());
    assertThat(exception.offset()).isEqualTo(offset);
  }
}
