package io.github.emnist.train.tensorflow;

import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.framework.losses.Losses;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * The loss to be minimised and the figures that are reported beside it.
 *
 * @param loss float32 scalar: mean cross-entropy against the smoothed target, each image's weighed
 *     by its class
 * @param plainLossSum float32 scalar: summed cross-entropy against the label itself
 * @param correct int64 scalar: how often the largest logit is the label's
 */
record Objective(Operand<TFloat32> loss, Operand<TFloat32> plainLossSum, Operand<TInt64> correct) {

  /** What images are scored by: the label, and no loss that anything is minimised by. */
  static Objective of(Ops tf, Targets targets, Operand<TFloat32> logits, double labelSmoothing) {
    Operand<TFloat32> smoothed =
        Losses.categoricalCrossentropy(
            tf, targets.probabilities(), logits, true, (float) labelSmoothing, -1);
    Operand<TFloat32> weighed =
        targets.weights().<Operand<TFloat32>>map(w -> tf.math.mul(w, smoothed)).orElse(smoothed);
    Operand<TFloat32> plain =
        Losses.categoricalCrossentropy(tf, targets.reported(), logits, true, 0, -1);
    Operand<TInt64> hits =
        tf.dtypes.cast(
            tf.math.equal(tf.math.argMax(logits, tf.constant(1)), targets.reportedLabels()),
            TInt64.class);
    return new Objective(
        tf.math.mean(weighed, tf.constant(0)),
        tf.reduceSum(plain, tf.constant(0)),
        tf.reduceSum(hits, tf.constant(0)));
  }

  Score fetch(Session.Runner runner, int images) {
    try (Result result = runner.fetch(plainLossSum).fetch(correct).run()) {
      double lossSum = ((TFloat32) result.get(0)).getFloat();
      long hits = ((TInt64) result.get(1)).getLong();
      return new Score(images, lossSum, hits);
    }
  }
}
