package io.github.emnist.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.augment.Resampling.FillMode;
import io.github.emnist.augment.Resampling.Interpolation;
import io.github.emnist.augment.Transforms.AffineParameters;
import io.github.emnist.augment.Transforms.ElasticParameters;
import io.github.emnist.augment.Transforms.Geometric;
import io.github.emnist.augment.Transforms.PerAxis;
import io.github.emnist.augment.Transforms.PerspectiveParameters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Legal parameters at the limits of fixed and floating point. */
class ExtremesTest {
  private static final AffineParameters FARTHER = new AffineParameters(0, 0, 0, 0.01, 0.01, 0);

  /**
   * Beyond the horizon of a perspective seen from far away coordinates are as large as they get. A
   * rotation of them, itself folded with much zoom, must not subtract infinity from infinity.
   */
  @Test
  void coordinatesThatLeaveEveryRangeAreOutsideOfTheImage() {
    for (FillMode fill : FillMode.values()) {
      for (Interpolation interpolation : Interpolation.values()) {
        Resampling resampling = new Resampling(interpolation, fill, 77);
        for (int zooms : new int[] {12, 13, 14}) {
          for (int turns = 0; turns < 8; turns++) {
            List<Geometric> steps = new ArrayList<>();
            for (int i = 0; i < zooms; i++) {
              steps.add(FARTHER);
            }
            steps.add(new AffineParameters(45 * turns, 0, 0, 1, 1, 0));
            steps.add(new ElasticParameters(0, 4, 1, resampling));
            steps.add(
                new PerspectiveParameters(
                    new PerAxis(0.4, 0.4),
                    new PerAxis(0, 0),
                    new PerAxis(0, 0),
                    new PerAxis(0.4, 0.3),
                    resampling));
            for (int i = 0; i < 6; i++) {
              steps.add(FARTHER);
            }
            byte[] target = run(steps, resampling, 28, 28);
            if (fill == FillMode.CONSTANT) {
              assertThat(target).containsOnly(77);
            }
          }
        }
      }
    }
  }

  /** The first row comes from near the image, the last one from 2^31 pixels away. */
  @Test
  void rowMayBeginBeyondFixedPoint() {
    List<Geometric> steps = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      steps.add(new AffineParameters(0, 0, 0, Math.pow(2, -4.09), 1, 0));
    }
    steps.add(new AffineParameters(0, 0, 0, 1, 2, 0)); // so that the diagonal's y stays inside
    steps.add(new AffineParameters(45, 0, 0, 1, 1, 0));
    int size = 2200;
    byte[] target = run(steps, Resampling.DEFAULT, size, size);
    // What is left of the image is the line through the centre on which x stays.
    for (int y = 0; y < size; y += 100) {
      for (int x = 0; x < size; x += 100) {
        if (x != y) {
          assertThat(target[y * size + x]).as("pixel (%s, %s)", x, y).isZero();
        }
      }
    }
  }

  private static byte[] run(List<Geometric> steps, Resampling resampling, int width, int height) {
    Warp warp = new Warp(); // a thread's own would keep what such a size needs
    warp.begin(width, height);
    warp.resampling = resampling;
    steps.forEach(warp::add);
    byte[] target = new byte[width * height];
    warp.run(Pixels.of(Images.noise(width, height, 3)), Pixels.of(target, width, height));
    return target;
  }

  @Test
  void anImageTooLargeForAFrameIsRefusedEachTime() {
    Frame frame = new Frame();
    Pixels pixels = Pixels.of(new byte[] {1, 2, 3, 4}, 2, 2);
    Pixels large = Pixels.of(new byte[0], 0, 0, 32_767, 32_767);
    frame.set(pixels, Resampling.DEFAULT);
    byte[] expected = frame.entries().clone();
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> frame.set(large, Resampling.DEFAULT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "image size (32767 x 32767) is too large to be interpolated: that takes 2151548802"
                  + " bytes, at most 2147483639 fit into an array");
    }
    frame.set(pixels, Resampling.DEFAULT);
    assertThat(frame.entries()).isEqualTo(expected);
  }
}
