package io.github.emnist.benchmarks;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.Sampler;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.architecture.CnnArchitecture;
import java.io.IOException;

/**
 * What both sides of {@link TrainingPeers} train: the same network from the same weights on the
 * same batches.
 *
 * @param dataset the images of {@code EMNIST_DATA}, or drawn ones where it is not set
 * @param warmUp steps before the clock starts
 * @param steps steps that are timed
 */
record SameTraining(EmnistDataset dataset, int warmUp, int steps) {
  static final CnnArchitecture ARCHITECTURE = CnnArchitecture.emnistCnn();
  static final Augmentation AUGMENTATION = Augmentation.standard();
  static final int BATCH = 128;
  static final double LEARNING_RATE = 1e-3;
  static final double LABEL_SMOOTHING = 0.1;
  static final long SEED = 42;

  private static final int WARM_UP = 30;
  private static final int STEPS = 120;

  /** Reads the numbers of steps and the data. */
  static SameTraining of(String[] args) throws IOException {
    int steps = args.length > 0 ? Integer.parseInt(args[0]) : STEPS;
    int warmUp = args.length > 1 ? Integer.parseInt(args[1]) : WARM_UP;
    EmnistDataset dataset =
        System.getenv("EMNIST_DATA") == null
            ? SyntheticEmnist.balanced().train()
            : EmnistReader.open(RealData.folder()).train();
    return new SameTraining(dataset, warmUp, steps);
  }

  int allSteps() {
    return warmUp + steps;
  }

  /** Draws of a class that fill one epoch with all steps. */
  int samplesPerClass() {
    return (allSteps() * BATCH + dataset.labelMap().size() - 1) / dataset.labelMap().size();
  }

  /** The order in which {@code Trainer} visits the images in its first epoch. */
  int[] sequence() {
    return Sampler.classBalanced(dataset, samplesPerClass()).epoch(SEED, 0);
  }
}
