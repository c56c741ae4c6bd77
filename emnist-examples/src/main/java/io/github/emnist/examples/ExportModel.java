package io.github.emnist.examples;

import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.export.ExportFormat;
import java.io.IOException;
import java.nio.file.Path;

/** Exports the library's model for other tools: {@code ExportModel FOLDER}. */
public final class ExportModel {
  private ExportModel() {}

  /**
   * Exports all formats.
   *
   * @param args a folder that exists
   * @throws IOException if it cannot be written to
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: ExportModel FOLDER");
      System.exit(2);
    }
    Path folder = Path.of(args[0]);
    // region: export
    ModelBundle model = ModelBundle.pretrained();
    ExportFormat.ONNX.write(model, folder.resolve("emnist.onnx"));
    ExportFormat.ONNX_INT8.write(model, folder.resolve("emnist-int8.onnx"));
    ExportFormat.SAVED_MODEL.write(model, folder.resolve("saved-model"));
    ExportFormat.SAFETENSORS.write(model, folder.resolve("emnist.safetensors"));
    // endregion
  }
}
