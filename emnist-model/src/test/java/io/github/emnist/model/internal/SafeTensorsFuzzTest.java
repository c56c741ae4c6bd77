package io.github.emnist.model.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.model.weights.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** CONTRIBUTING.md says how to fuzz. */
class SafeTensorsFuzzTest {
  /** What the fuzzer kept, because each reaches code that the others do not. */
  @Test
  void whatTheFuzzerKeptStillHolds() throws IOException {
    String name = "SafeTensorsFuzzTestCorpus.zip";
    int inputs = 0;
    try (InputStream file = getClass().getResourceAsStream(name);
        ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(file, name))) {
      while (zip.getNextEntry() != null) {
        anyBytesAreWeightsOrMalformed(zip.readAllBytes());
        inputs++;
      }
    }
    assertThat(inputs).isPositive();
  }

  @FuzzTest
  void anyBytesAreWeightsOrMalformed(byte[] bytes) {
    Weights weights;
    try {
      weights = SafeTensors.decode(bytes, "fuzz.safetensors");
    } catch (MalformedDataException e) {
      assertThat(e).hasMessageContaining("fuzz.safetensors");
      return;
    }
    // What was read can be written, and is the same when read again.
    byte[] written = SafeTensors.encode(weights);
    try {
      assertThat(SafeTensors.decode(written, "again")).isEqualTo(weights);
    } catch (MalformedDataException e) {
      throw new AssertionError("what was written cannot be read", e);
    }
  }
}
