package io.github.emnist.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What the fuzzer kept, because each reaches code that the others do not: a ZIP beside a fuzz test,
 * since they are many. CONTRIBUTING.md says how it is made.
 */
public final class FuzzCorpus {
  private FuzzCorpus() {}

  /** The inputs in {@code <Test>Corpus.zip}. */
  public static List<byte[]> of(Class<?> test) throws IOException {
    String name = test.getSimpleName() + "Corpus.zip";
    List<byte[]> inputs = new ArrayList<>();
    try (InputStream file = test.getResourceAsStream(name);
        ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(file, name))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        inputs.add(zip.readAllBytes());
      }
    }
    if (inputs.isEmpty()) {
      throw new IllegalStateException(name + " holds no input");
    }
    return inputs;
  }
}
