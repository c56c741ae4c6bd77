package io.github.emnist.augment;

import java.util.List;

/** Applies a transform to some of the images and leaves the others as they are. */
final class RandomApply extends Composite {
  static final TransformCodec<RandomApply> CODEC =
      new TransformCodec<>(
          "probability",
          RandomApply.class,
          t ->
              TransformCodec.inOrder(
                  "probability", t.probability, "transform", t.transforms().get(0)),
          fields ->
              new RandomApply(
                  List.of(fields.transform("transform")), fields.number("probability")));

  private final double probability;

  RandomApply(List<RandomTransform> transform, double probability) {
    super(transform);
    this.probability = Checks.in("probability", probability, 0, 1, "");
  }

  @Override
  Composite with(List<RandomTransform> others) {
    return new RandomApply(others, probability);
  }

  @Override
  void choose(long key, Scratch scratch, TransformSink sink) {
    if (scratch.random.nextDouble() < probability) {
      pass(0, key, scratch, sink);
    }
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && Double.compare(probability, ((RandomApply) other).probability) == 0;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + Double.hashCode(probability);
  }

  @Override
  public String toString() {
    return "RandomApply[%s, probability=%s]".formatted(transforms().get(0), probability);
  }
}
