package io.github.emnist.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.augment.Transforms.ElasticParameters;
import io.github.emnist.augment.Warp.Planes;
import io.github.emnist.data.GrayImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the displacement field with white noise smoothed by a Gaussian. */
class ElasticFieldTest {
  private static final int SIDE = 28;
  private static final int FIELDS = 20_000;

  /**
   * With white noise of variance 1/3 on every pixel, the covariance of two displacements r apart is
   * {@code alpha^2 / 3 / (4 pi sigma^2) exp(-r^2 / (4 sigma^2))}: a Gaussian convolved with itself.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.75, 1, 1.4, 2, 3, 4, 6, 10})
  void hasTheCovarianceOfSmoothedNoise(double sigma) {
    double variance = 1 / (12 * Math.PI * sigma * sigma);
    int[] steps = {0, 1, 2, (int) Math.ceil(sigma), (int) Math.ceil(2 * sigma)};
    double[] alongX = new double[steps.length];
    double[] alongY = new double[steps.length];
    double mean = 0;
    double between = 0;
    Planes planes = new Planes();
    ElasticField field = new ElasticField();
    for (int i = 0; i < FIELDS; i++) {
      field.set(1, sigma, i, SIDE, SIDE);
      planes.reset(SIDE, SIDE, field.interval());
      field.map(planes, true);
      // From a different pixel each time: the covariance must not depend on the place.
      int column = i % 6;
      int row = i / 6 % 6;
      double here = x(planes, column, row);
      mean += here / FIELDS;
      between += here * y(planes, column, row) / FIELDS;
      for (int s = 0; s < steps.length; s++) {
        alongX[s] += here * x(planes, column + steps[s], row) / FIELDS;
        alongY[s] += here * x(planes, column, row + steps[s]) / FIELDS;
      }
    }
    // Four standard deviations of a mean of so many products of normal numbers.
    double tolerance = 4 * Math.sqrt(2.0 / FIELDS) * variance;
    assertThat(mean).isEqualTo(0, within(4 * Math.sqrt(variance / FIELDS)));
    assertThat(between).isEqualTo(0, within(tolerance));
    for (int s = 0; s < steps.length; s++) {
      double expected = variance * Math.exp(-steps[s] * steps[s] / (4 * sigma * sigma));
      assertThat(alongX[s])
          .as("%d pixels along x", steps[s])
          .isEqualTo(expected, within(tolerance));
      assertThat(alongY[s])
          .as("%d pixels along y", steps[s])
          .isEqualTo(expected, within(tolerance));
    }
  }

  private static double x(Planes planes, int column, int row) {
    return planes.x[planes.order.place(row) * SIDE + column] - column;
  }

  private static double y(Planes planes, int column, int row) {
    return planes.y[planes.order.place(row) * SIDE + column] - row;
  }

  @Test
  void movesInkByAsMuchAsItSays() {
    // 34 and 4 move pixels by 1.4 on average (root of the mean square), half of it along x.
    GrayImage image = Images.spot(SIDE, SIDE, 14, 14, 3);
    double squares = 0;
    for (int i = 0; i < 500; i++) {
      double[] centroid =
          Images.centroid(new ElasticParameters(34, 4, i, Resampling.DEFAULT).apply(image));
      squares += Math.pow(centroid[0] - 0.5, 2);
    }
    assertThat(Math.sqrt(squares / 500)).isBetween(0.9, 1.5);
  }
}
