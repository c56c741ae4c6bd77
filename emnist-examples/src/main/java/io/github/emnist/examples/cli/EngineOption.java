package io.github.emnist.examples.cli;

import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Engine;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model, and what computes: {@code --model} and {@code --engine}. */
final class EngineOption {
  /**
   * Pictures up to which loading TensorFlow takes longer than it saves: measured in new JVMs,
   * {@code benchmarks/results/cli-engines.txt}.
   */
  static final int FEW = 8_000;

  @Mixin private ModelOption model;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = "auto",
      converter = Choice.OfEngine.class,
      description =
          "What computes: tensorflow, java, or auto (default): java for up to 8,000 pictures, which"
              + " starts faster, else tensorflow.")
  private Engine engine;

  /** The option of the model as it was given, for a command line that a message suggests. */
  String modelArgument() {
    return model.argument();
  }

  /**
   * Opens the model.
   *
   * @param pictures how many it is to recognise
   */
  EmnistClassifier load(EmnistCommand root, long pictures) throws IOException {
    Engine chosen = engine == Engine.AUTO && pictures <= FEW ? Engine.JAVA : engine;
    ClassifierOptions options = ClassifierOptions.defaults().withEngine(chosen);
    if (chosen == Engine.JAVA) {
      options = options.withThreads(Runtime.getRuntime().availableProcessors());
    } else {
      root.loadTensorFlow(0);
    }
    return model.load(options);
  }
}
