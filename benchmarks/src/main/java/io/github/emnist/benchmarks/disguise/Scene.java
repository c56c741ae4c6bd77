package io.github.emnist.benchmarks.disguise;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A picture under construction: red, green and blue as float, 0 to 1 in sRGB's own (not linear)
 * scale. Changes are made in the order of the calls, as paper, pen, light and camera follow.
 */
final class Scene {
  private final int width;
  private final int height;
  private final float[][] channels = new float[3][];

  Scene(int width, int height, Color ground) {
    this.width = width;
    this.height = height;
    float[] rgb = ground.getRGBColorComponents(null);
    for (int c = 0; c < channels.length; c++) {
      channels[c] = new float[width * height];
      Arrays.fill(channels[c], rgb[c]);
    }
  }

  /** Draws ink over the picture. */
  Scene draw(float[] coverage, Color colour) {
    float[] rgb = colour.getRGBColorComponents(null);
    for (int c = 0; c < channels.length; c++) {
      for (int i = 0; i < coverage.length; i++) {
        channels[c][i] += coverage[i] * (rgb[c] - channels[c][i]);
      }
    }
    return this;
  }

  /** Multiplies every pixel, all its channels alike, as light and surface do. */
  Scene light(float[] factor) {
    for (float[] channel : channels) {
      for (int i = 0; i < channel.length; i++) {
        channel[i] *= factor[i];
      }
    }
    return this;
  }

  /** Adds independent Gaussian noise to every channel, as a sensor does. */
  Scene noise(RandomGenerator random, double deviation) {
    for (float[] channel : channels) {
      for (int i = 0; i < channel.length; i++) {
        channel[i] += (float) (deviation * random.nextGaussian());
      }
    }
    return this;
  }

  /** Blurs as a lens slightly out of focus does; the border pixels are repeated outwards. */
  Scene blur(double deviation) {
    for (int c = 0; c < channels.length; c++) {
      channels[c] = Fields.blurred(channels[c], width, height, deviation);
    }
    return this;
  }

  /** Sets a share of the pixels to black or white, with equal probability. */
  Scene saltAndPepper(RandomGenerator random, double share) {
    for (int i = 0; i < width * height; i++) {
      if (random.nextDouble() < share) {
        float grain = random.nextBoolean() ? 1 : 0;
        for (float[] channel : channels) {
          channel[i] = grain;
        }
      }
    }
    return this;
  }

  BufferedImage toPicture() {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] pixels = new int[width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = level(channels[0][i]) << 16 | level(channels[1][i]) << 8 | level(channels[2][i]);
    }
    picture.setRGB(0, 0, width, height, pixels, 0, width);
    return picture;
  }

  private static int level(float value) {
    return Math.round(255 * Math.min(1, Math.max(0, value)));
  }
}
