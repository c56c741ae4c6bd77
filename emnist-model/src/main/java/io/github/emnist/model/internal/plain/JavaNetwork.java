package io.github.emnist.model.internal.plain;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.internal.CallGate;
import io.github.emnist.model.internal.InferenceNetwork;
import io.github.emnist.model.weights.Weights;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Lock;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A trained network in plain Java. An image's probabilities are the same to the bit whatever the
 * number of images, threads and calls. Once warm, a call on the caller's thread allocates nothing
 * but its answer. Networks of the same {@link Weights} share what is made of them.
 */
public final class JavaNetwork implements InferenceNetwork {
  /** Images that go through the network side by side, so that its weights are read less often. */
  private static final int MAX_PART = 8;

  /** What the buffers of those may take. */
  private static final long PART_BYTES = 8L << 20;

  /** As many calls at the same time keep their memory for the next ones. */
  private static final int KEPT = 32;

  private final Program program;
  private final int pixels;
  private final int classes;
  private final int threads;
  private final int part;
  private final CallGate gate = new CallGate();

  /** Memory for one image, and for {@link #part} of them. */
  private final AtomicReferenceArray<Work> forOne = new AtomicReferenceArray<>(KEPT);

  private final AtomicReferenceArray<Work> forMany = new AtomicReferenceArray<>(KEPT);

  /**
   * Compiles the network.
   *
   * @param threads that a call of many images may use, the caller's among them; 0 for that one
   *     alone
   * @throws IllegalArgumentException if the weights are not the architecture's
   */
  public JavaNetwork(CnnArchitecture architecture, Weights weights, int threads) {
    this.program = Program.of(architecture, weights);
    this.pixels = architecture.input().size();
    this.classes = architecture.classes();
    this.threads = Math.max(1, threads);
    this.part = (int) Math.max(1, Math.min(MAX_PART, PART_BYTES / program.bytesPerImage()));
  }

  @Override
  public float[] probabilities(byte[] images, int count) {
    if (count < 0 || images.length != (long) count * pixels) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "images: found %,d bytes, expected %,d images x %,d pixels",
              images.length,
              count,
              pixels));
    }
    float[] probabilities = new float[Math.multiplyExact(count, classes)];
    Lock held = hold();
    try {
      int parts = (count + part - 1) / part;
      if (threads == 1 || parts < 2) {
        for (int i = 0; i < parts; i++) {
          run(images, i * part, Math.min(count, (i + 1) * part), probabilities);
        }
      } else {
        runSideBySide(images, count, parts, probabilities);
      }
    } finally {
      held.unlock();
    }
    return probabilities;
  }

  /** All lanes end before the call does, whatever one of them meets. */
  private void runSideBySide(byte[] images, int count, int parts, float[] probabilities) {
    int lanes = Math.min(threads, parts);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    IntConsumer lane =
        number -> {
          try {
            for (int i = number; i < parts; i += lanes) {
              run(images, i * part, Math.min(count, (i + 1) * part), probabilities);
            }
          } catch (RuntimeException | Error e) {
            failure.set(e);
          }
        };
    IntStream.range(0, lanes).parallel().forEach(lane);
    if (failure.get() instanceof Error error) {
      throw error;
    } else if (failure.get() instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private void run(byte[] images, int from, int to, float[] probabilities) {
    AtomicReferenceArray<Work> kept = to - from == 1 ? forOne : forMany;
    Work work = take(kept);
    if (work == null) {
      work = program.work(to - from == 1 ? 1 : part);
    }
    program.run(work, images, from, to - from, probabilities);
    giveBack(kept, work);
  }

  private static Work take(AtomicReferenceArray<Work> kept) {
    for (int i = 0; i < KEPT; i++) {
      if (kept.getPlain(i) != null) {
        Work work = kept.getAndSet(i, null);
        if (work != null) {
          return work;
        }
      }
    }
    return null;
  }

  private static void giveBack(AtomicReferenceArray<Work> kept, Work work) {
    for (int i = 0; i < KEPT; i++) {
      if (kept.compareAndSet(i, null, work)) {
        return;
      }
    }
  }

  @Override
  public Lock hold() {
    return gate.enter();
  }

  @Override
  public void close() {
    gate.close(
        () -> {
          for (int i = 0; i < KEPT; i++) {
            forOne.set(i, null);
            forMany.set(i, null);
          }
        });
  }
}
