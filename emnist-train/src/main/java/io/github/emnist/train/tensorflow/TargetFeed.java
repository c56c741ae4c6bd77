package io.github.emnist.train.tensorflow;

import io.github.emnist.model.tensorflow.Tensors;
import java.util.Arrays;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** Where labels and, if images are mixed, partners and shares enter the graph. */
final class TargetFeed {
  private static final Shape ANY = Shape.of(-1);

  private final Ops tf;
  private final boolean mixes;
  private final Placeholder<TUint8> labels;
  private final Placeholder<TUint8> partners;
  private final Placeholder<TFloat32> shares;

  TargetFeed(Ops tf, boolean mixes) {
    this.tf = tf;
    this.mixes = mixes;
    labels = tf.withName("labels").placeholder(TUint8.class, Placeholder.shape(ANY));
    partners = tf.withName("partners").placeholder(TUint8.class, Placeholder.shape(ANY));
    shares = tf.withName("shares").placeholder(TFloat32.class, Placeholder.shape(ANY));
  }

  /** What a step is compared with. */
  Targets training(float[] classWeights) {
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
  Targets evaluation(int classes) {
    return Targets.plain(tf, labels, classes);
  }

  Placeholder<TUint8> labels() {
    return labels;
  }

  /**
   * A batch's targets; close them after the step.
   *
   * @throws IllegalArgumentException if the batch is mixed and the settings do not mix
   */
  Fed of(TrainingBatch batch) {
    if (batch.isMixed() && !mixes) {
      throw new IllegalArgumentException(
          "the batch's images are mixed, but the settings have no mix");
    }
    return new Fed(batch);
  }

  /** Labels on their way into the graph. */
  final class Fed implements AutoCloseable {
    private final TUint8 own;
    private final TUint8 other;
    private final TFloat32 share;

    private Fed(TrainingBatch batch) {
      int size = batch.size();
      own = Tensors.uint8(Shape.of(size), batch.labels(), 0);
      other = Tensors.uint8(Shape.of(size), batch.isMixed() ? batch.partners() : batch.labels(), 0);
      float[] ones = new float[size];
      Arrays.fill(ones, 1);
      share = TFloat32.vectorOf(batch.isMixed() ? batch.shares() : ones);
    }

    void feed(Session.Runner runner) {
      runner.feed(labels, own);
      if (mixes) {
        runner.feed(partners, other).feed(shares, share);
      }
    }

    @Override
    public void close() {
      own.close();
      other.close();
      share.close();
    }
  }
}
