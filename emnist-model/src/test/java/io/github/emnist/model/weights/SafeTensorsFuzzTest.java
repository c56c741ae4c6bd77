package io.github.emnist.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.emnist.data.MalformedDataException;

/** CONTRIBUTING.md says how to fuzz. */
class SafeTensorsFuzzTest {
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
