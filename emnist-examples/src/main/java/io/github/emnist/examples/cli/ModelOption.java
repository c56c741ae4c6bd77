package io.github.emnist.examples.cli;

import io.github.emnist.model.EmnistClassifier;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which model: {@code --model}. */
final class ModelOption {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "PATH",
      description = "Model bundle, a folder or a ZIP.")
  private Path model;

  EmnistClassifier load(EmnistCommand root) throws IOException {
    root.loadTensorFlow(0);
    return EmnistClassifier.load(model);
  }
}
