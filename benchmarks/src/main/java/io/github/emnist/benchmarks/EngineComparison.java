package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Engine;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.weights.Weights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Both engines in one process, in turn, in float32: one image a call on one thread, and 512 a call
 * on one and on two. The pretrained model and every preset with random weights.
 *
 * <pre>
 * mvn -DskipTests -pl benchmarks -am package
 * java -Xmx1g -cp benchmarks/target/benchmarks.jar io.github.emnist.benchmarks.EngineComparison [ROUNDS]
 * </pre>
 */
public final class EngineComparison {
  private static final int ROUNDS = 15;
  private static final int WARM_UPS = 3;
  private static final int MANY = 512;

  private EngineComparison() {}

  /**
   * Measures and prints.
   *
   * @param args the number of rounds
   * @throws IOException if the machine cannot be described
   * @throws InterruptedException if interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : ROUNDS;
    System.out.println(Machine.describe());
    EmnistDataset data = SyntheticEmnist.balanced().withImagesPerClass(1, 20).test();
    List<GrayImage> images = IntStream.range(0, MANY).mapToObj(data::image).toList();
    compare("pretrained", ModelBundle.pretrained(), images, rounds);
    for (CnnArchitecture architecture :
        List.of(
            CnnArchitecture.emnistCnn(),
            CnnArchitecture.fast(),
            CnnArchitecture.best(),
            CnnArchitecture.small(47),
            CnnArchitecture.large(47))) {
      LabelMap labels = ModelBundle.pretrained().metadata().labelMap();
      ModelBundle model =
          new ModelBundle(
              ModelMetadata.of(architecture, labels), Weights.initialize(architecture, 1));
      compare(architecture.name(), model, images, rounds);
    }
  }

  private static void compare(String name, ModelBundle model, List<GrayImage> images, int rounds) {
    for (int threads : new int[] {1, 2}) {
      ClassifierOptions options =
          ClassifierOptions.defaults().withPrecision(Precision.FLOAT32).withThreads(threads);
      try (EmnistClassifier java = EmnistClassifier.of(model, options.withEngine(Engine.JAVA));
          EmnistClassifier tensorFlow =
              EmnistClassifier.of(model, options.withEngine(Engine.TENSORFLOW))) {
        if (threads == 1) {
          report(name + ", 1 image", java, tensorFlow, images.subList(0, 1), rounds * MANY / 16);
        }
        report(
            name + ", 512 images, " + threads + " threads, each", java, tensorFlow, images, rounds);
      }
    }
  }

  private static void report(
      String name,
      EmnistClassifier java,
      EmnistClassifier tensorFlow,
      List<GrayImage> images,
      int rounds) {
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    for (int i = -WARM_UPS * rounds / ROUNDS; i < rounds; i++) {
      double mine = millis(java, images);
      double other = millis(tensorFlow, images);
      if (i >= 0) {
        ours.add(mine);
        theirs.add(other);
      }
    }
    System.out.println(name + ": Java " + quantiles(ours) + "; TensorFlow " + quantiles(theirs));
  }

  private static double millis(EmnistClassifier classifier, List<GrayImage> images) {
    long start = System.nanoTime();
    classifier.predictAll(images);
    return (System.nanoTime() - start) / 1e6 / images.size();
  }

  private static String quantiles(List<Double> millis) {
    Collections.sort(millis);
    return String.format(
        Locale.ROOT,
        "least %.3f, p10 %.3f, p50 %.3f, p90 %.3f ms",
        millis.get(0),
        millis.get(millis.size() / 10),
        millis.get(millis.size() / 2),
        millis.get(millis.size() * 9 / 10));
  }
}
