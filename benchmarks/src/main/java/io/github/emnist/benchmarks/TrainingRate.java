package io.github.emnist.benchmarks;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.internal.tensorflow.GraphOps;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.Trainer;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.internal.tensorflow.TrainingBatch;
import io.github.emnist.train.internal.tensorflow.TrainingNetwork;
import java.util.Arrays;
import java.util.Locale;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;

/**
 * How much of the machine's matrix-product rate a training step uses, and what feeding and
 * augmenting cost, all measured in turn in one process; prints every round and the medians:
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.github.emnist.benchmarks.TrainingRate [ROUNDS [ARCHITECTURE]]
 * </pre>
 */
public final class TrainingRate {
  private static final int BATCH = 128;
  private static final int STEPS = 50;
  private static final int SIDE = 4_096;
  private static final int PRODUCTS = 3;

  private TrainingRate() {}

  /**
   * Measures and prints.
   *
   * @param args the number of rounds, 7 without, and the network's name, {@code emnist-cnn} without
   */
  public static void main(String[] args) {
    int rounds = args.length == 0 ? 7 : Integer.parseInt(args[0]);
    CnnArchitecture architecture = Architectures.named(args.length < 2 ? "emnist-cnn" : args[1]);
    double flopsPerImage = trainingFlops(architecture);
    EmnistDataset data = SyntheticEmnist.balanced().train();
    TrainingBatch batch = SyntheticBatch.of(BATCH);
    double[] product = new double[rounds];
    double[] bfloat16Product = new double[rounds];
    double[] bare = new double[rounds];
    double[] fed = new double[rounds];
    try (TrainingNetwork network =
        TrainingNetwork.create(
            architecture,
            Weights.initialize(architecture, 1),
            TrainingConfig.standard(),
            SyntheticBatch.classWeights(architecture.classes()))) {
      System.out.printf(
          Locale.ROOT,
          "%s, %s, batch %d, %.1f MFLOP an image%n",
          architecture.name(),
          network.settings(),
          BATCH,
          flopsPerImage / 1e6);
      bareImagesPerSecond(network, batch); // warms up
      for (int round = 0; round < rounds; round++) {
        product[round] = productRate(false);
        bare[round] = bareImagesPerSecond(network, batch);
        fed[round] = fedImagesPerSecond(architecture, data);
        bfloat16Product[round] = productRate(true);
        System.out.printf(
            Locale.ROOT,
            "round %d: float32 product %.0f GFLOP/s, bfloat16 product %.0f GFLOP/s,"
                + " bare step %.0f images/s, fed and augmented %.0f images/s%n",
            round + 1,
            product[round] / 1e9,
            bfloat16Product[round] / 1e9,
            bare[round],
            fed[round]);
      }
    }
    double[] ofFloat32 = new double[rounds];
    double[] ofBfloat16 = new double[rounds];
    double[] feeding = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      ofFloat32[round] = 100 * bare[round] * flopsPerImage / product[round];
      ofBfloat16[round] = 100 * bare[round] * flopsPerImage / bfloat16Product[round];
      feeding[round] = 100 * (1 - fed[round] / bare[round]);
    }
    System.out.printf(
        Locale.ROOT,
        "medians of the rounds: bare step %.0f images/s, %.0f %% of the float32 product's rate,"
            + " %.0f %% of the bfloat16 product's; feeding and augmenting cost %.1f %%%n",
        median(bare),
        median(ofFloat32),
        median(ofBfloat16),
        median(feeding));
  }

  /** Multiplications and additions of the products, forward and twice backward. */
  private static double trainingFlops(CnnArchitecture architecture) {
    PlacedLayer first = architecture.layers().get(0); // no gradient for the picture itself
    return 2.0 * (3 * architecture.multiplyAdds() - first.multiplyAdds());
  }

  private static double bareImagesPerSecond(TrainingNetwork network, TrainingBatch batch) {
    long begin = System.nanoTime();
    for (int step = 0; step < STEPS; step++) {
      network.step(batch, step, 1e-3);
    }
    return STEPS * BATCH / seconds(begin);
  }

  private static double fedImagesPerSecond(CnnArchitecture architecture, EmnistDataset data) {
    return Trainer.of(architecture)
        .augmentation(Augmentation.standard())
        .batchSize(BATCH)
        .epochs(2) // the first pays for TensorFlow's first steps, the second is reported
        .samplesPerClass(STEPS * BATCH / architecture.classes() + 1)
        .validationFraction(0)
        .fit(data)
        .history()
        .last()
        .orElseThrow()
        .imagesPerSecond();
  }

  private static double productRate(boolean bfloat16) {
    try (Graph graph = new Graph()) {
      Ops tf = GraphOps.of(graph);
      Operand<TFloat32> ones = tf.fill(tf.constant(new int[] {SIDE, SIDE}), tf.constant(1.0001f));
      // A variable, so that the product is not computed once and kept as a constant.
      var variable = tf.variable(ones);
      Operand<TFloat32> sum;
      if (bfloat16) {
        Operand<TBfloat16> half = tf.dtypes.cast(variable, TBfloat16.class);
        sum =
            tf.dtypes.cast(
                tf.reduceMax(tf.linalg.matMul(half, half), tf.constant(new int[] {0, 1})),
                TFloat32.class);
      } else {
        sum = tf.reduceMax(tf.linalg.matMul(variable, variable), tf.constant(new int[] {0, 1}));
      }
      try (Session session = new Session(graph)) {
        session.runner().addTarget(tf.assign(variable, ones)).run().close();
        run(session, sum);
        long begin = System.nanoTime();
        for (int i = 0; i < PRODUCTS; i++) {
          run(session, sum);
        }
        return PRODUCTS * 2.0 * SIDE * SIDE * SIDE / seconds(begin);
      }
    }
  }

  private static void run(Session session, Operand<TFloat32> value) {
    try (Result result = session.runner().fetch(value).run()) {
      if (result.size() != 1) {
        throw new IllegalStateException("one value was fetched, found " + result.size());
      }
    }
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
