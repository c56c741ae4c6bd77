package io.github.emnist.benchmarks;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what all threads of a soak test have done. */
final class SoakTally {
  private final MemoryLog log;
  private final long total;
  private final long sampleEvery;
  private final AtomicLong predictions = new AtomicLong();
  private final AtomicLong pictures = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong opened = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();
  private final AtomicBoolean sampleDue = new AtomicBoolean();
  private final AtomicLong reported = new AtomicLong();
  private volatile boolean open;

  SoakTally(MemoryLog log, long total, long sampleEvery) {
    this.log = log;
    this.total = total;
    this.sampleEvery = sampleEvery;
  }

  long predictions() {
    return predictions.get();
  }

  long errors() {
    return errors.get();
  }

  boolean isDone() {
    return predictions.get() >= total;
  }

  /**
   * Counts images that were predicted correctly, and takes a sample of the memory if one is due.
   */
  void answered(int images) {
    long after = predictions.addAndGet(images);
    if (after / sampleEvery != (after - images) / sampleEvery) {
      sampleDue.set(true);
    }
    if (!open && sampleDue.compareAndSet(true, false)) {
      log.sample(after);
      if (after / (10 * sampleEvery) != reported.getAndSet(after / (10 * sampleEvery))) {
        System.out.printf(Locale.ROOT, "%,d predictions, %s%n", after, log.last());
      }
    }
  }

  void picture() {
    pictures.incrementAndGet();
    answered(1);
  }

  /** Counts an invalid input that caused the expected exception. */
  void refused() {
    refused.incrementAndGet();
  }

  /**
   * Notes that another classifier is open; no sample is taken meanwhile, since it has memory of its
   * own.
   */
  void opens() {
    open = true;
  }

  void closed() {
    open = false;
    opened.incrementAndGet();
  }

  void error(String what) {
    if (errors.incrementAndGet() <= 20) {
      System.out.println("ERROR " + what);
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d predictions, %,d of them of pictures; %,d inputs refused; %,d other classifiers opened"
            + " and closed; %,d errors",
        predictions.get(),
        pictures.get(),
        refused.get(),
        opened.get(),
        errors.get());
  }
}
