package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.TransformSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A transform made of others. It takes one number from its generator, whatever comes of it, and
 * draws everything from streams that follow from that number: one for its own choices and one for
 * each of its transforms, so that none moves another's draws.
 */
abstract class Composite extends PipelineTransform {
  private final List<RandomTransform> transforms;

  Composite(List<RandomTransform> transforms) {
    this.transforms = List.copyOf(transforms);
  }

  final List<RandomTransform> transforms() {
    return transforms;
  }

  /** The same composition of other transforms. */
  abstract Composite with(List<RandomTransform> others);

  /**
   * Makes the choices and passes the chosen transforms on.
   *
   * @param key what all streams follow from
   */
  abstract void choose(long key, Scratch scratch, TransformSink sink);

  /** Passes one transform on with its stream. */
  final void pass(int index, long key, Scratch scratch, TransformSink sink) {
    scratch.child.reset(key, 1 + index, 0);
    sink.apply(transforms.get(index), scratch.child);
  }

  @Override
  final void draw(RandomGenerator random, Canvas canvas) {
    run(random, canvas);
  }

  @Override
  public final TransformSequence sample(RandomGenerator random) {
    List<ImageTransform> steps = new ArrayList<>();
    run(random, (transform, generator) -> steps.add(transform.sample(generator)));
    return new TransformSequence(steps);
  }

  private void run(RandomGenerator random, TransformSink sink) {
    long key = random.nextLong();
    try (Scratch scratch = Scratch.acquire()) {
      scratch.random.reset(key, 0, 0);
      choose(key, scratch, sink);
    }
  }

  @Override
  public RandomTransform withStrength(double strength) {
    Checks.in("strength", strength, 0, 1, "");
    return with(transforms.stream().map(t -> t.withStrength(strength)).toList());
  }

  @Override
  public RandomTransform atEpoch(long epoch) {
    List<RandomTransform> now = atEpoch(transforms, epoch);
    return now == transforms ? this : with(now);
  }

  /** The transforms in an epoch: the very list if none follows it. */
  static List<RandomTransform> atEpoch(List<RandomTransform> transforms, long epoch) {
    List<RandomTransform> others = null;
    for (int i = 0; i < transforms.size(); i++) {
      // Once each: a second time for each level of nesting would be 2^depth times.
      RandomTransform now = transforms.get(i).atEpoch(epoch);
      if (others == null && now != transforms.get(i)) {
        others = new ArrayList<>(transforms.subList(0, i));
      }
      if (others != null) {
        others.add(now);
      }
    }
    return others == null ? transforms : List.copyOf(others);
  }

  @Override
  public boolean equals(Object other) {
    return other != null
        && other.getClass() == getClass()
        && transforms.equals(((Composite) other).transforms);
  }

  @Override
  public int hashCode() {
    return 31 * getClass().getName().hashCode() + transforms.hashCode();
  }
}
