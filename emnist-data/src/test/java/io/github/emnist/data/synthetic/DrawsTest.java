package io.github.emnist.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.synthetic.Scribe.Draws;
import org.junit.jupiter.api.Test;

class DrawsTest {
  private static final int COUNT = 200_000;
  private final CounterRandom random = new CounterRandom(1, 2, 3);

  @Test
  void bellIsNearlyNormal() {
    double sum = 0;
    double squares = 0;
    int within = 0;
    double most = 0;
    for (int i = 0; i < COUNT; i++) {
      double draw = Draws.bell(random);
      sum += draw;
      squares += draw * draw;
      within += Math.abs(draw) < 1 ? 1 : 0;
      most = Math.max(most, Math.abs(draw));
    }
    // The standard errors are 0.002, 0.003 and 0.001; 68.3 % would be normal.
    assertThat(sum / COUNT).isCloseTo(0, within(0.01));
    assertThat(squares / COUNT).isCloseTo(1, within(0.015));
    assertThat((double) within / COUNT).isCloseTo(0.67, within(0.02));
    assertThat(most).isBetween(3.0, 3.47);
  }

  @Test
  void betweenCoversItsRange() {
    double least = 9;
    double most = -9;
    for (int i = 0; i < COUNT; i++) {
      double draw = Draws.between(random, -2, 5);
      least = Math.min(least, draw);
      most = Math.max(most, draw);
    }
    assertThat(least).isBetween(-2.0, -1.999);
    assertThat(most).isBetween(4.999, 5.0);
  }
}
