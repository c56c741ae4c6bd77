package io.github.emnist.model.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.github.emnist.model.bundle.ModelBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The file of an {@link OnnxModel}. */
final class OnnxFile {
  /** Behind the field of the IR version, two bytes long, comes the producer's. */
  private static final int PRODUCER_BEGIN = 2;

  private static final int PRODUCER_END =
      PRODUCER_BEGIN + 2 + ExportMetadata.PRODUCER.getBytes(StandardCharsets.UTF_8).length;

  private OnnxFile() {}

  static void write(ModelBundle model, Path path) throws IOException {
    ExportSize.check("ONNX", model.architecture());
    ModelProto onnx = OnnxModel.of(model.architecture(), model.weights(), ExportMetadata.of(model));
    ExportedFile.write(path, onnx.toByteArray(), PRODUCER_BEGIN, PRODUCER_END);
  }
}
