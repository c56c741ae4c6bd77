package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.Partition;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Prediction;
import io.github.emnist.model.architecture.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The default precision beside float32 on real images: accuracy of both, the share of equal
 * answers, and every image on which they disagree.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.github.emnist.benchmarks.PrecisionAgreement MODEL DATA test|train [IMAGES]
 * </pre>
 */
public final class PrecisionAgreement {
  private PrecisionAgreement() {}

  /**
   * Measures and prints.
   *
   * @param args a model bundle, a folder or archive, a partition, and how many images spread over
   *     it, all without
   * @throws IOException if something cannot be read
   * @throws InterruptedException if interrupted while the machine is described
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.println(Machine.describe());
    EmnistSource source = EmnistReader.open(Path.of(args[1]));
    EmnistDataset data = source.read(Partition.valueOf(args[2].toUpperCase(Locale.ROOT)));
    int count = args.length > 3 ? Math.min(data.size(), Integer.parseInt(args[3])) : data.size();
    int[] chosen =
        IntStream.range(0, count).map(i -> (int) ((long) i * data.size() / count)).toArray();
    List<Prediction> usual = answers(args[0], Precision.AUTO, data, chosen);
    List<Prediction> floats = answers(args[0], Precision.FLOAT32, data, chosen);
    int equal = 0;
    int usualRight = 0;
    int floatsRight = 0;
    for (int i = 0; i < count; i++) {
      Prediction a = usual.get(i);
      Prediction b = floats.get(i);
      int truth = data.label(chosen[i]);
      usualRight += a.classIndex() == truth ? 1 : 0;
      floatsRight += b.classIndex() == truth ? 1 : 0;
      if (a.classIndex() == b.classIndex()) {
        equal++;
      } else {
        System.out.printf(
            "image %d, a %s: %s; float32 says %s%n", chosen[i], data.labelMap().label(truth), a, b);
      }
    }
    boolean same =
        IntStream.range(0, count)
            .allMatch(
                i -> Arrays.equals(usual.get(i).probabilities(), floats.get(i).probabilities()));
    if (same) {
      System.out.println("every probability is equal: the default precision is float32 here");
    }
    System.out.printf(
        Locale.ROOT,
        "%,d images: default precision %.4f right, float32 %.4f, %+.3f points; equal answers on"
            + " %.3f %%%n",
        count,
        (double) usualRight / count,
        (double) floatsRight / count,
        100.0 * (usualRight - floatsRight) / count,
        100.0 * equal / count);
  }

  private static List<Prediction> answers(
      String model, Precision precision, EmnistDataset data, int[] chosen) throws IOException {
    ClassifierOptions options = ClassifierOptions.defaults().withPrecision(precision);
    try (EmnistClassifier classifier = EmnistClassifier.load(Path.of(model), options)) {
      return classifier.predictAll(IntStream.of(chosen).mapToObj(data::image).toList());
    }
  }
}
