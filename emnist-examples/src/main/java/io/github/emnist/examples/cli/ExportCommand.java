package io.github.emnist.examples.cli;

import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.export.ExportFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "export", description = "Writes a model for other tools.")
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private EmnistCommand root;
  @Mixin private ModelOption model;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "NAME",
      converter = Choice.OfExportFormat.class,
      description =
          "onnx: a file for ONNX Runtime and others; onnx-int8: the same in 8-bit integers, for"
              + " processors with VNNI; savedmodel: a folder for TensorFlow; safetensors: a file with"
              + " the bare weights.")
  private ExportFormat format;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "PATH",
      description = "Where to; an earlier export there is replaced, nothing else is.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    ModelBundle bundle = model.bundle();
    if (format == ExportFormat.SAVED_MODEL) {
      root.loadTensorFlow(0);
    }
    format.write(bundle, out);
    PrintWriter console = spec.commandLine().getOut();
    console.println("wrote " + out);
    console.flush();
    return 0;
  }
}
