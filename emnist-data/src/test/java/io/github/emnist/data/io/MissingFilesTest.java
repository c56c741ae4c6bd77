package io.github.emnist.data.io;

import static io.github.emnist.data.io.IdxFixture.TRAIN_IMAGES;
import static io.github.emnist.data.io.IdxFixture.TRAIN_LABELS;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.io.EmnistReader.AmbiguousSplitException;
import io.github.emnist.data.io.EmnistReader.MissingDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingFilesTest {
  private static final String ANY =
      "emnist-<split>-<train|test>-images-idx3-ubyte[.gz] and"
          + " emnist-<split>-<train|test>-labels-idx1-ubyte[.gz],"
          + " or emnist-<split>-<train|test>.csv[.gz],"
          + " <split> one of byclass, bymerge, balanced, letters, digits, mnist";

  @TempDir private Path folder;

  @Test
  void noSuchFolder() {
    Path nowhere = folder.resolve("nowhere");

    assertMissing(
        () -> EmnistReader.open(nowhere),
        nowhere
            + ": file not found, expected a folder or an archive (ZIP, TAR, TAR.GZ) with "
            + ANY);
  }

  @Test
  void aFileInsteadOfAFolder() throws IOException {
    assertNoPlace(new byte[0], "an empty file");
    assertNoPlace("hello".getBytes(US_ASCII), "a file that begins with 0x68656C6C");
    assertNoPlace(new byte[] {7}, "a file that begins with 0x07");
    assertNoPlace("\n<!DOCTYPE html>".getBytes(US_ASCII), "an HTML page");
    assertNoPlace("<HTML><head>".getBytes(US_ASCII), "an HTML page");
  }

  @Test
  void oneOfTheFilesInsteadOfTheirFolder() throws IOException {
    String folderPlease = " (give the folder that holds it)";
    assertNoPlace(IdxFixture.images(1, 4, 4), "a single IDX file" + folderPlease);
    assertNoPlace(
        "3,0,0,255\n".getBytes(US_ASCII),
        "a single CSV file (give the folder that holds it, or read it with CsvReader)");
    byte[] gzip = IdxFixture.gzip(IdxFixture.images(1, 4, 4));
    assertNoPlace(gzip, "a gzip file that holds no TAR" + folderPlease);
    assertNoPlace(
        Arrays.copyOf(gzip, gzip.length - 9), "a gzip file that holds no TAR" + folderPlease);
  }

  private void assertNoPlace(byte[] content, String found) throws IOException {
    Path file = Files.write(folder.resolve("file"), content);

    assertMissing(
        () -> EmnistReader.open(file, EmnistSplit.DIGITS),
        file
            + ": found "
            + found
            + ", expected a folder or an archive (ZIP, TAR, TAR.GZ) with "
            + ANY);
  }

  @Test
  void anEmptyFolder() {
    assertMissing(
        () -> EmnistReader.open(folder), folder + ": found no EMNIST files, expected " + ANY);
  }

  @Test
  void aMappingFileAlone() throws IOException {
    Files.writeString(folder.resolve("emnist-digits-mapping.txt"), "0 48\n");

    assertMissing(
        () -> EmnistReader.open(folder), folder + ": found no EMNIST files, expected " + ANY);
  }

  @Test
  void folderNamedLikeAFile() throws IOException {
    Files.createDirectory(folder.resolve(TRAIN_IMAGES));

    assertMissing(
        () -> EmnistReader.open(folder), folder + ": found no EMNIST files, expected " + ANY);
  }

  @Test
  void requestedSplitWithoutAnyFiles() {
    assertMissing(
        () -> EmnistReader.open(folder, EmnistSplit.BALANCED),
        folder
            + ": found no EMNIST files, expected"
            + " emnist-balanced-<train|test>-images-idx3-ubyte[.gz] and"
            + " emnist-balanced-<train|test>-labels-idx1-ubyte[.gz],"
            + " or emnist-balanced-<train|test>.csv[.gz]");
  }

  @Test
  void requestedSplitAmongOthers() throws IOException {
    IdxFixture.writeTrain(folder);
    Files.createFile(folder.resolve("emnist-letters-test-labels-idx1-ubyte.gz"));

    assertMissing(
        () -> EmnistReader.open(folder, EmnistSplit.BALANCED),
        folder
            + ": found only files of letters, digits, expected"
            + " emnist-balanced-<train|test>-images-idx3-ubyte[.gz] and"
            + " emnist-balanced-<train|test>-labels-idx1-ubyte[.gz],"
            + " or emnist-balanced-<train|test>.csv[.gz]");
  }

  @Test
  void aPartition() throws IOException {
    IdxFixture.writeTrain(folder);
    EmnistSource source = EmnistReader.open(folder);

    assertMissing(
        source::test,
        folder
            + ": found no test partition of digits, expected"
            + " emnist-digits-test-images-idx3-ubyte[.gz] and"
            + " emnist-digits-test-labels-idx1-ubyte[.gz],"
            + " or emnist-digits-test.csv[.gz]");
  }

  @Test
  void theLabelsOfAPartition() throws IOException {
    IdxFixture.writeTrain(folder);
    Files.delete(folder.resolve(TRAIN_LABELS));
    EmnistSource source = EmnistReader.open(folder);

    assertMissing(
        source::train,
        folder
            + ": found no labels of the train partition of digits, expected"
            + " emnist-digits-train-labels-idx1-ubyte[.gz]");
  }

  @Test
  void theImagesOfAPartition() throws IOException {
    IdxFixture.writeTrain(folder);
    Files.delete(folder.resolve(TRAIN_IMAGES));
    EmnistSource source = EmnistReader.open(folder);

    assertMissing(
        source::train,
        folder
            + ": found no images of the train partition of digits, expected"
            + " emnist-digits-train-images-idx3-ubyte[.gz]");
  }

  @Test
  void severalSplitsAreListed() throws IOException {
    IdxFixture.writeTrain(folder);
    Files.createFile(folder.resolve("emnist-letters-test-labels-idx1-ubyte.gz"));

    AmbiguousSplitException exception =
        catchThrowableOfType(AmbiguousSplitException.class, () -> EmnistReader.open(folder));

    assertThat(exception)
        .hasMessage(
            folder + ": found the splits letters, digits, expected one; name the split to read");
    assertThat(exception.splits()).containsExactly(EmnistSplit.LETTERS, EmnistSplit.DIGITS);
    assertThatThrownBy(() -> exception.splits().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void partitionsCannotBeChanged() throws IOException {
    IdxFixture.writeTrain(folder);
    EmnistSource source = EmnistReader.open(folder);

    assertThatThrownBy(() -> source.partitions().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static void assertMissing(ThrowingCallable call, String message) {
    MissingDataException exception = catchThrowableOfType(MissingDataException.class, call);
    assertThat(exception).hasMessage(message);
    assertThat(message).startsWith(exception.location() + ": ");
  }
}
