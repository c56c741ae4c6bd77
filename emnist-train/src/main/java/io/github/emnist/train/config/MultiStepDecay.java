package io.github.emnist.train.config;

import java.util.List;
import java.util.Locale;

/**
 * A learning rate that falls by a factor after given epochs.
 *
 * @param rate of the first epochs, positive
 * @param factor by which it is multiplied each time, in (0, 1)
 * @param epochs after how many epochs of the run it falls, at least one number, rising from 1
 */
public record MultiStepDecay(double rate, double factor, List<Integer> epochs)
    implements LearningRateSchedule {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is outside its range
   */
  public MultiStepDecay {
    Checks.positive("rate", rate);
    Checks.inOpen("factor", factor, 0, 1);
    epochs = List.copyOf(epochs);
    Checks.atLeast("the number of epochs after which the rate falls", epochs.size(), 1);
    int before = 0;
    for (int epoch : epochs) {
      if (epoch <= before) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "the epochs after which the rate falls %s must rise from 1", epochs));
      }
      before = epoch;
    }
  }

  @Override
  public Tracker tracker() {
    return (progress, epoch) ->
        rate * Math.pow(factor, epochs.stream().filter(end -> end <= epoch).count());
  }

  @Override
  public boolean ends() {
    return false;
  }
}
