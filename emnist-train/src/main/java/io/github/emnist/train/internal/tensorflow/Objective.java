package io.github.emnist.train.internal.tensorflow;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.framework.losses.Losses;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/**
 * The loss to minimise, and the figures to report.
 *
 * @param loss float32 scalar: mean cross-entropy against the smoothed target, times the image's
 *     weight; the mean is over images, not over weights, as in Keras
 * @param figures float64 {@code [2]}: the summed plain cross-entropy against the reported label,
 *     and the number of hits; one tensor, since each fetched tensor costs memory
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

  /** Fetches the figures. */
  void fetch(Session.Runner runner) {
    runner.fetch(figures);
  }

  /** Executes a run that fetches the figures of so many images. */
  static Score score(Session.Runner runner, int images) {
    try (Result result = runner.run()) {
      TFloat64 values = (TFloat64) result.get(0);
      return new Score(images, values.getDouble(0), (long) values.getDouble(1));
    }
  }

  /**
   * The placeholders of the targets.
   *
   * @param labels uint8 {@code [N]}
   * @param partners uint8 {@code [N]}; fed only with mixing
   * @param shares float32 {@code [N]}, of the labels against the partners; fed only with mixing
   */
  record TargetInputs(
      Placeholder<TUint8> labels, Placeholder<TUint8> partners, Placeholder<TFloat32> shares) {
    private static final Shape ANY = Shape.of(-1);

    static TargetInputs create(Ops tf) {
      return new TargetInputs(
          tf.withName("labels").placeholder(TUint8.class, Placeholder.shape(ANY)),
          tf.withName("partners").placeholder(TUint8.class, Placeholder.shape(ANY)),
          tf.withName("shares").placeholder(TFloat32.class, Placeholder.shape(ANY)));
    }

    /** Returns the targets of a step. */
    Targets training(Ops tf, boolean mixes, float[] classWeights) {
      if (mixes) {
        return Targets.mixed(tf, labels, partners, shares, classWeights);
      }
      for (float weight : classWeights) {
        if (weight != 1) {
          return Targets.weighted(tf, labels, classWeights);
        }
      }
      return Targets.plain(tf, labels, classWeights.length);
    }

    /** Returns the targets of a validation. */
    Targets evaluation(Ops tf, int classes) {
      return Targets.plain(tf, labels, classes);
    }
  }

  /**
   * The targets of a batch.
   *
   * @param probabilities float32 {@code [N, classes]}: the distribution to learn, not smoothed
   * @param weights float32 {@code [N]}: the weight of each image's loss; empty if all are 1
   * @param reportedLabels int64 {@code [N]}: the label with the largest share in an image
   * @param reported float32 {@code [N, classes]}: 1 at that label
   */
  record Targets(
      Operand<TFloat32> probabilities,
      Optional<Operand<TFloat32>> weights,
      Operand<TInt64> reportedLabels,
      Operand<TFloat32> reported) {

    /** Returns the targets of images with one label and weight 1. */
    static Targets plain(Ops tf, Operand<TUint8> labels, int classes) {
      Operand<TInt64> wide = tf.dtypes.cast(labels, TInt64.class);
      Operand<TFloat32> oneHot = oneHot(tf, wide, classes);
      return new Targets(oneHot, Optional.empty(), wide, oneHot);
    }

    /** Returns the targets of images with one label, weighted by class. */
    static Targets weighted(Ops tf, Operand<TUint8> labels, float[] classWeights) {
      Targets plain = plain(tf, labels, classWeights.length);
      return new Targets(
          plain.probabilities,
          Optional.of(tf.gather(tf.constant(classWeights), plain.reportedLabels, tf.constant(0))),
          plain.reportedLabels,
          plain.reported);
    }

    /**
     * Returns the targets of mixtures of two images, with the loss {@code share x weight[own] x
     * loss(own) + (1 - share) x weight[partner] x loss(partner)}. Cross-entropy is linear in the
     * target, so this is one cross-entropy with the weighted sum as target. The target is
     * normalised, since the operation's gradient is right only for distributions.
     */
    static Targets mixed(
        Ops tf,
        Operand<TUint8> labels,
        Operand<TUint8> partners,
        Operand<TFloat32> shares,
        float[] classWeights) {
      int classes = classWeights.length;
      Operand<TInt64> own = tf.dtypes.cast(labels, TInt64.class);
      Operand<TInt64> other = tf.dtypes.cast(partners, TInt64.class);
      Operand<TFloat32> ownOneHot = oneHot(tf, own, classes);
      Operand<TFloat32> otherOneHot = oneHot(tf, other, classes);
      Operand<TFloat32> byClass = tf.constant(classWeights);
      Operand<TFloat32> ownFactor = tf.math.mul(shares, tf.gather(byClass, own, tf.constant(0)));
      Operand<TFloat32> otherFactor =
          tf.math.mul(
              tf.math.sub(tf.constant(1f), shares), tf.gather(byClass, other, tf.constant(0)));
      Operand<TFloat32> weights = tf.math.add(ownFactor, otherFactor);
      Operand<TFloat32> ownPart = tf.expandDims(tf.math.div(ownFactor, weights), tf.constant(1));
      Operand<TFloat32> otherPart =
          tf.expandDims(tf.math.div(otherFactor, weights), tf.constant(1));
      Operand<TInt64> reported =
          tf.select(tf.math.greaterEqual(shares, tf.constant(0.5f)), own, other);
      return new Targets(
          tf.math.add(tf.math.mul(ownPart, ownOneHot), tf.math.mul(otherPart, otherOneHot)),
          Optional.of(weights),
          reported,
          oneHot(tf, reported, classes));
    }

    private static Operand<TFloat32> oneHot(Ops tf, Operand<TInt64> labels, int classes) {
      return tf.oneHot(labels, tf.constant(classes), tf.constant(1f), tf.constant(0f));
    }
  }
}
