package io.github.emnist.model;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what it hears. */
final class Events implements PredictionObserver {
  private final List<Integer> predicted = new CopyOnWriteArrayList<>();
  private final List<Long> nanoseconds = new CopyOnWriteArrayList<>();
  private final List<Integer> runs = new CopyOnWriteArrayList<>();
  private final List<Rejection> rejected = new CopyOnWriteArrayList<>();

  @Override
  public void predicted(int images, long time) {
    predicted.add(images);
    nanoseconds.add(time);
  }

  @Override
  public void batchRun(int images) {
    runs.add(images);
  }

  @Override
  public void rejected(Rejection reason) {
    rejected.add(reason);
  }

  List<Integer> predicted() {
    return predicted;
  }

  List<Long> nanoseconds() {
    return nanoseconds;
  }

  List<Integer> runs() {
    return runs;
  }

  List<Rejection> rejected() {
    return rejected;
  }
}
