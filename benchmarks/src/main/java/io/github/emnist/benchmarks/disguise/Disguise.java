package io.github.emnist.benchmarks.disguise;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.CounterRandom;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * Eight kinds of pictures in which a character may reach a recogniser. Each turns an EMNIST image
 * into the bytes of a picture file. Lengths are in pixels of the picture, or in EMNIST's own, of
 * which the frame has 28. Unless stated otherwise, the frame is enlarged 4 to 12 times and placed
 * anywhere on a canvas of 1.5 to 2.5 times its width and, drawn independently, height. "4 to 12"
 * means drawn uniformly. Brightness is in sRGB's scale, from 0 to 1.
 *
 * <p>The project specified the first six beforehand; the last two add what those lack: something
 * other than the character in the picture, and light on dark.
 */
public enum Disguise {
  /**
   * A character anywhere on a large white sheet, as from a scanner or a drawing program. Black on
   * white, enlarged bicubically, so that the strokes keep EMNIST's soft edges. PNG.
   */
  ENLARGED("png", DrawnPictures::enlarged),

  /**
   * A fine liner, or a drawing page with a narrow brush. The enlarged strokes are thinned to their
   * middle lines (Zhang and Suen 1984) and drawn anew, black on white, by a round pen of a third of
   * EMNIST's stroke width. Enlarged 6 to 12 times, so that the pen is 6 pixels wide or more. PNG.
   */
  THIN_PEN("png", DrawnPictures::thinPen),

  /**
   * A coloured pen on coloured paper, half in shadow, photographed. Paper of any hue, saturation
   * 0.15 to 0.35, brightness 0.85 to 0.95; pen of any hue, saturation 0.7 to 0.95, brightness 0.15
   * to 0.4. Across the picture, in any direction, the light falls evenly from 100 % to 45 %. The
   * paper's fibres make it uneven by 1.5 %. Lens and sensor: blur of deviation 0.7 pixels, noise of
   * 0.012. Enlarged 6 to 10 times. JPEG of quality 90.
   */
  SHADOWED_PAPER("jpeg", Photographs::shadowedPaper),

  /**
   * A picture that has been through messengers and web pages: as {@link #ENLARGED}, but a JPEG of
   * quality 30, with its blocks and ringing.
   */
  JPEG_30("jpeg", DrawnPictures::jpeg30),

  /**
   * The export of a drawing page or app: only the ink, sharp-edged, of any hue and saturation and
   * of brightness up to 0.4, without a background. Fully transparent pixels are black, as canvases
   * leave them. PNG with alpha.
   */
  TRANSPARENT("png", DrawnPictures::transparent),

  /**
   * A bad fax or a damaged scan: as {@link #ENLARGED}, with 5 % of the pixels made black or white
   * with equal probability. PNG.
   */
  SALT_AND_PEPPER("png", DrawnPictures::saltAndPepper),

  /**
   * A page of a school exercise book, photographed by hand. White paper in light of any tint
   * (saturation up to 0.06, brightness 0.92 to 1) with printed squares: lines of a pale greyish
   * blue (saturation 0.3, brightness 0.8), 9 to 13 EMNIST pixels apart, so that a character of full
   * height spans about two squares, and 4 % of that thick, as the 0.2 mm of a 5 mm ruling. A pen
   * from black to blue (brightness 0.3) writes over the lines, wherever they happen to lie. Lines
   * and character together are turned by up to 3 degrees to either side. Light falls from 100 % to
   * 80 %; blur of deviation 1.2 pixels, noise of 0.012. Enlarged 6 to 10 times. JPEG of quality 90.
   */
  SQUARED_PAPER("jpeg", Photographs::squaredPaper),

  /**
   * White chalk on a blackboard, photographed. A dark board, grey to green (saturation 0.05 to 0.3,
   * brightness 0.2 to 0.3) under the dust of wiping: 9 % of chalk, uneven by 4 % in features of 40
   * pixels, 2 % of 9 and 1.5 % of 2. The stroke covers 90 % at most and leaves some of the board's
   * pores dark. Light falls from 100 % to 60 %; blur of deviation 0.7 pixels, noise of 0.012.
   * Enlarged 6 to 10 times. JPEG of quality 90.
   */
  CHALK("jpeg", Photographs::chalk);

  private final String format;
  private final BiFunction<GrayImage, RandomGenerator, byte[]> maker;

  Disguise(String format, BiFunction<GrayImage, RandomGenerator, byte[]> maker) {
    this.format = format;
    this.maker = maker;
  }

  /**
   * Returns the format of the files.
   *
   * @return {@code png} or {@code jpeg}, as ImageIO names it
   */
  public String format() {
    return format;
  }

  /**
   * Disguises an image.
   *
   * @param image 28 x 28, upright, white ink on black
   * @param seed of all draws
   * @param index the number of the image; the same seed and index give the same picture
   * @return a picture file's bytes
   * @throws IllegalArgumentException if the image is of another size
   */
  public byte[] apply(GrayImage image, long seed, long index) {
    if (image.width() != Placement.FRAME || image.height() != Placement.FRAME) {
      throw new IllegalArgumentException(image + " must be 28x28 to be disguised");
    }
    return draw(image, new CounterRandom(seed, ordinal(), index));
  }

  /** Disguises an image that has the right size. */
  byte[] draw(GrayImage image, RandomGenerator random) {
    return maker.apply(image, random);
  }
}
