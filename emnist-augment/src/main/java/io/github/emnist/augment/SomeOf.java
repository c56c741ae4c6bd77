package io.github.emnist.augment;

import java.util.List;

/** Applies some of the transforms, in the order given; each choice of that many is as likely. */
final class SomeOf extends Composite {
  static final TransformCodec<SomeOf> CODEC =
      new TransformCodec<>(
          "some-of",
          SomeOf.class,
          t -> TransformCodec.inOrder("count", t.count, "transforms", t.transforms()),
          fields ->
              new SomeOf(
                  fields.integer("count", 0, Integer.MAX_VALUE), fields.transforms("transforms")));

  private final int count;

  SomeOf(int count, List<RandomTransform> transforms) {
    super(transforms);
    this.count = Checks.in("count of transforms to apply", count, 0, transforms.size());
  }

  @Override
  Composite with(List<RandomTransform> others) {
    return new SomeOf(count, others);
  }

  /** Knuth, "The Art of Computer Programming", volume 2, section 3.4.2, algorithm S. */
  @Override
  void choose(long key, Scratch scratch, TransformSink sink) {
    int wanted = count;
    int size = transforms().size();
    for (int i = 0; wanted > 0; i++) {
      if (scratch.random.nextDouble() * (size - i) < wanted) {
        wanted--;
        pass(i, key, scratch, sink);
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && count == ((SomeOf) other).count;
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + count;
  }

  @Override
  public String toString() {
    return "SomeOf[%s of %s]".formatted(count, transforms());
  }
}
