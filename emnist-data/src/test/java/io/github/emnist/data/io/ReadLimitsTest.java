package io.github.emnist.data.io;

import static io.github.emnist.data.io.IdxFixture.TRAIN_IMAGES;
import static io.github.emnist.data.io.MalformedIdxTest.assertMalformed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.MalformedDataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadLimitsTest {
  /** Holds two images of 4x4. */
  @TempDir private Path folder;

  private Path images;

  @BeforeEach
  void writeGoodFiles() throws IOException {
    IdxFixture.writeTrain(folder);
    images = folder.resolve(TRAIN_IMAGES);
  }

  @Test
  void defaultsAreTheDocumentedOnes() {
    assertThat(ReadLimits.defaults())
        .hasToString(
            "ReadLimits[maxImages=5000000, maxSide=1024, maxPixels=4294967296, maxEntries=10000,"
                + " maxUnpackedBytes=17179869184, maxCompressionRatio=64]");
  }

  @Test
  void keepsWhatIsNotSet() {
    ReadLimits limits = ReadLimits.defaults().withMaxImages(7);

    assertThat(limits.maxImages()).isEqualTo(7);
    assertThat(limits.maxSide()).isEqualTo(1_024);
    assertThat(limits.maxPixels()).isEqualTo(1L << 32);
    assertThat(limits.maxEntries()).isEqualTo(10_000);
    assertThat(limits.maxUnpackedBytes()).isEqualTo(1L << 34);
    assertThat(limits.maxCompressionRatio()).isEqualTo(64);
    ReadLimits others =
        limits
            .withMaxSide(9)
            .withMaxPixels(10)
            .withMaxEntries(11)
            .withMaxUnpackedBytes(12)
            .withMaxCompressionRatio(13);
    assertThat(others)
        .hasToString(
            "ReadLimits[maxImages=7, maxSide=9, maxPixels=10, maxEntries=11, maxUnpackedBytes=12,"
                + " maxCompressionRatio=13]");
    assertThat(ReadLimits.defaults().maxImages()).isEqualTo(5_000_000);
  }

  @Test
  void readsPicturesAtTheLimit() throws IOException {
    ReadLimits limits = ReadLimits.defaults().withMaxImages(2).withMaxSide(4).withMaxPixels(32);

    assertThat(EmnistReader.open(folder, limits).train().size()).isEqualTo(2);
  }

  @Test
  void refusesPicturesOverTheLimit() {
    assertRefused(
        ReadLimits.defaults().withMaxImages(1),
        4,
        "found 2 images, expected 1 to 1 (ReadLimits.maxImages)");
    assertRefused(
        ReadLimits.defaults().withMaxSide(3),
        8,
        "found 4 rows, expected 1 to 3 (ReadLimits.maxSide)");
    assertRefused(
        ReadLimits.defaults().withMaxPixels(31),
        4,
        "found 2 images of 4x4, 32 pixels, expected at most 31 pixels (ReadLimits.maxPixels)");
  }

  private void assertRefused(ReadLimits limits, long offset, String what) {
    assertThatThrownBy(() -> EmnistReader.open(folder, limits).train())
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(images + ", byte " + offset + ": " + what);
    assertThatThrownBy(() -> EmnistReader.open(folder, EmnistSplit.DIGITS, limits).train())
        .hasMessage(images + ", byte " + offset + ": " + what);
  }

  @Test
  void limitsMustMakeSense() {
    ReadLimits limits = ReadLimits.defaults();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits.withMaxImages(0))
        .withMessage("maxImages (0) must be positive");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits.withMaxSide(0))
        .withMessage("maxSide (0) must be between 1 and 32767");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits.withMaxSide(32_768))
        .withMessage("maxSide (32768) must be between 1 and 32767");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits.withMaxPixels(-1))
        .withMessage("maxPixels (-1) must be positive");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits.withMaxEntries(0))
        .withMessage("maxEntries (0) must be positive");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits.withMaxUnpackedBytes(0))
        .withMessage("maxUnpackedBytes (0) must be positive");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits.withMaxCompressionRatio(0))
        .withMessage("maxCompressionRatio (0) must be positive");
  }

  @Test
  void ratioMattersOnlyForLargeData() {
    ReadLimits limits = ReadLimits.defaults();
    long free = 256 << 20;

    assertThat(limits.allowsRatio(free, 1)).isTrue();
    assertThat(limits.allowsRatio(free + 64, free / 64 + 1)).isTrue();
    assertThat(limits.allowsRatio(free + 64, free / 64)).isFalse();
    assertThat(limits.allowsRatio(Long.MAX_VALUE, Long.MAX_VALUE)).isTrue();
  }

  /** A few kilobytes of valid data that exceed the ratio. */
  @Test
  void aSmallGzipFileAskingForMuchMemoryIsRefused() throws IOException {
    byte[] zeros = new byte[300_000];
    byte[] bomb =
        IdxFixture.gzip(IdxFixture.concat(IdxFixture.header(0x803, 350_000, 28, 28), zeros));
    byte[] padding = IdxFixture.gzip(new byte[0]);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(bomb);
    while (file.size() < 274_400_016 / 1_032 + 1) {
      file.write(padding);
    }
    Files.delete(images);
    Path gzip = Files.write(folder.resolve(TRAIN_IMAGES + ".gz"), file.toByteArray());

    assertMalformed(
        folder,
        gzip,
        4,
        "found 350000 images of 28x28, 274400016 bytes in all, expected at most 64 times the "
            + file.size()
            + " bytes on disk (ReadLimits.maxCompressionRatio)");
  }

  @Test
  void largestLimitsDoNotOverflow() throws IOException {
    Files.write(images, IdxFixture.header(0x803, Integer.MAX_VALUE, 32_767, 32_767));
    ReadLimits widest =
        ReadLimits.defaults()
            .withMaxImages(Integer.MAX_VALUE)
            .withMaxSide(32_767)
            .withMaxPixels(Long.MAX_VALUE);

    assertThatThrownBy(() -> EmnistReader.open(folder, widest).train())
        .hasMessage(
            images
                + ", byte 16: found the end of the file, expected 2147483647 images of"
                + " 32767x32767, 2305702272799145999 bytes in all");
    assertMalformed(
        folder, images, 4, "found 2147483647 images, expected 1 to 5000000 (ReadLimits.maxImages)");
  }
}
