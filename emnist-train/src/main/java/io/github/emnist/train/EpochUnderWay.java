package io.github.emnist.train;

import io.github.emnist.train.checkpoint.RunPosition;
import io.github.emnist.train.tensorflow.Score;

/** The epoch that a run is in: its steps so far and what they came to. */
final class EpochUnderWay {
  private final int number;
  private final Pace pace;
  private final double secondsBefore;
  private final long begin;
  private int steps;
  private Score sum;
  private double otherwise;

  /** Starts an epoch, or goes on in the one that the position is in. */
  EpochUnderWay(RunPosition from, Pace pace) {
    this.number = from.epochs();
    this.pace = pace;
    this.steps = from.stepInEpoch();
    this.sum = new Score(from.epochImages(), from.epochLossSum(), from.epochCorrect());
    this.secondsBefore = from.epochSeconds();
    this.begin = pace.now();
  }

  void add(Score step) {
    steps++;
    sum = sum.plus(step);
  }

  /** 0-based. */
  int number() {
    return number;
  }

  int steps() {
    return steps;
  }

  Score sum() {
    return sum;
  }

  /** Takes time that was not spent on steps out. */
  void leaveOut(double seconds) {
    otherwise += seconds;
  }

  /** Spent on its steps so far. */
  double seconds() {
    return secondsBefore + pace.secondsSince(begin) - otherwise;
  }
}
