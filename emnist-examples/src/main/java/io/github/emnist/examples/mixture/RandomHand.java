package io.github.emnist.examples.mixture;

import io.github.emnist.data.preprocess.Ink;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Varies ink as another writer might: slanted, narrower or wider, bent, with shifted strokes,
 * sometimes with a gap.
 */
final class RandomHand {
  private static final double ROTATION = 0.14; // radians

  private static final double SHEAR = 0.25;
  private static final double STRETCH = 0.2;

  private static final double BEND = 0.03; // of the ink's longer side
  private static final double STROKE_SHIFT = 0.03; // of the ink's longer side
  private static final double STROKE_ZOOM = 0.06;

  private static final double GAP_PROBABILITY = 0.12;

  private final RandomGenerator random;
  private final double side;
  private final double[] affine;

  /** Waves along x and y: two frequencies, a phase and an amplitude each. */
  private final double[][] waves = new double[2][4];

  private RandomHand(double side, RandomGenerator random) {
    this.side = side;
    this.random = random;
    double turn = ROTATION * random.nextGaussian();
    double shear = SHEAR * uniform();
    double width = Math.exp(STRETCH * uniform());
    affine =
        new double[] {
          width * Math.cos(turn),
          shear * Math.cos(turn) - Math.sin(turn) / width,
          width * Math.sin(turn),
          shear * Math.sin(turn) + Math.cos(turn) / width
        };
    for (double[] wave : waves) {
      wave[0] = 1.2 * uniform();
      wave[1] = 1.2 * uniform();
      wave[2] = random.nextDouble();
      wave[3] = BEND * random.nextGaussian();
    }
  }

  /** Returns a random number in [-1, 1]. */
  private double uniform() {
    return 2 * random.nextDouble() - 1;
  }

  static Ink rewrite(Ink ink, RandomGenerator random) {
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (Ink.Stroke stroke : ink.strokes()) {
      for (Ink.Point point : stroke.points()) {
        left = Math.min(left, point.x());
        right = Math.max(right, point.x());
        top = Math.min(top, point.y());
        bottom = Math.max(bottom, point.y());
      }
    }
    double side = Math.max(right - left, bottom - top);
    if (!(side > 0)) {
      return ink;
    }
    RandomHand hand = new RandomHand(side, random);
    List<Ink.Stroke> strokes = new ArrayList<>();
    for (Ink.Stroke stroke : ink.strokes()) {
      hand.write(stroke, strokes);
    }
    return Ink.of(strokes);
  }

  private void write(Ink.Stroke stroke, List<Ink.Stroke> strokes) {
    double right = STROKE_SHIFT * side * random.nextGaussian();
    double down = STROKE_SHIFT * side * random.nextGaussian();
    double zoom = Math.exp(STROKE_ZOOM * random.nextGaussian());
    double startX = stroke.x(0);
    double startY = stroke.y(0);
    List<Ink.Point> points = new ArrayList<>();
    for (Ink.Point point : stroke.points()) {
      points.add(
          bent(
              startX + zoom * (point.x() - startX) + right,
              startY + zoom * (point.y() - startY) + down));
    }
    int size = points.size();
    if (size >= 12 && random.nextDouble() < GAP_PROBABILITY) {
      int first = 2 + random.nextInt(size - 5);
      int gap = 1 + random.nextInt(Math.max(1, size / 10));
      strokes.add(Ink.Stroke.of(points.subList(0, first)));
      if (first + gap < size) {
        strokes.add(Ink.Stroke.of(points.subList(first + gap, size)));
      }
    } else {
      strokes.add(Ink.Stroke.of(points));
    }
  }

  private Ink.Point bent(double x, double y) {
    double right = affine[0] * x + affine[1] * y;
    double down = affine[2] * x + affine[3] * y;
    return new Ink.Point(right + wave(waves[0], x, y), down + wave(waves[1], x, y));
  }

  private double wave(double[] wave, double x, double y) {
    return side
        * wave[3]
        * Math.sin(2 * Math.PI * (wave[0] * x / side + wave[1] * y / side + wave[2]));
  }
}
