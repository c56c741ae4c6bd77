package io.github.emnist.benchmarks;

import io.github.emnist.data.GrayImage;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Engine;
import io.github.emnist.model.Prediction;
import io.github.emnist.model.TensorFlowNative;
import io.github.emnist.model.architecture.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Predicts images of 28x28 pixels with one library. Thread-safe. */
public interface Predictor extends AutoCloseable {
  /** The number of pixels of an image. */
  int LENGTH = 28 * 28;

  /**
   * Predicts images.
   *
   * @param images uint8 pixels of each
   * @return the probabilities of each image's classes
   * @throws Exception if the library fails
   */
  float[][] predict(List<byte[]> images) throws Exception;

  /** {@return the library, with its version, and its way of computing} */
  String engine();

  @Override
  void close();

  /**
   * Loads a model.
   *
   * @param name {@code defaults}, {@code java}, {@code tensorflow-float32}, {@code
   *     tensorflow-bfloat16}, {@code tensorflow-int8}, {@code onnx} or {@code djl}
   * @param threads of one call; {@code defaults} chooses its own number
   * @param model a model bundle or {@code pretrained}; for {@code onnx} an ONNX file
   * @return the predictor
   * @throws Exception if it cannot be loaded
   */
  static Predictor open(String name, int threads, Path model) throws Exception {
    return switch (name) {
      case "onnx" -> peer("OnnxPredictor", threads, model);
      case "djl" -> peer("DjlPredictor", threads, model);
      default -> new Ours(name, threads, model);
    };
  }

  private static Predictor peer(String type, int threads, Path model) throws Exception {
    return (Predictor)
        Class.forName(Predictor.class.getPackageName() + "." + type)
            .getConstructor(int.class, Path.class)
            .newInstance(threads, model);
  }

  /** The predictor of this library. */
  final class Ours implements Predictor {
    private final EmnistClassifier classifier;

    Ours(String name, int threads, Path model) throws Exception {
      if (name.equals("defaults")) {
        classifier = open(model, ClassifierOptions.defaults());
        return;
      }
      boolean java = name.equals("java");
      String precision = java ? "float32" : name.substring(name.indexOf('-') + 1);
      classifier =
          open(
              model,
              ClassifierOptions.defaults()
                  .withEngine(java ? Engine.JAVA : Engine.TENSORFLOW)
                  .withPrecision(Precision.valueOf(precision.toUpperCase(Locale.ROOT)))
                  .withThreads(threads));
    }

    static EmnistClassifier open(Path model, ClassifierOptions options) throws IOException {
      return model.toString().equals("pretrained")
          ? EmnistClassifier.pretrained(options)
          : EmnistClassifier.load(model, options);
    }

    @Override
    public float[][] predict(List<byte[]> images) {
      if (images.size() == 1) {
        return new float[][] {classifier.predictRaw(images.get(0)).probabilities()};
      }
      return classifier
          .predictAll(images.stream().map(pixels -> GrayImage.of(28, 28, pixels)).toList())
          .stream()
          .map(Prediction::probabilities)
          .toArray(float[][]::new);
    }

    @Override
    public String engine() {
      return classifier.engine() == Engine.JAVA
          ? "EmnistClassifier, plain Java, float32"
          : "EmnistClassifier, TensorFlow %s, %s"
              .formatted(TensorFlowNative.version(), classifier.precision());
    }

    @Override
    public void close() {
      classifier.close();
    }
  }
}
