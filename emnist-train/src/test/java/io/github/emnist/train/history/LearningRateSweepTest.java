package io.github.emnist.train.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.train.history.LearningRateSweep.Point;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningRateSweepTest {
  /** Rates 1, 10, 100, ...; a batch's loss plays no part. */
  private static LearningRateSweep sweep(double... smoothed) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < smoothed.length; i++) {
      points.add(new Point(Math.pow(10, i), 99, smoothed[i]));
    }
    return new LearningRateSweep(points);
  }

  @Test
  void suggestsWhereTheLossFallsMostSteeply() {
    // over two points: -0.1, -0.8, -2.0, -1.3, -0.2; then the loss rises
    LearningRateSweep sweep = sweep(4, 4, 3.9, 3.2, 1.9, 1.9, 1.7, 3);

    assertThat(sweep.suggestion()).hasValue(1e3);
    assertThat(sweep.suggested()).contains(new Point(1e3, 99, 3.2));
    assertThat(sweep.lowest()).contains(new Point(1e6, 99, 1.7));
  }

  @Test
  void slopesAreOverTheLogarithmOfTheRate() {
    // falls by 1 over a factor of 4, then by 1.2 over a factor of 100: less steep
    LearningRateSweep sweep =
        new LearningRateSweep(
            List.of(
                new Point(1, 0, 5),
                new Point(2, 0, 4.4),
                new Point(4, 0, 4),
                new Point(200, 0, 3.2),
                new Point(400, 0, 3.1)));

    assertThat(sweep.suggestion()).hasValue(2);
  }

  @Test
  void leavesTheFirstTenthAndWhatLiesBehindTheLowestOut() {
    double[] smoothed = new double[30];
    for (int i = 0; i < smoothed.length; i++) {
      smoothed[i] = 5 - 0.01 * i;
    }
    smoothed[0] = 50; // a first batch that is out of the ordinary
    smoothed[1] = 20;
    smoothed[14] -= 0.02;
    smoothed[25] = 1;
    smoothed[26] = 9;
    smoothed[27] = 2; // steep again, after it diverged

    assertThat(sweep(smoothed).suggestion()).hasValue(1e24);
  }

  @Test
  void suggestsNothingWhereTheLossNeverFalls() {
    assertThat(sweep(1, 1, 1, 2, 3).suggestion()).isEmpty();
    assertThat(sweep(1).suggestion()).isEmpty();
    assertThat(sweep().suggestion()).isEmpty();
    assertThat(sweep().lowest()).isEmpty();
  }

  @Test
  void isATable() {
    LearningRateSweep sweep =
        new LearningRateSweep(List.of(new Point(1e-7, 3.85, 3.85), new Point(0.25, 2, 3.0625)));

    assertThat(sweep.toCsv())
        .isEqualTo(
            "step,learning_rate,loss,smoothed_loss\n"
                + "1,1.0000000e-07,3.850000,3.850000\n"
                + "2,0.25000000,2.000000,3.062500\n");
  }
}
