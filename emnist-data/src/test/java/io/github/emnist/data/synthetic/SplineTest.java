package io.github.emnist.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.internal.image.InkCanvas.PenPath;
import io.github.emnist.data.synthetic.Scribe.Spline;
import org.junit.jupiter.api.Test;

class SplineTest {
  private final PenPath path = new PenPath();

  private void trace(double[] x, double[] y, boolean... corner) {
    new Spline().trace(x, y, corner, x.length, 1, path);
  }

  @Test
  void pointsOnACircleGiveNearlyACircle() {
    int count = 9;
    double[] x = new double[count];
    double[] y = new double[count];
    for (int i = 0; i < count; i++) {
      x[i] = 50 * Math.cos(i * Math.PI / 4);
      y[i] = 50 * Math.sin(i * Math.PI / 4);
    }

    trace(x, y, new boolean[count]);

    assertThat(path.size()).isGreaterThan(60);
    for (int i = 0; i < path.size(); i++) {
      assertThat(Math.hypot(path.x(i), path.y(i))).isCloseTo(50, within(1.5));
    }
  }

  @Test
  void linesBetweenCornersAreStraight() {
    trace(new double[] {0, 40, 40}, new double[] {0, 0, 60}, true, true, true);

    for (int i = 0; i < path.size(); i++) {
      assertThat(Math.min(Math.abs(path.y(i)), Math.abs(path.x(i) - 40))).isLessThan(1e-9);
    }
    assertThat(path.x(path.size() - 1)).isEqualTo(40);
    assertThat(path.y(path.size() - 1)).isCloseTo(60, within(1e-9));
  }

  @Test
  void withoutCornersTheSamePointsGiveACurveThatPassesThem() {
    trace(new double[] {0, 40, 40}, new double[] {0, 0, 60}, false, false, false);

    double furthest = 0;
    double nearest = Double.MAX_VALUE;
    for (int i = 0; i < path.size(); i++) {
      furthest = Math.max(furthest, Math.min(Math.abs(path.y(i)), Math.abs(path.x(i) - 40)));
      nearest = Math.min(nearest, Math.hypot(path.x(i) - 40, path.y(i)));
    }
    assertThat(furthest).isGreaterThan(3);
    assertThat(nearest).isLessThan(1e-9);
  }

  @Test
  void onlyTheFirstPieceIsPenUp() {
    trace(new double[] {0, 40}, new double[] {0, 0}, true, true);

    assertThat(path.down(0)).isFalse();
    for (int i = 1; i < path.size(); i++) {
      assertThat(path.down(i)).isTrue();
    }
  }

  @Test
  void smoothingCutsCornersAndKeepsEndsAndLines() {
    trace(new double[] {0, 40, 40}, new double[] {0, 0, 40}, true, true, true);
    int last = path.size() - 1;

    path.smooth(0, 4);

    assertThat(path.x(0)).isZero();
    assertThat(path.y(0)).isZero();
    assertThat(path.x(last)).isEqualTo(40);
    assertThat(path.y(last)).isEqualTo(40);
    assertThat(path.y(3)).isLessThan(1e-9);
    assertThat(40 - path.x(last / 2)).isGreaterThan(1);
  }
}
