package io.github.emnist.model.export;

import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.weights.SafeTensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A safetensors file with what its arrays mean. */
final class SafeTensorsExport {
  /** The metadata begins the header, which stands behind its length, and the producer those. */
  private static final byte[] BEGIN =
      "{\"__metadata__\":{\"producer\":\"%s\""
          .formatted(ExportMetadata.PRODUCER)
          .getBytes(StandardCharsets.UTF_8);

  private SafeTensorsExport() {}

  static void write(ModelBundle model, Path path) throws IOException {
    byte[] file = SafeTensors.encode(model.weights(), ExportMetadata.of(model));
    ExportedFile.write(path, file, Long.BYTES, Long.BYTES + BEGIN.length);
  }
}
