package io.github.emnist.train;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.Sampler;
import io.github.emnist.data.internal.Checks;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Layer.Residual;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.Trainer.OneBatchResult;
import io.github.emnist.train.config.LearningRateSchedule;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.internal.tensorflow.Score;
import io.github.emnist.train.internal.tensorflow.TrainingBatch;
import io.github.emnist.train.internal.tensorflow.TrainingNetwork;
import java.util.Arrays;
import java.util.List;

/**
 * Implements {@link Trainer#overfitOneBatch}. Optimizer, weight decay, clipping, frozen layers and
 * learning rate schedule are those of a run of one epoch with {@code maxSteps} steps; everything
 * that prevents overfitting is off.
 */
final class OneBatchCheck {
  private OneBatchCheck() {}

  /** Runs until the batch is learnt, the loss is not finite, or the steps are used up. */
  static OneBatchResult run(
      CnnArchitecture architecture,
      Weights initial,
      TrainingConfig config,
      EmnistDataset dataset,
      int maxSteps) {
    Checks.atLeast("maxSteps", maxSteps, 1);
    if (dataset.size() == 0) {
      throw new IllegalArgumentException("the training data is empty");
    }
    TrainingConfig bare = bare(config);
    TrainingBatch batch = batch(dataset, bare);
    float[] ones = new float[architecture.classes()];
    Arrays.fill(ones, 1);
    LearningRateSchedule.Tracker rates = config.schedule().tracker();
    try (TrainingNetwork network =
        TrainingNetwork.create(withoutDropout(architecture), initial, bare, ones)) {
      double firstLoss = Double.NaN;
      for (int step = 0; ; step++) {
        double rate = rates.rate((double) step / maxSteps, 0);
        Score score = network.step(batch, step, rate);
        firstLoss = step == 0 ? score.meanLoss() : firstLoss;
        OneBatchResult result =
            new OneBatchResult(
                batch.size(), step + 1, firstLoss, score.meanLoss(), score.accuracy());
        if (result.passed() || !Double.isFinite(result.lastLoss()) || step + 1 == maxSteps) {
          return result;
        }
      }
    }
  }

  private static TrainingConfig bare(TrainingConfig config) {
    return config.toBuilder()
        .augmentation(Augmentation.none())
        .mix(null)
        .labelSmoothing(0)
        .classWeights(null)
        .averaging(null)
        // Choosing the precision by measuring would take as long as the check itself.
        .precision(config.precision() == Precision.AUTO ? Precision.FLOAT32 : config.precision())
        .build();
  }

  private static TrainingBatch batch(EmnistDataset dataset, TrainingConfig config) {
    int[] sequence = Sampler.shuffled(dataset).epoch(config.seed(), 0);
    EpochImages images = new EpochImages(dataset, sequence, config, 0);
    TrainingBatch batch = images.newBatch(Math.min(config.batchSize(), dataset.size()));
    images.fill(batch, 0);
    return batch;
  }

  /** Sets dropout rates to 0; removing the layers would change the names of others. */
  private static CnnArchitecture withoutDropout(CnnArchitecture architecture) {
    List<Layer> layers = architecture.layers().stream().map(PlacedLayer::layer).toList();
    return CnnArchitecture.of(architecture.name(), architecture.input(), withoutDropout(layers));
  }

  private static List<Layer> withoutDropout(List<Layer> layers) {
    return layers.stream().map(OneBatchCheck::withoutDropout).toList();
  }

  private static Layer withoutDropout(Layer layer) {
    if (layer instanceof Layer.Dropout) {
      return new Layer.Dropout(0);
    } else if (layer instanceof Layer.SpatialDropout2D) {
      return new Layer.SpatialDropout2D(0);
    } else if (layer instanceof Residual residual) {
      return new Residual(withoutDropout(residual.body()), withoutDropout(residual.shortcut()));
    }
    return layer;
  }
}
