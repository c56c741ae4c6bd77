package io.github.emnist.benchmarks.disguise;

import io.github.emnist.data.GrayImage;
import java.awt.Color;
import java.util.random.RandomGenerator;

/** Draws the disguises that a camera took, cropped to about the character. */
final class Photographs {
  private static final double SMALLEST_SCALE = 6;
  private static final double LARGEST_SCALE = 10;
  private static final double SENSOR_NOISE = 0.012;
  private static final float QUALITY = 0.9f;

  private Photographs() {}

  static byte[] shadowedPaper(GrayImage image, RandomGenerator random) {
    Placement placement = Placement.draw(random, SMALLEST_SCALE, LARGEST_SCALE, 0);
    int width = placement.width();
    int height = placement.height();
    Color paper = colour(random, 0.15, 0.35, 0.85, 0.95);
    Color pen = colour(random, 0.7, 0.95, 0.15, 0.4);
    float[] fibres = Fields.unevenness(random, width, height, 2);
    float[] light = Fields.gradient(width, height, 2 * Math.PI * random.nextDouble(), 0.45);
    for (int i = 0; i < light.length; i++) {
      light[i] *= 1 + 0.015f * fibres[i];
    }
    Scene scene =
        new Scene(width, height, paper)
            .draw(Ink.crisp(image, placement).coverage(), pen)
            .light(light);
    return taken(scene, random, 0.7);
  }

  static byte[] squaredPaper(GrayImage image, RandomGenerator random) {
    Placement placement = Placement.draw(random, SMALLEST_SCALE, LARGEST_SCALE, 3);
    int width = placement.width();
    int height = placement.height();
    Color paper = colour(random, 0, 0.06, 0.92, 1);
    Color print = Color.getHSBColor((float) between(random, 0.55, 0.65), 0.3f, 0.8f);
    Color pen = Color.getHSBColor(0.63f, (float) between(random, 0, 0.8), 0.3f);
    double pitch = between(random, 9, 13) * placement.scale();
    float[] lines =
        Fields.squares(placement, pitch, 0.04 * pitch, random.nextDouble(), random.nextDouble());
    float[] light = Fields.gradient(width, height, 2 * Math.PI * random.nextDouble(), 0.8);
    Scene scene =
        new Scene(width, height, paper)
            .draw(lines, print)
            .draw(Ink.crisp(image, placement).coverage(), pen)
            .light(light);
    return taken(scene, random, 1.2);
  }

  static byte[] chalk(GrayImage image, RandomGenerator random) {
    Placement placement = Placement.draw(random, SMALLEST_SCALE, LARGEST_SCALE, 0);
    int width = placement.width();
    int height = placement.height();
    Color board = colour(random, 0.05, 0.3, 0.2, 0.3, 0.38, 0.5);
    Color chalk = new Color(240, 238, 228);
    float[] wiped = Fields.unevenness(random, width, height, 40);
    float[] streaked = Fields.unevenness(random, width, height, 9);
    float[] pores = Fields.unevenness(random, width, height, 2);
    float[] dust = new float[pores.length];
    float[] stroke = Ink.crisp(image, placement).coverage();
    for (int i = 0; i < dust.length; i++) {
      dust[i] = clamp(0.09f + 0.04f * wiped[i] + 0.02f * streaked[i] + 0.015f * pores[i]);
      // Chalk leaves the board's pores dark: where the surface lies deepest, it does not touch.
      stroke[i] *= 0.9f * Fields.smooth(clamp(1.2f + pores[i]));
    }
    float[] light = Fields.gradient(width, height, 2 * Math.PI * random.nextDouble(), 0.6);
    Scene scene =
        new Scene(width, height, board).draw(dust, chalk).draw(stroke, chalk).light(light);
    return taken(scene, random, 0.7);
  }

  private static byte[] taken(Scene scene, RandomGenerator random, double blur) {
    return Encoder.jpeg(scene.blur(blur).noise(random, SENSOR_NOISE).toPicture(), QUALITY);
  }

  private static Color colour(
      RandomGenerator random, double pale, double vivid, double dark, double bright) {
    return colour(random, pale, vivid, dark, bright, 0, 1);
  }

  private static Color colour(
      RandomGenerator random,
      double pale,
      double vivid,
      double dark,
      double bright,
      double firstHue,
      double lastHue) {
    return Color.getHSBColor(
        (float) between(random, firstHue, lastHue),
        (float) between(random, pale, vivid),
        (float) between(random, dark, bright));
  }

  private static double between(RandomGenerator random, double low, double high) {
    return Placement.between(random, low, high);
  }

  private static float clamp(float value) {
    return Math.min(1, Math.max(0, value));
  }
}
