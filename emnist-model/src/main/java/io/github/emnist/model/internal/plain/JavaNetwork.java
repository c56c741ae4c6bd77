package io.github.emnist.model.internal.plain;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.internal.InferenceNetwork;
import io.github.emnist.model.internal.Lanes;
import io.github.emnist.model.internal.Spares;
import io.github.emnist.model.internal.plain.Program.Work;
import io.github.emnist.model.weights.Weights;

/**
 * A trained network in plain Java. An image's probabilities are the same to the bit whatever the
 * number of images, threads and calls. Once warm, a call on the caller's thread allocates nothing
 * but its result. Networks of the same {@link Weights} share their compiled form.
 */
public final class JavaNetwork implements InferenceNetwork {
  /**
   * The most images that go through the network together, so that its weights are read less often.
   */
  private static final int MAX_PART = 8;

  /** The most bytes that the buffers of these images may take. */
  private static final long PART_BYTES = 8L << 20;

  private final Program program;
  private final int pixels;
  private final int classes;
  private final int threads;
  private final int part;

  /** Memory for one image; {@link #forMany} holds memory for {@link #part} images. */
  private final Spares<Work> forOne = new Spares<>();

  private final Spares<Work> forMany = new Spares<>();

  /**
   * Compiles the network.
   *
   * @param threads the number of threads that a call of many images may use, the caller's included;
   *     0 for the caller's alone
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
    InferenceNetwork.check(images, count, pixels);
    float[] probabilities = new float[Math.multiplyExact(count, classes)];
    int each = Math.min(part, Math.max(1, (count + threads - 1) / threads));
    int parts = (count + each - 1) / each;
    if (threads == 1 || parts < 2) {
      for (int i = 0; i < parts; i++) {
        run(images, i * each, Math.min(count, (i + 1) * each), probabilities);
      }
    } else {
      Lanes.run(
          parts,
          Math.min(threads, parts),
          i -> run(images, i * each, Math.min(count, (i + 1) * each), probabilities));
    }
    return probabilities;
  }

  private void run(byte[] images, int from, int to, float[] probabilities) {
    Spares<Work> spares = to - from == 1 ? forOne : forMany;
    Work work = spares.take();
    if (work == null) {
      work = program.work(to - from == 1 ? 1 : part);
    }
    program.run(work, images, from, to - from, probabilities);
    spares.giveBack(work);
  }

  /** Does nothing: the garbage collector frees everything. */
  @Override
  public void close() {}
}
