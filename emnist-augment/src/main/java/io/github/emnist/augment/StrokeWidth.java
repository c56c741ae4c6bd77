package io.github.emnist.augment;

/**
 * Makes strokes wider or narrower by a number of pixels that need not be whole: each of a stroke's
 * two edges moves by half of it, blurred edges with their whole profile. Ink is bright, and outside
 * of the image is black.
 *
 * <p>Widening is grey-scale dilation by a disc. Narrowing takes ink away as erosion does, but only
 * where the stroke goes on for longer on the other side, so that its middle line stays: an upright
 * or level stroke is not thinned below a pixel or so, and one of a pixel's width stays as it is. A
 * slanted or bent one fades if it is asked for more than its width, but to no less than about a
 * third of a pixel: no change erases a stroke. EMNIST's strokes are some 3 pixels wide; changes
 * from -1.5 to 2 look like other pens.
 *
 * @param change how much wider, in pixels; below 0 narrower; in [-8, 8]
 */
public record StrokeWidth(double change) implements ImageTransform {
  static final double MAX_CHANGE = 8;

  /**
   * Checks the parameter.
   *
   * @throws IllegalArgumentException if it is not in [-8, 8]
   */
  public StrokeWidth {
    Checks.in("stroke width change", change, -MAX_CHANGE, MAX_CHANGE, "pixels");
  }

  @Override
  public void apply(
      byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height) {
    transform(change, source, sourceOffset, target, targetOffset, width, height);
  }

  static void transform(
      double change,
      byte[] source,
      int sourceOffset,
      byte[] target,
      int targetOffset,
      int width,
      int height) {
    Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
    if (change > 0) {
      StrokeMorphology.ofThisThread()
          .thicken(change / 2, source, sourceOffset, target, targetOffset, width, height);
    } else if (change < 0) {
      StrokeMorphology.ofThisThread()
          .thin(-change / 2, source, sourceOffset, target, targetOffset, width, height);
    } else {
      System.arraycopy(source, sourceOffset, target, targetOffset, width * height);
    }
  }
}
