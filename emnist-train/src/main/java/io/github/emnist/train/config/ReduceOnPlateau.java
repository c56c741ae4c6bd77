package io.github.emnist.train.config;

import io.github.emnist.train.history.EpochRecord;
import java.util.Objects;
import java.util.Optional;

/**
 * A learning rate that falls by a factor when the epochs no longer get better, as {@code
 * ReduceLROnPlateau} of Keras and PyTorch; where the two differ by an epoch, the patience is Keras'
 * and the cooldown PyTorch's. Immutable.
 *
 * @param rate of the first epochs, positive
 * @param monitor what is watched
 * @param factor by which it is multiplied, in (0, 1)
 * @param patience how many epochs without an improvement make it fall, at least 1
 * @param minChange an improvement must be larger than this, 0 or more
 * @param cooldown how many epochs after a fall do not count as without an improvement, 0 or more
 * @param minRate it falls no lower, 0 or more
 */
public record ReduceOnPlateau(
    double rate,
    Monitor monitor,
    double factor,
    int patience,
    double minChange,
    int cooldown,
    double minRate)
    implements LearningRateSchedule {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is outside its range
   */
  public ReduceOnPlateau {
    Objects.requireNonNull(monitor, "monitor");
    Checks.positive("rate", rate);
    Checks.inOpen("factor", factor, 0, 1);
    Checks.atLeast("patience", patience, 1);
    Checks.notNegative("minChange", minChange);
    Checks.atLeast("cooldown", cooldown, 0);
    Checks.in("minRate", minRate, 0, rate);
  }

  /**
   * The same schedule with another factor.
   *
   * @param factor by which the rate is multiplied, in (0, 1)
   * @return a copy
   */
  public ReduceOnPlateau factor(double factor) {
    return new ReduceOnPlateau(rate, monitor, factor, patience, minChange, cooldown, minRate);
  }

  /**
   * The same schedule with another patience.
   *
   * @param patience how many epochs without an improvement make the rate fall, at least 1
   * @return a copy
   */
  public ReduceOnPlateau patience(int patience) {
    return new ReduceOnPlateau(rate, monitor, factor, patience, minChange, cooldown, minRate);
  }

  /**
   * The same schedule with another threshold.
   *
   * @param minChange an improvement must be larger than this, 0 or more
   * @return a copy
   */
  public ReduceOnPlateau minChange(double minChange) {
    return new ReduceOnPlateau(rate, monitor, factor, patience, minChange, cooldown, minRate);
  }

  /**
   * The same schedule with another cooldown.
   *
   * @param cooldown how many epochs after a fall do not count as without an improvement, 0 or more
   * @return a copy
   */
  public ReduceOnPlateau cooldown(int cooldown) {
    return new ReduceOnPlateau(rate, monitor, factor, patience, minChange, cooldown, minRate);
  }

  /**
   * The same schedule with another lowest rate.
   *
   * @param minRate the rate falls no lower, from 0 up to the first rate
   * @return a copy
   */
  public ReduceOnPlateau minRate(double minRate) {
    return new ReduceOnPlateau(rate, monitor, factor, patience, minChange, cooldown, minRate);
  }

  /**
   * The same schedule, following another figure.
   *
   * @param monitor what is watched
   * @return a copy
   */
  public ReduceOnPlateau monitor(Monitor monitor) {
    return new ReduceOnPlateau(rate, monitor, factor, patience, minChange, cooldown, minRate);
  }

  @Override
  public Tracker tracker() {
    return new Plateau();
  }

  @Override
  public boolean ends() {
    return false;
  }

  @Override
  public Optional<Monitor> watched() {
    return Optional.of(monitor);
  }

  private final class Plateau implements Tracker {
    private double current = rate;
    private double best = Double.NaN;
    private int sinceBest;
    private int cooling;

    @Override
    public double rate(double progress, int epoch) {
      return current;
    }

    @Override
    public void epochEnded(EpochRecord epoch) {
      double value = monitor.of(epoch);
      boolean improved = monitor.improves(value, best, minChange);
      if (improved) {
        best = value;
      }
      boolean counts = !improved && cooling == 0;
      cooling = Math.max(0, cooling - 1);
      sinceBest = counts ? sinceBest + 1 : 0;
      if (sinceBest >= patience) {
        current = Math.max(minRate, current * factor);
        sinceBest = 0;
        cooling = cooldown;
      }
    }
  }
}
