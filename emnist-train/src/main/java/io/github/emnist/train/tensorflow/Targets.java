package io.github.emnist.train.tensorflow;

import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/**
 * What the logits of a batch are compared with.
 *
 * @param probabilities float32 {@code [N, classes]}: the distribution to be learnt, not smoothed
 * @param weights float32 {@code [N]}: how much each image's loss counts; empty where all count 1
 * @param reportedLabels int64 {@code [N]}: the label with the largest share in an image
 * @param reported float32 {@code [N, classes]}: 1 at that label
 */
record Targets(
    Operand<TFloat32> probabilities,
    Optional<Operand<TFloat32>> weights,
    Operand<TInt64> reportedLabels,
    Operand<TFloat32> reported) {

  /** Images with one label, which count alike. */
  static Targets plain(Ops tf, Operand<TUint8> labels, int classes) {
    Operand<TInt64> wide = tf.dtypes.cast(labels, TInt64.class);
    Operand<TFloat32> oneHot = oneHot(tf, wide, classes);
    return new Targets(oneHot, Optional.empty(), wide, oneHot);
  }

  /** Images with one label, which count by their class. */
  static Targets weighted(Ops tf, Operand<TUint8> labels, float[] classWeights) {
    Targets plain = plain(tf, labels, classWeights.length);
    return new Targets(
        plain.probabilities,
        Optional.of(tf.gather(tf.constant(classWeights), plain.reportedLabels, tf.constant(0))),
        plain.reportedLabels,
        plain.reported);
  }

  /**
   * Mixtures of two images: the loss is {@code share x weight[own] x loss(own)} plus {@code (1 -
   * share) x weight[partner] x loss(partner)}. Cross-entropy is linear in the target, so that it is
   * one cross-entropy with the sum's distribution and the sum of the factors as weight; the
   * operation's gradient is right for distributions alone, whence the division.
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
    Operand<TFloat32> otherPart = tf.expandDims(tf.math.div(otherFactor, weights), tf.constant(1));
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
