package io.github.emnist.data.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.FuzzCorpus;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.MalformedDataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** See CONTRIBUTING.md for fuzzing. */
class CsvFuzzTest {
  /** Few columns, so that the fuzzer finds lines that are whole. */
  private static final CsvReader READER =
      CsvReader.of(LabelMap.of(List.of("a", "b", "c")), 2, 2)
          .withLimits(ReadLimits.defaults().withMaxImages(100))
          .withListener((source, header) -> {});

  @Test
  void recordedFuzzerInputsPass() throws IOException {
    for (byte[] input : FuzzCorpus.of(CsvFuzzTest.class)) {
      anyBytesAreLinesOrMalformed(input);
    }
  }

  @FuzzTest
  void anyBytesAreLinesOrMalformed(byte[] bytes) throws IOException {
    try {
      EmnistDataset dataset = READER.read(new ByteArrayInputStream(bytes), "lines.csv");
      assertThat(dataset.size()).isBetween(1, 100);
    } catch (MalformedDataException e) {
      assertThat(e).hasMessageMatching("(?s)lines.csv.*found.*expected.*");
    }
  }
}
