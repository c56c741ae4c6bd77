package io.github.emnist.train.tensorflow;

import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * Where labels and, if images are mixed, partners and shares enter the graph.
 *
 * @param labels uint8 {@code [N]}
 * @param partners uint8 {@code [N]}; only mixing needs them fed
 * @param shares float32 {@code [N]}: the labels' against the partners'; only mixing needs them fed
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

  /** What a step is compared with. */
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

  /** What a validation is compared with: the labels. */
  Targets evaluation(Ops tf, int classes) {
    return Targets.plain(tf, labels, classes);
  }
}
