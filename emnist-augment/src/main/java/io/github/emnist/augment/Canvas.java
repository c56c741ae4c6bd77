package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.TransformSequence;
import java.util.random.RandomGenerator;

/**
 * One thread's image on its way through transforms. Geometric ones wait and fold into one mapping;
 * it is carried out when another kind of transform, or the end, needs the pixels. Made to be used
 * again: nothing is allocated after the first image of a size.
 */
final class Canvas implements TransformSink, AutoCloseable {
  private static final ThreadLocal<Canvas> LOCAL = ThreadLocal.withInitial(Canvas::new);

  private final Warp warp = new Warp();
  private byte[] even = {};
  private byte[] odd = {};
  private byte[] pixels;
  private int offset;
  private int width;
  private int height;
  private boolean busy;

  /** Acquired while this one is in use. */
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

  /** Starts with an image, which is only read. */
  void begin(byte[] source, int sourceOffset, int imageWidth, int imageHeight) {
    pixels = source;
    offset = sourceOffset;
    width = imageWidth;
    height = imageHeight;
    warp.begin(width, height);
  }

  /** The mapping that waits, to be added to; what waits already must be read in the same way. */
  Warp warp(Resampling resampling) {
    if (!warp.isEmpty() && !warp.resampling().equals(resampling)) {
      flush();
    }
    warp.resampling(resampling);
    return warp;
  }

  void apply(ImageTransform transform) {
    if (transform instanceof GeometricTransform geometric) {
      warp(geometric.resampling()).add(geometric);
    } else if (transform instanceof TransformSequence sequence) {
      for (int i = 0; i < sequence.steps().size(); i++) {
        apply(sequence.steps().get(i));
      }
    } else {
      flush();
      byte[] next = next();
      transform.apply(pixels, offset, next, 0, width, height);
      turnTo(next);
    }
  }

  @Override
  public void apply(RandomTransform transform, RandomGenerator random) {
    if (transform instanceof PipelineTransform pipeline) {
      pipeline.draw(random, this);
    } else if (transform instanceof PixelDraw) {
      flush();
      byte[] next = next();
      transform.apply(random, pixels, offset, next, 0, width, height);
      turnTo(next);
    } else {
      // A user's own may draw what folds, or nothing at all: only what it drew tells.
      apply(transform.sample(random));
    }
  }

  /** The image, with what waits carried out, from index 0 of an array that may be drawn on. */
  byte[] drawable() {
    flush();
    if (pixels != even && pixels != odd) {
      byte[] next = next();
      System.arraycopy(pixels, offset, next, 0, width * height);
      turnTo(next);
    }
    return pixels;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Writes the result. */
  void end(byte[] target, int targetOffset) {
    if (warp.isEmpty()) {
      System.arraycopy(pixels, offset, target, targetOffset, width * height);
    } else {
      warp.run(pixels, offset, target, targetOffset);
    }
  }

  private void flush() {
    if (!warp.isEmpty()) {
      byte[] next = next();
      warp.run(pixels, offset, next, 0);
      turnTo(next);
      warp.begin(width, height);
    }
  }

  private void turnTo(byte[] next) {
    pixels = next;
    offset = 0;
  }

  /** The buffer that does not hold the image now. */
  private byte[] next() {
    int length = width * height;
    if (pixels == even) {
      odd = odd.length < length ? new byte[length] : odd;
      return odd;
    }
    even = even.length < length ? new byte[length] : even;
    return even;
  }

  @Override
  public void close() {
    pixels = null;
    busy = false;
  }
}
