package io.github.emnist.benchmarks;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistDataset.TrainValidation;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.ModelQuantization;
import io.github.emnist.model.Prediction;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.export.ExportFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Measures accuracy and agreement of one model in 8-bit integers, in ONNX Runtime and in this
 * library, on the part of EMNIST's training file that no recipe trains on: once with the ranges in
 * the model, once with ranges measured again.
 *
 * <pre>
 * mvn -Ppeers -DskipTests -pl benchmarks -am package
 * EMNIST_DATA=DIR java -cp benchmarks/target/benchmarks.jar io.github.emnist.benchmarks.OnnxAgreement pretrained|MODEL
 * </pre>
 */
public final class OnnxAgreement {
  private static final int SIDE = 28;
  private static final int BATCH = 256;

  private OnnxAgreement() {}

  /**
   * Measures and prints the results.
   *
   * @param args a model bundle or {@code pretrained}
   * @throws IOException if something cannot be read or written
   * @throws OrtException if an export cannot be run
   * @throws InterruptedException if interrupted while the machine is described
   */
  public static void main(String[] args) throws IOException, OrtException, InterruptedException {
    System.out.println(Machine.describe());
    System.out.println("ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion());
    TrainValidation split =
        EmnistReader.open(RealData.folder()).train().stratifiedSplit(0.05, 42);
    ModelBundle model =
        args[0].equals("pretrained")
            ? ModelBundle.pretrained()
            : ModelBundle.load(Path.of(args[0]));
    compare("ranges of the model", model, split.validation());
    compare(
        "ranges measured anew", ModelQuantization.prepare(model, split.train()), split.validation());
  }

  private static void compare(String ranges, ModelBundle model, EmnistDataset images)
      throws IOException, OrtException {
    System.out.println(ranges);
    float[][] floats = exported(ExportFormat.ONNX, model, images);
    print("ONNX Runtime float32", floats, floats, images);
    print("ours float32", ours(Precision.FLOAT32, model, images), floats, images);
    print(
        "ONNX Runtime int8", exported(ExportFormat.ONNX_INT8, model, images), floats, images);
    print("ours int8", ours(Precision.INT8, model, images), floats, images);
  }

  private static float[][] ours(Precision precision, ModelBundle model, EmnistDataset images) {
    ClassifierOptions options = ClassifierOptions.defaults().withPrecision(precision);
    try (EmnistClassifier classifier = EmnistClassifier.of(model, options)) {
      return classifier
          .predictAll(IntStream.range(0, images.size()).mapToObj(images::image).toList())
          .stream()
          .map(Prediction::probabilities)
          .toArray(float[][]::new);
    }
  }

  private static float[][] exported(ExportFormat format, ModelBundle model, EmnistDataset images)
      throws IOException, OrtException {
    Path file = Files.createTempFile("agreement", ".onnx");
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    float[][] answers = new float[images.size()][];
    try {
      format.write(model, file);
      try (OrtSession session = environment.createSession(file.toString())) {
        for (int first = 0; first < images.size(); first += BATCH) {
          int count = Math.min(BATCH, images.size() - first);
          byte[] pixels = new byte[count * SIDE * SIDE];
          for (int i = 0; i < count; i++) {
            images.image(first + i).copyTo(pixels, i * SIDE * SIDE);
          }
          ByteBuffer buffer = ByteBuffer.allocateDirect(pixels.length).put(pixels).flip();
          long[] shape = {count, SIDE, SIDE, 1};
          try (OnnxTensor input =
                  OnnxTensor.createTensor(environment, buffer, shape, OnnxJavaType.UINT8);
              OrtSession.Result result =
                  session.run(Map.of("images", input), Set.of("probabilities"))) {
            System.arraycopy(result.get(0).getValue(), 0, answers, first, count);
          }
        }
      }
    } finally {
      Files.delete(file);
    }
    return answers;
  }

  private static void print(
      String name, float[][] answers, float[][] floats, EmnistDataset images) {
    int right = 0;
    int equal = 0;
    float[] differences = new float[answers.length];
    for (int i = 0; i < answers.length; i++) {
      right += best(answers[i]) == images.label(i) ? 1 : 0;
      equal += best(answers[i]) == best(floats[i]) ? 1 : 0;
      for (int c = 0; c < answers[i].length; c++) {
        differences[i] = Math.max(differences[i], Math.abs(answers[i][c] - floats[i][c]));
      }
    }
    Arrays.sort(differences);
    System.out.printf(
        Locale.ROOT,
        "%s: %,d images, right %.4f; beside ONNX Runtime's float32: equal answers %.3f %%, largest"
            + " difference of a probability %.2g, of 99 %% of the images at most %.2g%n",
        name,
        answers.length,
        (double) right / answers.length,
        100.0 * equal / answers.length,
        differences[differences.length - 1],
        differences[differences.length * 99 / 100]);
  }

  private static int best(float[] probabilities) {
    int best = 0;
    for (int c = 1; c < probabilities.length; c++) {
      best = probabilities[c] > probabilities[best] ? c : best;
    }
    return best;
  }
}
