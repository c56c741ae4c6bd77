package io.github.emnist.data.download;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.emnist.data.FuzzCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** See CONTRIBUTING.md for fuzzing. */
class ZipOverHttpFuzzTest {
  @Test
  void recordedFuzzerInputsPass() throws IOException {
    for (byte[] input : FuzzCorpus.of(ZipOverHttpFuzzTest.class)) {
      anyServerEndsInAReportOrAnIoException(input);
    }
  }

  @FuzzTest
  void anyServerEndsInAReportOrAnIoException(byte[] input) throws IOException {
    Path folder = Files.createTempDirectory("emnist-fuzz");
    try {
      ZipOverHttp.run(input, folder);
    } catch (IOException e) {
      if (e.getMessage() == null) {
        throw new AssertionError("an error that says nothing", e);
      }
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> files = Files.walk(folder)) {
      deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : deepestFirst) {
      Files.delete(file);
    }
  }
}
