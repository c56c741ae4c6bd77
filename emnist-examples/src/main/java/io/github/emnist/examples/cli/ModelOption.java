package io.github.emnist.examples.cli;

import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which model: {@code --model}. */
final class ModelOption {
  /** The model in the jar; a folder of that name is {@code ./pretrained}. */
  private static final Path PRETRAINED = Path.of("pretrained");

  @Option(
      names = "--model",
      defaultValue = "pretrained",
      paramLabel = "PATH|pretrained",
      description =
          "Model bundle, a folder or a ZIP; or the model that comes with this program (default).")
  private Path model;

  /** The option as it was given, for a command line that a message suggests. */
  String argument() {
    return "--model " + model;
  }

  EmnistClassifier load(ClassifierOptions options) throws IOException {
    return model.equals(PRETRAINED)
        ? EmnistClassifier.pretrained(options)
        : EmnistClassifier.load(model, options);
  }

  /** The model itself, without a network to ask. */
  ModelBundle bundle() throws IOException {
    return model.equals(PRETRAINED) ? ModelBundle.pretrained() : ModelBundle.load(model);
  }

  /** Loads what a user names. */
  static EmnistClassifier load(Path model) throws IOException {
    return model.equals(PRETRAINED) ? EmnistClassifier.pretrained() : EmnistClassifier.load(model);
  }
}
