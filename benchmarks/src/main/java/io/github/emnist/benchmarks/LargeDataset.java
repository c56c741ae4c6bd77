package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistDataset.Deduplication;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.internal.CounterRandom;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Fills a data set with 2,900,000 images, which are more pixels than an array can hold, reads every
 * one of them back, and uses the views. The last 100,000 images repeat the first, every other one
 * under another label. Stops with an exception where anything is not as it must be.
 *
 * <pre>
 * java -Xmx2600m -cp benchmarks/target/benchmarks.jar io.github.emnist.benchmarks.LargeDataset
 * </pre>
 */
public final class LargeDataset {
  private static final int COUNT = 2_900_000;
  private static final int REPEATED = 100_000;
  private static final int BYCLASS = 814_255;
  private static final int IMAGE = 28 * 28;

  private LargeDataset() {}

  /**
   * Measures and prints.
   *
   * @param args none
   */
  public static void main(String[] args) {
    EmnistDataset dataset = timed("fill", LargeDataset::fill);
    System.out.printf(
        Locale.ROOT,
        "%s: %,d bytes of pixels, 2^31 is %,d%n",
        dataset,
        (long) dataset.size() * IMAGE,
        1L << 31);
    timed("read every image back", () -> checkAll(dataset));
    EmnistDataset shuffled = timed("shuffle", () -> dataset.shuffle(1));
    timed("shuffle in batches of 128", () -> copyAll(shuffled));
    check("SHA-256", timed("content hash", dataset::contentSha256).length() == 64);
    Deduplication found = timed("deduplicate", dataset::deduplicate);
    check("removed", found.removed() == REPEATED);
    check("conflicts", found.conflicts() == REPEATED / 2);
    check("kept", Arrays.equals(pixels(found.dataset(), COUNT - REPEATED - 1), lastUnique()));
    EmnistDataset byClass = dataset.take(BYCLASS);
    timed("deduplicate " + BYCLASS + " images, as many as in ByClass", byClass::deduplicate);
    EmnistDataset merged =
        timed("relabel to Balanced", () -> dataset.relabel(EmnistSplit.BALANCED));
    check("merged", merged.labelMap().label(merged.label(61)).equals("Z"));
    System.out.printf(
        Locale.ROOT,
        "peak heap %,d MB, of at most %,d MB%n",
        peakHeap() >> 20,
        Runtime.getRuntime().maxMemory() >> 20);
  }

  private static EmnistDataset fill() {
    EmnistDataset.Builder builder =
        EmnistDataset.builder(EmnistSplit.BYCLASS.labelMap(), 28, 28)
            .split(EmnistSplit.BYCLASS)
            .expect(COUNT);
    byte[] pixels = new byte[IMAGE];
    CounterRandom random = new CounterRandom(0, 0, 0);
    for (int i = 0; i < COUNT; i++) {
      draw(i, random, pixels);
      builder.add(pixels, 0, label(i));
    }
    return builder.build();
  }

  private static void draw(int index, CounterRandom random, byte[] pixels) {
    random.reset(1, 2, index % (COUNT - REPEATED));
    random.nextBytes(pixels);
  }

  private static int label(int index) {
    int original = index % (COUNT - REPEATED);
    return (original + (index != original && index % 2 == 1 ? 1 : 0)) % 62;
  }

  private static byte[] pixels(EmnistDataset dataset, int index) {
    byte[] pixels = new byte[IMAGE];
    dataset.copyImage(index, pixels, 0);
    return pixels;
  }

  private static byte[] lastUnique() {
    byte[] pixels = new byte[IMAGE];
    draw(COUNT - REPEATED - 1, new CounterRandom(0, 0, 0), pixels);
    return pixels;
  }

  private static Integer checkAll(EmnistDataset dataset) {
    byte[] expected = new byte[IMAGE];
    byte[] found = new byte[IMAGE];
    CounterRandom random = new CounterRandom(0, 0, 0);
    for (int i = 0; i < dataset.size(); i++) {
      draw(i, random, expected);
      dataset.copyImage(i, found, 0);
      check(i, Arrays.equals(expected, found) && dataset.label(i) == label(i));
    }
    return dataset.size();
  }

  private static Integer copyAll(EmnistDataset dataset) {
    byte[] pixels = new byte[128 * IMAGE];
    int[] labels = new int[128];
    int first = 0;
    for (int count = 1; count > 0; first += count) {
      count = dataset.copyBatch(first, pixels, labels);
    }
    check("batches", first == dataset.size());
    return first;
  }

  private static <T> T timed(String name, Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    System.out.printf(Locale.ROOT, "%s: %.2f s%n", name, (System.nanoTime() - start) / 1e9);
    return result;
  }

  private static void check(Object what, boolean right) {
    if (!right) {
      throw new IllegalStateException(what + " is wrong");
    }
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
