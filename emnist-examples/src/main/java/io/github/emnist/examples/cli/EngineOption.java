package io.github.emnist.examples.cli;

import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Engine;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The model and its engine: {@code --model} and {@code --engine}. */
final class EngineOption {
  /**
   * The number of pictures up to which loading TensorFlow takes longer than it saves ({@code
   * benchmarks/results/cli-engines.txt}).
   */
  static final int FEW = 8_000;

  @Mixin private ModelOption model;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = "auto",
      description =
          "tensorflow, java, or auto (default): java, which starts faster, for up to 8,000 pictures,"
              + " else tensorflow.")
  private Engine engine;

  /** Returns the option {@code --model} as given, for suggested commands. */
  String modelArgument() {
    return model.argument();
  }

  /**
   * Opens the model.
   *
   * @param pictures the number of pictures to recognise
   */
  EmnistClassifier load(EmnistCommand root, long pictures) throws IOException {
    Engine chosen = engine == Engine.AUTO && pictures <= FEW ? Engine.JAVA : engine;
    ClassifierOptions options = ClassifierOptions.defaults().withEngine(chosen);
    if (chosen == Engine.JAVA) {
      options = options.withThreads(Runtime.getRuntime().availableProcessors());
    } else if (chosen == Engine.AUTO) {
      root.tryTensorFlow();
    } else {
      root.loadTensorFlow(0);
    }
    return model.load(options);
  }
}
