package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.EmnistClassifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Whether predictions of many virtual threads at once all end: as many threads as predictions ask
 * one classifier for an image each, while some open a classifier of their own, ask it and close it.
 * Prints how long it took, or where it stands when nothing has ended for a minute (exit status 3),
 * as when every carrier waits in native code. Answers that differ make the exit status 1. JDK 21 or
 * newer.
 *
 * <pre>
 * for i in $(seq 20); do
 *   java -cp benchmarks/target/benchmarks.jar io.github.emnist.benchmarks.VirtualThreads 20000 || break
 * done
 * </pre>
 */
public final class VirtualThreads {
  private static final int DISTINCT = 47;

  /** Every so many predictions come from a classifier of their own. */
  private static final int OWN_CLASSIFIER = 2_000;

  private static final int PATIENCE_SECONDS = 60;

  private VirtualThreads() {}

  /**
   * Asks and prints.
   *
   * @param args how many predictions; 20,000 without it
   * @throws Exception if a prediction failed, or there are no virtual threads
   */
  public static void main(String[] args) throws Exception {
    System.out.println(Machine.describe());
    int predictions = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
    EmnistDataset characters =
        SyntheticEmnist.of(EmnistSplit.BALANCED).withImagesPerClass(1, 1).train();
    List<GrayImage> images = IntStream.range(0, DISTINCT).mapToObj(characters::image).toList();
    try (EmnistClassifier classifier = EmnistClassifier.pretrained()) {
      List<String> expected =
          images.stream().map(image -> classifier.predict(image).label()).toList();
      AtomicLong ended = new AtomicLong();
      Thread watchdog = new Thread(() -> watch(ended, predictions), "watchdog");
      watchdog.setDaemon(true);
      watchdog.start();
      long start = System.nanoTime();
      long wrong = ask(classifier, images, expected, predictions, ended);
      System.out.printf(
          Locale.ROOT,
          "%,d predictions of as many virtual threads: %.1f s, %d wrong%n",
          predictions,
          (System.nanoTime() - start) / 1e9,
          wrong);
      if (wrong > 0) {
        System.exit(1);
      }
    }
  }

  private static long ask(
      EmnistClassifier classifier,
      List<GrayImage> images,
      List<String> expected,
      int predictions,
      AtomicLong ended)
      throws Exception {
    // By reflection, since the library is compiled for JDK 17.
    ExecutorService threads =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    List<Future<Boolean>> answers = new ArrayList<>();
    for (int i = 0; i < predictions; i++) {
      GrayImage image = images.get(i % DISTINCT);
      String label = expected.get(i % DISTINCT);
      boolean own = i % OWN_CLASSIFIER == OWN_CLASSIFIER - 1;
      answers.add(
          threads.submit(
              () -> {
                boolean right = label.equals(own ? byAnother(image) : labelBy(classifier, image));
                ended.incrementAndGet();
                return right;
              }));
    }
    long wrong = 0;
    for (Future<Boolean> answer : answers) {
      wrong += answer.get() ? 0 : 1;
    }
    threads.shutdown();
    return wrong;
  }

  private static String labelBy(EmnistClassifier classifier, GrayImage image) {
    return classifier.predict(image).label();
  }

  private static String byAnother(GrayImage image) {
    try (EmnistClassifier another = EmnistClassifier.pretrained()) {
      return labelBy(another, image);
    }
  }

  private static void watch(AtomicLong ended, int predictions) {
    long before = -1;
    while (ended.get() != before) {
      before = ended.get();
      try {
        TimeUnit.SECONDS.sleep(PATIENCE_SECONDS);
      } catch (InterruptedException e) {
        return;
      }
    }
    System.out.printf(
        Locale.ROOT, "hangs: %,d of %,d predictions ended%n", ended.get(), predictions);
    Runtime.getRuntime().halt(3);
  }
}
