package io.github.emnist.data.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.FuzzCorpus;
import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** See CONTRIBUTING.md for fuzzing. */
class MappingFuzzTest {
  @Test
  void recordedFuzzerInputsPass() throws IOException {
    for (byte[] input : FuzzCorpus.of(MappingFuzzTest.class)) {
      anyBytesAreTheMappingOrMalformed(input);
    }
  }

  @FuzzTest
  void anyBytesAreTheMappingOrMalformed(byte[] bytes) throws IOException {
    for (EmnistSplit split : new EmnistSplit[] {EmnistSplit.LETTERS, EmnistSplit.DIGITS}) {
      try {
        MappingFile.check(new BytesInMemory("mapping.txt", bytes), split);
      } catch (MalformedDataException e) {
        assertThat(e).hasMessageMatching("(?s)mapping.txt.*found.*expected.*");
      }
    }
  }
}
