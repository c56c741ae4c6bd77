package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.Geometric;
import io.github.emnist.augment.Transforms.TransformSequence;
import java.util.random.RandomGenerator;

/**
 * A thread's image between transforms. Geometric transforms are collected and combined into one
 * mapping, which is applied when another kind of transform, or the end, needs the pixels. Reusable:
 * allocates nothing after the first image of a size.
 */
final class Canvas implements Composite.Sink, AutoCloseable {
  private static final ThreadLocal<Canvas> LOCAL = ThreadLocal.withInitial(Canvas::new);

  private final Warp warp = new Warp();
  private final Pixels first = new Pixels();
  private final Pixels even = new Pixels();
  private final Pixels odd = new Pixels();
  private final Pixels last = new Pixels();
  private Pixels current;
  private boolean busy;

  /** Another canvas, for use while this one is busy. */
  private Canvas deeper;

  private Canvas() {}

  static Canvas acquire() {
    Canvas canvas = LOCAL.get();
    while (canvas.busy) {
      if (canvas.deeper == null) {
        canvas.deeper = new Canvas();
      }
      canvas = canvas.deeper;
    }
    canvas.busy = true;
    return canvas;
  }

  /** Transforms one image. */
  static void transform(ImageTransform transform, Pixels source, Pixels target) {
    Pixels.check(source, target, 1);
    try (Canvas canvas = acquire()) {
      canvas.begin(source, 0);
      canvas.apply(transform);
      canvas.end(target, 0);
    }
  }

  /** Starts with an image, which is only read. */
  void begin(Pixels source, int index) {
    first.moveTo(source, index);
    current = first;
    warp.begin(source.width(), source.height());
  }

  /** Returns the pending mapping, after applying one with another resampling. */
  Warp warp(Resampling resampling) {
    if (!warp.isEmpty() && !warp.resampling.equals(resampling)) {
      source();
    }
    warp.resampling = resampling;
    return warp;
  }

  void apply(ImageTransform transform) {
    if (transform instanceof Geometric geometric) {
      warp(geometric.resampling()).add(geometric);
    } else if (transform instanceof TransformSequence sequence) {
      for (int i = 0; i < sequence.steps().size(); i++) {
        apply(sequence.steps().get(i));
      }
    } else {
      transform.apply(source(), target());
    }
  }

  @Override
  public void apply(RandomTransform transform, RandomGenerator random) {
    if (transform instanceof Drawn drawn) {
      drawn.draw(random, this);
    } else {
      // Another implementation may draw something that can be combined, or nothing at all.
      apply(transform.sample(random));
    }
  }

  /** Returns the image after applying the pending mapping; only to be read. */
  Pixels source() {
    if (!warp.isEmpty()) {
      Pixels before = current;
      warp.run(before, target());
      warp.begin(before.width(), before.height());
    }
    return current;
  }

  /** Returns the pixels for the image's next state; called after {@link #source}. */
  Pixels target() {
    current = (current == even ? odd : even).own(first.width(), first.height());
    return current;
  }

  /** Returns the image after applying the pending mapping, to be drawn on. */
  Pixels drawable() {
    Pixels image = source();
    if (image == first) {
      image.copyTo(target());
    }
    return current;
  }

  void end(Pixels target, int index) {
    last.moveTo(target, index);
    if (warp.isEmpty()) {
      current.copyTo(last);
    } else {
      warp.run(current, last);
    }
  }

  /** Releases the caller's arrays. */
  @Override
  public void close() {
    first.release();
    last.release();
    busy = false;
  }
}
