package io.github.emnist.train.tensorflow;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.framework.losses.Losses;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * The loss to be minimised and the figures that are reported beside it.
 *
 * @param loss float32 scalar: mean cross-entropy against the smoothed target, each image's
 *     multiplied by its weight; a mean over the images, not over their weights, as in Keras
 * @param figures float64 {@code [2]}: the summed cross-entropy against the reported label, not
 *     smoothed and not weighted, and how often the largest logit is that label's; one tensor, since
 *     each one that is fetched costs memory
 */
record Objective(Operand<TFloat32> loss, Operand<TFloat64> figures) {

  static Objective of(Ops tf, Targets targets, Operand<TFloat32> logits, double labelSmoothing) {
    Operand<TFloat32> smoothed =
        Losses.categoricalCrossentropy(
            tf, targets.probabilities(), logits, true, (float) labelSmoothing, -1);
    Operand<TFloat32> weighted =
        targets.weights().<Operand<TFloat32>>map(w -> tf.math.mul(w, smoothed)).orElse(smoothed);
    Operand<TFloat32> plain =
        Losses.categoricalCrossentropy(tf, targets.reported(), logits, true, 0, -1);
    Operand<TFloat64> hits =
        tf.dtypes.cast(
            tf.math.equal(tf.math.argMax(logits, tf.constant(1)), targets.reportedLabels()),
            TFloat64.class);
    return new Objective(
        tf.math.mean(weighted, tf.constant(0)),
        tf.stack(
            List.of(
                tf.dtypes.cast(tf.reduceSum(plain, tf.constant(0)), TFloat64.class),
                tf.reduceSum(hits, tf.constant(0)))));
  }

  /** Makes the figures what a run returns. */
  void fetch(Session.Runner runner) {
    runner.fetch(figures);
  }

  /** Runs what fetches the figures of so many images. */
  static Score score(Session.Runner runner, int images) {
    try (Result result = runner.run()) {
      TFloat64 values = (TFloat64) result.get(0);
      return new Score(images, values.getDouble(0), (long) values.getDouble(1));
    }
  }
}
