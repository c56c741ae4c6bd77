package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.TransformSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A transform composed of others. It takes one number from its generator and derives from it
 * separate streams for its own choices and for each of its transforms, so that none affects
 * another's draws.
 */
interface Composite extends Drawn {
  /** Returns the transforms to choose from. */
  List<RandomTransform> transforms();

  /** Returns the same composition of other transforms. */
  Composite with(List<RandomTransform> others);

  /** Makes the choices and passes the chosen transforms on; all streams derive from {@code key}. */
  void choose(long key, Scratch scratch, Sink sink);

  /** Receives transforms in order, each with its generator. */
  interface Sink {
    void apply(RandomTransform transform, RandomGenerator random);

    /** Passes a transform with the stream of its index. */
    default void pass(RandomTransform transform, int index, long key, Scratch scratch) {
      scratch.child.reset(key, 1 + index, 0);
      apply(transform, scratch.child);
    }
  }

  @Override
  default void draw(RandomGenerator random, Canvas canvas) {
    run(random, canvas);
  }

  @Override
  default TransformSequence sample(RandomGenerator random) {
    List<ImageTransform> steps = new ArrayList<>();
    run(random, (transform, generator) -> steps.add(transform.sample(generator)));
    return new TransformSequence(steps);
  }

  private void run(RandomGenerator random, Sink sink) {
    long key = random.nextLong();
    try (Scratch scratch = Scratch.acquire()) {
      scratch.random.reset(key, 0, 0);
      choose(key, scratch, sink);
    }
  }

  @Override
  default RandomTransform withStrength(double strength) {
    Checks.strength(strength);
    return with(transforms().stream().map(t -> t.withStrength(strength)).toList());
  }

  @Override
  default RandomTransform atEpoch(long epoch) {
    List<RandomTransform> before = transforms();
    List<RandomTransform> now = atEpoch(before, epoch);
    return now == before ? this : with(now);
  }

  /** Returns the transforms in an epoch: the same list if none depends on it. */
  static List<RandomTransform> atEpoch(List<RandomTransform> transforms, long epoch) {
    List<RandomTransform> others = null;
    for (int i = 0; i < transforms.size(); i++) {
      // Only once each: twice per level of nesting would be 2^depth times.
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

  /** Applies every transform, in the given order or in a random order for each image. */
  record AllOf(boolean randomOrder, List<RandomTransform> transforms) implements Composite {
    public AllOf {
      transforms = List.copyOf(transforms);
    }

    @Override
    public Composite with(List<RandomTransform> others) {
      return new AllOf(randomOrder, others);
    }

    @Override
    public void choose(long key, Scratch scratch, Sink sink) {
      int count = transforms.size();
      int[] order = scratch.ints(count);
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
        sink.pass(transforms.get(order[i]), order[i], key, scratch);
      }
    }
  }

  /** Applies some of the transforms, in the given order; each choice is equally likely. */
  record SomeOf(int count, List<RandomTransform> transforms) implements Composite {
    public SomeOf {
      transforms = List.copyOf(transforms);
      Checks.in("count of transforms to apply", count, 0, transforms.size());
    }

    @Override
    public Composite with(List<RandomTransform> others) {
      return new SomeOf(count, others);
    }

    /** Selects by Knuth, "The Art of Computer Programming", volume 2, 3.4.2, algorithm S. */
    @Override
    public void choose(long key, Scratch scratch, Sink sink) {
      int wanted = count;
      int size = transforms.size();
      for (int i = 0; wanted > 0; i++) {
        if (scratch.random.nextDouble() * (size - i) < wanted) {
          wanted--;
          sink.pass(transforms.get(i), i, key, scratch);
        }
      }
    }
  }

  /** Applies a transform to some of the images. */
  record RandomApply(double probability, RandomTransform transform) implements Composite {
    public RandomApply {
      Checks.in("probability", probability, 0, 1, "");
      Objects.requireNonNull(transform, "transform");
    }

    @Override
    public List<RandomTransform> transforms() {
      return List.of(transform);
    }

    @Override
    public Composite with(List<RandomTransform> others) {
      return new RandomApply(probability, others.get(0));
    }

    @Override
    public void choose(long key, Scratch scratch, Sink sink) {
      if (scratch.random.nextDouble() < probability) {
        sink.pass(transform, 0, key, scratch);
      }
    }
  }

  /** A transform whose strength depends on the epoch; see {@link RandomTransform.Schedule}. */
  record Scheduled(
      Schedule.Shape shape,
      long firstEpoch,
      long lastEpoch,
      double from,
      double to,
      RandomTransform transform)
      implements Drawn {
    public Scheduled {
      new Schedule(shape, firstEpoch, lastEpoch, from, to); // checks them
      Objects.requireNonNull(transform, "transform");
    }

    @Override
    public RandomTransform atEpoch(long epoch) {
      double strength = new Schedule(shape, firstEpoch, lastEpoch, from, to).at(epoch);
      return transform.atEpoch(epoch).withStrength(strength);
    }

    @Override
    public ImageTransform sample(RandomGenerator random) {
      return atEpoch(0).sample(random);
    }

    @Override
    public void draw(RandomGenerator random, Canvas canvas) {
      canvas.apply(atEpoch(0), random);
    }

    @Override
    public RandomTransform withStrength(double strength) {
      return new Scheduled(
          shape, firstEpoch, lastEpoch, from, to, transform.withStrength(strength));
    }
  }
}
