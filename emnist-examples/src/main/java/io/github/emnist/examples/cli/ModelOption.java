package io.github.emnist.examples.cli;

import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The model: {@code --model}. */
final class ModelOption {
  /** The model in the jar; {@code ./pretrained} is a folder. */
  private static final Path PRETRAINED = Path.of("pretrained");

  @Option(
      names = "--model",
      defaultValue = "pretrained",
      paramLabel = "PATH|pretrained",
      description = "Model bundle (folder or ZIP), or the model of this program (default).")
  private Path model;

  /** Returns the option as given, for suggested commands. */
  String argument() {
    return "--model " + model;
  }

  EmnistClassifier load(ClassifierOptions options) throws IOException {
    return model.equals(PRETRAINED)
        ? EmnistClassifier.pretrained(options)
        : EmnistClassifier.load(model, options);
  }

  ModelBundle bundle() throws IOException {
    return bundle(model);
  }

  /** Reads a model by its argument. */
  static ModelBundle bundle(Path model) throws IOException {
    return model.equals(PRETRAINED) ? ModelBundle.pretrained() : ModelBundle.load(model);
  }
}
