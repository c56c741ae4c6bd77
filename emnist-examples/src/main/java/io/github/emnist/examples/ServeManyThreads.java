package io.github.emnist.examples;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Prediction;
import io.github.emnist.model.PredictionObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/** Uses one classifier from many threads, as a server does, with micro-batching. */
public final class ServeManyThreads {
  private ServeManyThreads() {}

  /**
   * Recognises synthetic characters in 16 threads, and prints the number of runs of the network.
   *
   * @param args none
   * @throws ExecutionException if a call fails
   * @throws InterruptedException if interrupted while waiting for one
   */
  public static void main(String[] args) throws ExecutionException, InterruptedException {
    EmnistDataset images = SyntheticEmnist.balanced().test();
    LongAdder runs = new LongAdder();
    PredictionObserver observer =
        new PredictionObserver() {
          @Override
          public void batchRun(int count) {
            runs.increment();
          }
        };
    ExecutorService callers = Executors.newFixedThreadPool(16);
    // region: serve
    ClassifierOptions options =
        ClassifierOptions.defaults()
            .withMicroBatching(32, Duration.ofNanos(200_000)) // at most 32 images or 200 us
            .withObserver(observer); // or a MicrometerObserver
    try (EmnistClassifier classifier = EmnistClassifier.pretrained(options)) {
      classifier.warmUp();
      List<Future<Prediction>> predictions = new ArrayList<>();
      for (int i = 0; i < images.size(); i++) {
        GrayImage image = images.image(i);
        predictions.add(callers.submit(() -> classifier.predict(image)));
      }
      int right = 0;
      for (int i = 0; i < images.size(); i++) {
        right += predictions.get(i).get().classIndex() == images.label(i) ? 1 : 0;
      }
      System.out.println(right + " of " + images.size() + " right, in " + runs + " runs");
    } finally {
      callers.shutdown();
    }
    // endregion
  }
}
