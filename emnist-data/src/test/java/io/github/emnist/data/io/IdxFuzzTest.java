package io.github.emnist.data.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.FuzzCorpus;
import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** See CONTRIBUTING.md for fuzzing. */
class IdxFuzzTest {
  private static final ReadLimits LIMITS =
      ReadLimits.defaults().withMaxImages(1_000).withMaxPixels(1_000_000);

  @Test
  void recordedFuzzerInputsPass() throws IOException {
    for (byte[] input : FuzzCorpus.of(IdxFuzzTest.class)) {
      anyBytesAreImagesOrMalformed(input);
    }
  }

  /** The first byte selects gzip, the second is the end of the labels. */
  @FuzzTest
  void anyBytesAreImagesOrMalformed(byte[] input) throws IOException {
    if (input.length < 2) {
      return;
    }
    String suffix = input[0] % 2 == 0 ? "" : FileNames.GZIP_SUFFIX;
    int labelsEnd = Math.min(input.length, 2 + (input[1] & 0xFF));
    byte[] labels = Arrays.copyOfRange(input, 2, labelsEnd);
    byte[] images = Arrays.copyOfRange(input, labelsEnd, input.length);
    try (UnpackedStream imageFile =
            UnpackedStream.open(new BytesInMemory("images" + suffix, images), LIMITS);
        UnpackedStream labelFile =
            UnpackedStream.open(new BytesInMemory("labels" + suffix, labels), LIMITS)) {
      EmnistDataset dataset =
          new IdxReader(imageFile, labelFile, EmnistSplit.LETTERS, false, LIMITS).read();
      for (int i = 0; i < dataset.size(); i++) {
        assertThat(dataset.label(i)).isBetween(0, 25);
      }
    } catch (MalformedDataException e) {
      assertThat(e).hasMessageMatching("(?s)(images|labels).*found.*expected.*");
    }
  }
}
