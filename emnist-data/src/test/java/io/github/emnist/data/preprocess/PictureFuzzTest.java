package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.emnist.data.FuzzCorpus;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.MalformedDataException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** See CONTRIBUTING.md for fuzzing. */
class PictureFuzzTest {
  /** Small limits, so that findings are violations of the limits. */
  private static final PictureReader READER =
      PictureReader.standard().withMaxSide(300).withMaxPixels(40_000).withMaxBytes(1 << 16);

  @Test
  void recordedFuzzerInputsPass() throws IOException {
    for (byte[] input : FuzzCorpus.of(PictureFuzzTest.class)) {
      anyBytesAreAPictureOrMalformed(input);
    }
  }

  @FuzzTest
  void anyBytesAreAPictureOrMalformed(byte[] bytes) {
    BufferedImage picture;
    try {
      picture = READER.read(bytes);
    } catch (MalformedDataException e) {
      assertThat(e).hasMessageContaining("picture bytes");
      return;
    }
    GrayImage character = CharacterPreprocessor.emnist().process(picture);
    assertThat(character.width()).isEqualTo(28);
    assertThat(character.height()).isEqualTo(28);
  }
}
