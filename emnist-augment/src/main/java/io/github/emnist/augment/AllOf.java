package io.github.emnist.augment;

import java.util.List;

/** Applies every transform, in the order given or, anew for each image, in any order. */
final class AllOf extends Composite {
  static final TransformCodec<AllOf> CODEC =
      new TransformCodec<>(
          "all-of",
          AllOf.class,
          t -> TransformCodec.inOrder("randomOrder", t.randomOrder, "transforms", t.transforms()),
          fields -> new AllOf(fields.transforms("transforms"), fields.flag("randomOrder")));

  private final boolean randomOrder;

  AllOf(List<RandomTransform> transforms, boolean randomOrder) {
    super(transforms);
    this.randomOrder = randomOrder;
  }

  @Override
  Composite with(List<RandomTransform> others) {
    return new AllOf(others, randomOrder);
  }

  @Override
  void choose(long key, Scratch scratch, TransformSink sink) {
    int count = transforms().size();
    int[] order = scratch.ints(0, count);
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    for (int i = 0; i < count; i++) {
      if (randomOrder) { // Fisher and Yates
        int other = i + scratch.random.nextInt(count - i);
        int index = order[other];
        order[other] = order[i];
        order[i] = index;
      }
      pass(order[i], key, scratch, sink);
    }
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && randomOrder == ((AllOf) other).randomOrder;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + Boolean.hashCode(randomOrder);
  }

  @Override
  public String toString() {
    return (randomOrder ? "RandomOrder" : "Sequence") + transforms();
  }
}
