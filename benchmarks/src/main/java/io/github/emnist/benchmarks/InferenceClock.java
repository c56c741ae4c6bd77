package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Times whatever answers images, the same way for each peer. */
final class InferenceClock {
  static final int BATCH = 512;
  private static final int CALLERS = 8;
  private static final int PIXELS = 28 * 28;
  private static final long NANOS = 1_000_000_000L;

  private final byte[][] images = new byte[BATCH][PIXELS];
  private final Engine engine;
  private final long phase;

  /** Something that answers. Called by several threads at once. */
  interface Engine {
    /** The most probable class of each image. */
    int[] answer(List<byte[]> images) throws Exception;
  }

  /**
   * @param seconds for each of the three kinds of calls, half of it before the clock counts
   */
  InferenceClock(Engine engine, double seconds) {
    this.engine = engine;
    this.phase = (long) (seconds * NANOS / 2);
    EmnistDataset drawn = SyntheticEmnist.balanced().test();
    for (int i = 0; i < BATCH; i++) {
      drawn.image(i * (drawn.size() / BATCH)).copyTo(images[i], 0);
    }
  }

  InferenceFigures measure(String description) throws Exception {
    int[] answers = engine.answer(List.of(images));
    single(phase);
    long[] times = single(phase);
    batches(phase);
    double batchRate = batches(phase);
    callers(phase);
    double callersRate = callers(phase);
    return new InferenceFigures(
        times[times.length / 2] / 1e3,
        times[times.length * 99 / 100] / 1e3,
        batchRate,
        callersRate,
        Integer.toHexString(Arrays.hashCode(answers)),
        description);
  }

  /** Sorted nanoseconds of calls with one image. */
  private long[] single(long duration) throws Exception {
    List<Long> times = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; System.nanoTime() - begin < duration; i++) {
      List<byte[]> one = List.of(images[i % BATCH]);
      long start = System.nanoTime();
      engine.answer(one);
      times.add(System.nanoTime() - start);
    }
    return times.stream().mapToLong(Long::longValue).sorted().toArray();
  }

  /** Images a second; the median call's. */
  private double batches(long duration) throws Exception {
    List<byte[]> all = List.of(images);
    List<Long> times = new ArrayList<>();
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < duration) {
      long start = System.nanoTime();
      engine.answer(all);
      times.add(System.nanoTime() - start);
    }
    long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
    return BATCH * (double) NANOS / sorted[sorted.length / 2];
  }

  /** Images a second of all callers together. */
  private double callers(long duration) throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    try {
      long begin = System.nanoTime();
      List<Future<Integer>> counts = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        int offset = caller * BATCH / CALLERS;
        counts.add(
            threads.submit(
                () -> {
                  int count = 0;
                  while (System.nanoTime() - begin < duration) {
                    engine.answer(List.of(images[(offset + count) % BATCH]));
                    count++;
                  }
                  return count;
                }));
      }
      long total = 0;
      for (Future<Integer> count : counts) {
        total += count.get();
      }
      return total * (double) NANOS / (System.nanoTime() - begin);
    } finally {
      threads.shutdown();
    }
  }
}
