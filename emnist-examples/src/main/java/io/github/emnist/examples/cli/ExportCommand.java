package io.github.emnist.examples.cli;

import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.export.ExportFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "export", description = "Exports a model for other tools.")
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private EmnistCommand root;
  @Mixin private ModelOption model;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "NAME",
      description =
          "onnx: a file for ONNX Runtime and others; onnx-int8: the same in 8-bit integers, for"
              + " processors with VNNI; savedmodel: a folder for TensorFlow; safetensors: a file with"
              + " the bare weights.")
  private ExportFormat format;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "PATH",
      description = "Output file or folder; only an earlier export is replaced.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    ModelBundle bundle = model.bundle();
    if (format == ExportFormat.SAVED_MODEL) {
      root.loadTensorFlow(0);
    }
    format.write(bundle, out);
    return EmnistCommand.wrote(out, spec);
  }
}
