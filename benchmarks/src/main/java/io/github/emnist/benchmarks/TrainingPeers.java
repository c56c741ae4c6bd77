package io.github.emnist.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/**
 * Training throughput of the reference network, augmentation on, beside DJL with PyTorch: each side
 * in a process of its own, in turn, since two OpenMP runtimes in one process disturb each other.
 * DJL runs twice a round, with kernels in PyTorch's own order and channels last; the ratio of a
 * round is to the faster of the two. Images are those of {@code EMNIST_DATA}, drawn ones where it
 * is not set; weights, batches and augmented pixels are the same on both sides, so that the losses
 * that are printed must be about the same too: only the dropout masks differ.
 *
 * <pre>
 * mvn -Ppeers -DskipTests -pl benchmarks -am package
 * java -cp benchmarks/target/benchmarks.jar io.github.emnist.benchmarks.TrainingPeers [ROUNDS [STEPS [WARM-UP]]]
 * </pre>
 */
public final class TrainingPeers {
  private static final String PACKAGE = TrainingPeers.class.getPackageName();
  private static final int ROUNDS = 5;
  private static final List<String> JVM =
      List.of(
          "-Xms2g",
          "-Xmx2g",
          "-Dai.djl.offline=true",
          "-Dai.djl.pytorch.num_threads=" + Runtime.getRuntime().availableProcessors());

  private TrainingPeers() {}

  /**
   * Measures and prints.
   *
   * @param args the number of rounds, 5 without; the steps that are timed and those before them
   * @throws IOException if a process cannot be started
   * @throws InterruptedException if interrupted while a process runs
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : ROUNDS;
    String steps = args.length > 1 ? args[1] : "120";
    String warmUp = args.length > 2 ? args[2] : "30";
    List<List<String>> sides =
        List.of(
            List.of(PACKAGE + ".TrainingThroughput", steps, warmUp),
            List.of(PACKAGE + ".DjlTraining", steps, warmUp, "channels-first"),
            List.of(PACKAGE + ".DjlTraining", steps, warmUp, "channels-last"));
    System.out.println(Machine.describe());
    System.out.printf("batch %d, %s steps after %s%n", SameTraining.BATCH, steps, warmUp);
    DescriptiveStatistics[] rates =
        Stream.generate(DescriptiveStatistics::new)
            .limit(sides.size())
            .toArray(DescriptiveStatistics[]::new);
    DescriptiveStatistics ratios = new DescriptiveStatistics();
    for (int round = 0; round < rounds; round++) {
      double[] rate = new double[sides.size()];
      for (int side = 0; side < sides.size(); side++) {
        TrainingFigures figures = PeerProcess.run(JVM, sides.get(side), TrainingFigures::parse);
        System.out.printf("round %d: %s%n", round + 1, figures);
        rate[side] = figures.imagesPerSecond();
        rates[side].addValue(rate[side]);
      }
      ratios.addValue(rate[0] / Math.max(rate[1], rate[2]));
    }
    System.out.printf(
        Locale.ROOT,
        "medians: %.0f images/s; DJL %.0f channels first, %.0f channels last;"
            + " ratio to the faster, round by round, %.2f (%.2f to %.2f)%n",
        rates[0].getPercentile(50),
        rates[1].getPercentile(50),
        rates[2].getPercentile(50),
        ratios.getPercentile(50),
        ratios.getMin(),
        ratios.getMax());
  }
}
