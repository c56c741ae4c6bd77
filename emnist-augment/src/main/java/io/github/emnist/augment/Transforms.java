package io.github.emnist.augment;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Transforms with fixed parameters, as the random transforms draw them, for programs that choose
 * the parameters themselves. All are immutable, thread-safe records.
 */
public final class Transforms {
  /** The number of grey levels. */
  private static final int LEVELS = 256;

  private Transforms() {}

  /**
   * A number for each axis.
   *
   * @param x along the rows
   * @param y along the columns
   */
  public record PerAxis(double x, double y) {}

  /**
   * A transform that moves pixels: each pixel of the result is read somewhere in the source.
   * Consecutive ones with equal resampling are combined into one mapping and interpolated once, so
   * that pixels moved out of the image and in again are not lost.
   */
  sealed interface Geometric extends ImageTransform
      permits AffineParameters,
          PerspectiveParameters,
          ElasticParameters,
          GridDistortionParameters,
          KerasAffineParameters {
    /** Returns how the source is read. */
    Resampling resampling();

    @Override
    default void apply(Pixels source, Pixels target) {
      Canvas.transform(this, source, target);
    }
  }

  /**
   * An affine transform, drawn by {@link RandomTransform#affine}. About the image's centre {@code
   * ((width - 1) / 2, (height - 1) / 2)} it zooms, then shears, then rotates, then shifts, in one
   * interpolation.
   *
   * @param rotation degrees, counter-clockwise, in [-360, 360]
   * @param shift pixels to the right and down, each in [-32767, 32767]
   * @param zoom scale, above 1 enlarges, each in [0.01, 100]
   * @param shear tangent of the slant, in [-10, 10]: a point moves right by {@code shear} times its
   *     height above the centre, so positive values lean letters to the right, like italics
   * @param resampling how the source is read
   */
  public record AffineParameters(
      double rotation, PerAxis shift, PerAxis zoom, double shear, Resampling resampling)
      implements Geometric {
    /** Changes nothing. */
    public static final AffineParameters IDENTITY = new AffineParameters(0, 0, 0, 1, 1, 0);

    static final double MIN_ZOOM = 0.01;
    static final double MAX_ZOOM = 100;
    static final double MAX_SHIFT = 32_767;
    static final double MAX_SHEAR = 10;

    /** Throws {@link IllegalArgumentException} if a number is out of range. */
    public AffineParameters {
      Checks.in("rotation", rotation, -360, 360, "degrees");
      Checks.in("shiftX", shift.x, -MAX_SHIFT, MAX_SHIFT, "pixels");
      Checks.in("shiftY", shift.y, -MAX_SHIFT, MAX_SHIFT, "pixels");
      Checks.in("zoomX", zoom.x, MIN_ZOOM, MAX_ZOOM, "");
      Checks.in("zoomY", zoom.y, MIN_ZOOM, MAX_ZOOM, "");
      Checks.in("shear", shear, -MAX_SHEAR, MAX_SHEAR, "");
      Objects.requireNonNull(resampling, "resampling");
    }

    /**
     * Creates parameters with bilinear interpolation and black outside.
     *
     * @param rotation degrees, counter-clockwise
     * @param shiftX pixels to the right
     * @param shiftY pixels down
     * @param zoomX horizontal scale
     * @param zoomY vertical scale
     * @param shear tangent of the slant
     */
    public AffineParameters(
        double rotation, double shiftX, double shiftY, double zoomX, double zoomY, double shear) {
      this(
          rotation,
          new PerAxis(shiftX, shiftY),
          new PerAxis(zoomX, zoomY),
          shear,
          Resampling.DEFAULT);
    }

    /** Returns the numbers for {@link Projective#affine}. */
    double[] numbers() {
      return new double[] {rotation, shift.x, shift.y, zoom.x, zoom.y, shear};
    }
  }

  /**
   * A perspective view of an image, drawn by {@link RandomTransform#perspective(double)}. Each
   * corner moves inwards; a homography maps the image to the quadrilateral between them. The
   * distances are fractions of half the image's width (x) or height (y), in [0, 0.6], which ensures
   * a convex quadrilateral.
   *
   * @param topLeft the corner's distance to the right and down
   * @param topRight the corner's distance to the left and down
   * @param bottomRight the corner's distance to the left and up
   * @param bottomLeft the corner's distance to the right and up
   * @param resampling how the source is read
   */
  public record PerspectiveParameters(
      PerAxis topLeft,
      PerAxis topRight,
      PerAxis bottomRight,
      PerAxis bottomLeft,
      Resampling resampling)
      implements Geometric {
    static final double MAX = 0.6;

    /** Throws {@link IllegalArgumentException} if a number is out of range. */
    public PerspectiveParameters {
      check("topLeft", topLeft);
      check("topRight", topRight);
      check("bottomRight", bottomRight);
      check("bottomLeft", bottomLeft);
      Objects.requireNonNull(resampling, "resampling");
    }

    private static void check(String corner, PerAxis inwards) {
      Checks.in(corner + "X", inwards.x, 0, MAX, "");
      Checks.in(corner + "Y", inwards.y, 0, MAX, "");
    }

    /** Returns the numbers for {@link Projective#perspective}. */
    double[] numbers() {
      return new double[] {
        topLeft.x,
        topLeft.y,
        topRight.x,
        topRight.y,
        bottomRight.x,
        bottomRight.y,
        bottomLeft.x,
        bottomLeft.y
      };
    }
  }

  /**
   * An elastic deformation (Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural
   * Networks Applied to Visual Document Analysis", ICDAR 2003), drawn by {@link
   * RandomTransform#elastic(double, double)}. Each pixel of the result is read at a displacement;
   * the displacements along x and y are independent random fields, uniform noise in [-1, 1) on
   * every pixel smoothed by a normalised Gaussian and multiplied by {@code alpha}. Their standard
   * deviation is {@code alpha / (sigma * sqrt(12 * pi))} pixels: 1.4 for 34 and 4.
   *
   * @param alpha the scale of the displacements, in pixels, in [0, 100000]
   * @param sigma the standard deviation of the Gaussian, in pixels, in [0.75, 1000]
   * @param seed of the noise
   * @param resampling how the source is read
   */
  public record ElasticParameters(double alpha, double sigma, long seed, Resampling resampling)
      implements Geometric {
    static final double MAX_ALPHA = 100_000;
    static final double MIN_SIGMA = 0.75;
    static final double MAX_SIGMA = 1000;

    /** Throws {@link IllegalArgumentException} if a number is out of range. */
    public ElasticParameters {
      Checks.in("alpha", alpha, 0, MAX_ALPHA, "pixels");
      Checks.in("sigma", sigma, MIN_SIGMA, MAX_SIGMA, "pixels");
      Objects.requireNonNull(resampling, "resampling");
    }
  }

  /**
   * An uneven grid, drawn by {@link RandomTransform#gridDistortion(int, double)}. Each column and
   * row of a grid over the result shows a part of the source whose width or height is {@code 1 +
   * distortion * u} times a common one, u uniform in [-1, 1); within a cell the mapping is linear,
   * and the image's edges stay.
   *
   * @param cells along each axis, in [1, 100]
   * @param distortion in [0, 0.9]
   * @param seed of the factors
   * @param resampling how the source is read
   */
  public record GridDistortionParameters(
      int cells, double distortion, long seed, Resampling resampling) implements Geometric {
    static final int MAX_CELLS = 100;
    static final double MAX_DISTORTION = 0.9;

    /** Throws {@link IllegalArgumentException} if a number is out of range. */
    public GridDistortionParameters {
      Checks.in("cells", cells, 1, MAX_CELLS);
      Checks.in("distortion", distortion, 0, MAX_DISTORTION, "");
      Objects.requireNonNull(resampling, "resampling");
    }
  }

  /**
   * An affine transform with the meaning, order and signs of Keras' {@code apply_affine_transform},
   * drawn and described by {@link Augmentation#keras}.
   *
   * @param theta degrees, in [-360, 360]
   * @param heightShift along the rows, in [-32767, 32767]
   * @param widthShift along the columns, in [-32767, 32767]
   * @param shear degrees, in [-89, 89]
   * @param zoom factors along the columns (x) and the rows (y), in [0.01, 100]
   * @param resampling how the source is read
   */
  record KerasAffineParameters(
      double theta,
      Shift heightShift,
      Shift widthShift,
      double shear,
      PerAxis zoom,
      Resampling resampling)
      implements Geometric {
    static final double MAX_SHEAR = 89;

    KerasAffineParameters {
      double shift = AffineParameters.MAX_SHIFT;
      Checks.in("theta", theta, -360, 360, "degrees");
      Checks.in("heightShift", heightShift.amount, -shift, shift, "");
      Checks.in("widthShift", widthShift.amount, -shift, shift, "");
      Checks.in("shear", shear, -MAX_SHEAR, MAX_SHEAR, "degrees");
      Checks.in("zoomHeight", zoom.y, AffineParameters.MIN_ZOOM, AffineParameters.MAX_ZOOM, "");
      Checks.in("zoomWidth", zoom.x, AffineParameters.MIN_ZOOM, AffineParameters.MAX_ZOOM, "");
      Objects.requireNonNull(resampling, "resampling");
    }

    /** Returns the numbers for {@link Projective#keras}. */
    double[] numbers(int width, int height) {
      return new double[] {
        theta, heightShift.pixels(height), widthShift.pixels(width), shear, zoom.y, zoom.x
      };
    }

    /** A distance, in pixels or as a {@code fraction} of the image's side. */
    record Shift(double amount, boolean fraction) {
      double pixels(int side) {
        return fraction ? amount * side : amount;
      }
    }
  }

  /**
   * Changes the width of strokes by a number of pixels, not necessarily whole: each of a stroke's
   * two edges moves by half of it, blurred edges with their whole profile. Ink is bright; the
   * outside is black.
   *
   * <p>Widening is grey-scale dilation by a disc. Narrowing removes ink like erosion, but only
   * where the stroke extends farther on the other side, so that its middle line stays: a horizontal
   * or vertical stroke is not thinned below about a pixel. A slanted or bent one narrowed by more
   * than its width fades, but to no less than about a third of a pixel: no change erases a stroke.
   * EMNIST's strokes are about 3 pixels wide; changes from -1.5 to 2 look like other pens.
   *
   * @param change in pixels, positive for wider, in [-8, 8]
   */
  public record StrokeWidth(double change) implements ImageTransform {
    static final double MAX_CHANGE = 8;

    /** Throws {@link IllegalArgumentException} if the change is out of range. */
    public StrokeWidth {
      Checks.in("stroke width change", change, -MAX_CHANGE, MAX_CHANGE, "pixels");
    }

    @Override
    public void apply(Pixels source, Pixels target) {
      apply(change, source, target);
    }

    static void apply(double change, Pixels source, Pixels target) {
      Pixels.check(source, target, 1);
      if (change > 0) {
        StrokeMorphology.ofThisThread().thicken(change / 2, source, target);
      } else if (change < 0) {
        StrokeMorphology.ofThisThread().thin(-change / 2, source, target);
      } else {
        source.copyTo(target);
      }
    }
  }

  /**
   * Blurs by a Gaussian truncated at four standard deviations, with black outside, like SciPy's
   * {@code gaussian_filter(mode="constant")}.
   *
   * @param sigma the standard deviation, in pixels, in [0, 10]; 0 changes nothing
   */
  public record GaussianBlur(double sigma) implements ImageTransform {
    /** Throws {@link IllegalArgumentException} if sigma is out of range. */
    public GaussianBlur {
      Checks.in("blur sigma", sigma, 0, GaussianSmoothing.MAX_SIGMA, "pixels");
    }

    @Override
    public void apply(Pixels source, Pixels target) {
      apply(sigma, source, target);
    }

    static void apply(double sigma, Pixels source, Pixels target) {
      Pixels.check(source, target, 1);
      GaussianSmoothing smoothing = GaussianSmoothing.ofThisThread().sigma(sigma);
      byte[] blurred = target.array();
      int width = source.width();
      int band = GaussianSmoothing.rows(width);
      for (int top = 0; top < source.height(); top += band) {
        int bottom = Math.min(top + band, source.height());
        float[] smooth = smoothing.smooth(source, top, bottom);
        for (int y = top; y < bottom; y++) {
          int from = (y - top) * smoothing.stride();
          int to = target.offset() + y * width;
          for (int x = 0; x < width; x++) {
            blurred[to + x] = (byte) (smooth[from + x] + 0.5f);
          }
        }
      }
    }
  }

  /**
   * Sharpens by adding the difference between the image and its Gaussian blur, {@code image +
   * amount * (image - blur)}, clipped to the range of grey levels.
   *
   * @param amount the weight of the difference, in [0, 10]; 0 changes nothing
   * @param sigma the blur's standard deviation, in pixels, in [0, 10]: the width of the sharpened
   *     edges
   */
  public record UnsharpMask(double amount, double sigma) implements ImageTransform {
    static final double MAX_AMOUNT = 10;

    /** Throws {@link IllegalArgumentException} if a number is out of range. */
    public UnsharpMask {
      Checks.in("sharpening amount", amount, 0, MAX_AMOUNT, "");
      Checks.in("sharpening sigma", sigma, 0, GaussianSmoothing.MAX_SIGMA, "pixels");
    }

    @Override
    public void apply(Pixels source, Pixels target) {
      apply(amount, sigma, source, target);
    }

    static void apply(double amount, double sigma, Pixels source, Pixels target) {
      Pixels.check(source, target, 1);
      GaussianSmoothing smoothing = GaussianSmoothing.ofThisThread().sigma(sigma);
      float strength = (float) amount;
      byte[] soft = source.array();
      byte[] sharpened = target.array();
      int width = source.width();
      int band = GaussianSmoothing.rows(width);
      for (int top = 0; top < source.height(); top += band) {
        int bottom = Math.min(top + band, source.height());
        float[] smooth = smoothing.smooth(source, top, bottom);
        for (int y = top; y < bottom; y++) {
          int blurred = (y - top) * smoothing.stride();
          int from = source.offset() + y * width;
          int to = target.offset() + y * width;
          for (int x = 0; x < width; x++) {
            int level = soft[from + x] & 0xFF;
            float sharp = level + strength * (level - smooth[blurred + x]);
            sharpened[to + x] = (byte) (Math.min(Math.max(sharp, 0), 255) + 0.5f);
          }
        }
      }
    }
  }

  /**
   * Raises each grey level, as a share of 255, to a power. Black and white stay; below 1 faint ink
   * becomes brighter and strokes look bolder, above 1 the opposite.
   *
   * @param gamma the exponent, in [0.1, 10]; 1 changes nothing
   */
  public record Gamma(double gamma) implements ImageTransform {
    static final double MIN = 0.1;
    static final double MAX = 10;

    private static final double[] LOGARITHMS = new double[LEVELS];

    static {
      for (int level = 1; level < LEVELS; level++) {
        LOGARITHMS[level] = StrictMath.log(level / 255.0);
      }
    }

    /** Throws {@link IllegalArgumentException} if the exponent is out of range. */
    public Gamma {
      Checks.in("gamma", gamma, MIN, MAX, "");
    }

    @Override
    public void apply(Pixels source, Pixels target) {
      apply(gamma, source, target);
    }

    static void apply(double gamma, Pixels source, Pixels target) {
      Pixels.check(source, target, 1);
      try (Scratch scratch = Scratch.acquire()) {
        byte[] curve = scratch.bytes(LEVELS);
        curve[0] = 0; // a logarithm would be infinite
        for (int level = 1; level < LEVELS; level++) {
          curve[level] = level(255 * StrictMath.exp(gamma * LOGARITHMS[level]));
        }
        replace(curve, source, target);
      }
    }
  }

  /**
   * Moves each grey level away from or towards a pivot: {@code pivot + factor * (level - pivot)},
   * clipped to black and white. About mid-grey (127.5) this is contrast, and a factor below 1 lifts
   * the black background; about 0 the background stays black and the ink becomes darker or
   * brighter.
   *
   * @param factor above 1 more contrast, below 1 less, in [0, 10]; 1 changes nothing
   * @param pivot the grey level that stays, in [0, 255]
   */
  public record Contrast(double factor, double pivot) implements ImageTransform {
    static final double MAX_FACTOR = 10;

    /** Throws {@link IllegalArgumentException} if a number is out of range. */
    public Contrast {
      Checks.in("contrast factor", factor, 0, MAX_FACTOR, "");
      Checks.in("contrast pivot", pivot, 0, 255, "");
    }

    @Override
    public void apply(Pixels source, Pixels target) {
      apply(factor, pivot, source, target);
    }

    static void apply(double factor, double pivot, Pixels source, Pixels target) {
      Pixels.check(source, target, 1);
      try (Scratch scratch = Scratch.acquire()) {
        byte[] curve = scratch.bytes(LEVELS);
        for (int level = 0; level < LEVELS; level++) {
          curve[level] = level(pivot + factor * (level - pivot));
        }
        replace(curve, source, target);
      }
    }
  }

  /**
   * Adds normally distributed noise to each pixel, clipped to black and white.
   *
   * @param sigma the standard deviation, in grey levels, in [0, 255]; 0 changes nothing
   * @param seed determines the noise
   */
  public record GaussianNoise(double sigma, long seed) implements ImageTransform {
    static final double MAX_SIGMA = 255;

    /** Throws {@link IllegalArgumentException} if sigma is out of range. */
    public GaussianNoise {
      Checks.in("noise sigma", sigma, 0, MAX_SIGMA, "grey levels");
    }

    @Override
    public void apply(Pixels source, Pixels target) {
      apply(sigma, seed, source, target);
    }

    static void apply(double sigma, long seed, Pixels source, Pixels target) {
      Pixels.check(source, target, 1);
      try (Scratch scratch = Scratch.acquire()) {
        scratch.random.reset(seed, 0, 0);
        byte[] from = source.array();
        byte[] to = target.array();
        int fromOffset = source.offset();
        int toOffset = target.offset();
        int length = source.length();
        for (int i = 0; i < length; i++) {
          int level = from[fromOffset + i] & 0xFF;
          to[toOffset + i] = level(level + sigma * Distributions.normal(scratch.random));
        }
      }
    }
  }

  /**
   * Makes randomly chosen pixels white or black, with equal probability.
   *
   * @param share each pixel's probability of being chosen, in [0, 1]; 0 changes nothing
   * @param seed determines the choice
   */
  public record SaltAndPepper(double share, long seed) implements ImageTransform {
    /** Throws {@link IllegalArgumentException} if the share is out of range. */
    public SaltAndPepper {
      Checks.in("salt-and-pepper share", share, 0, 1, "");
    }

    @Override
    public void apply(Pixels source, Pixels target) {
      apply(share, seed, source, target);
    }

    static void apply(double share, long seed, Pixels source, Pixels target) {
      Pixels.check(source, target, 1);
      long chosen = Math.round(share * 0x1p32);
      try (Scratch scratch = Scratch.acquire()) {
        scratch.random.reset(seed, 0, 0);
        byte[] from = source.array();
        byte[] to = target.array();
        int fromOffset = source.offset();
        int toOffset = target.offset();
        int length = source.length();
        for (int i = 0; i < length; i++) {
          long bits = scratch.random.nextLong();
          byte noise = (byte) -(bits & 1);
          to[toOffset + i] = bits >>> 32 < chosen ? noise : from[fromOffset + i];
        }
      }
    }
  }

  /**
   * Fills a rectangle of the image with one grey level or with noise: Zhong et al., "Random Erasing
   * Data Augmentation", AAAI 2020, arXiv:1708.04896. Size and place are relative to the image.
   * Sides are rounded to whole pixels; a side that would exceed the image is cut to it and the
   * other lengthened, so that the area stays.
   *
   * @param area share of the image's area, in [0, 1]; 0 changes nothing
   * @param aspect the rectangle's height divided by its width, in [0.01, 100]
   * @param place x between the left (0) and the right (1) edge, y between the top (0) and the
   *     bottom (1) edge
   * @param darkest the least grey level of the filling, in [0, 255]
   * @param brightest the greatest, in [darkest, 255]; if it exceeds {@code darkest}, each pixel's
   *     level is drawn uniformly from the range
   * @param seed determines the noise
   */
  public record Erasing(
      double area, double aspect, PerAxis place, int darkest, int brightest, long seed)
      implements ImageTransform {
    static final double MIN_ASPECT = 0.01;
    static final double MAX_ASPECT = 100;

    /** Throws {@link IllegalArgumentException} if a number is out of range. */
    public Erasing {
      Checks.in("erased area", area, 0, 1, "");
      Checks.in("erased aspect", aspect, MIN_ASPECT, MAX_ASPECT, "");
      Checks.in("erased x", place.x, 0, 1, "");
      Checks.in("erased y", place.y, 0, 1, "");
      Checks.in("darkest fill", darkest, 0, 255);
      Checks.in("brightest fill", brightest, darkest, 255);
    }

    @Override
    public void apply(Pixels source, Pixels target) {
      Pixels.check(source, target, 1);
      source.copyTo(target);
      try (Scratch scratch = Scratch.acquire()) {
        int[] box = scratch.ints(4);
        place(area, aspect, place.x, place.y, target, box);
        fill(target, box, darkest, brightest, seed);
      }
    }

    /** Sets a box to the rectangle's left, top, width and height. */
    static void place(double area, double aspect, double x, double y, Pixels image, int[] box) {
      double pixels = area * image.width() * image.height();
      double tall = Math.min(Math.sqrt(pixels * aspect), image.height());
      double wide = Math.min(pixels > 0 ? pixels / tall : 0, image.width());
      if (wide == image.width()) {
        tall = pixels / wide;
      }
      box[2] = (int) (wide + 0.5);
      box[3] = (int) (tall + 0.5);
      // Each place is equally likely; x = 1 would exceed the last.
      box[0] = Math.min((int) (x * (image.width() - box[2] + 1)), image.width() - box[2]);
      box[1] = Math.min((int) (y * (image.height() - box[3] + 1)), image.height() - box[3]);
    }

    static void fill(Pixels image, int[] box, int darkest, int brightest, long seed) {
      byte[] pixels = image.array();
      try (Scratch scratch = Scratch.acquire()) {
        scratch.random.reset(seed, 0, 0);
        for (int row = box[1]; row < box[1] + box[3]; row++) {
          int from = image.offset() + row * image.width() + box[0];
          int to = from + box[2];
          if (darkest == brightest) {
            Arrays.fill(pixels, from, to, (byte) darkest);
            continue;
          }
          for (int i = from; i < to; i++) {
            long share = scratch.random.nextLong() >>> 32;
            pixels[i] = (byte) (darkest + (share * (brightest - darkest + 1) >>> 32));
          }
        }
      }
    }
  }

  /**
   * Draws a straight line through the whole image, blended by each pixel's covered part: a
   * strike-through, a ruled line of the paper, or, in black, a scratch.
   *
   * @param angle degrees, counter-clockwise from horizontal, in [-360, 360]
   * @param offset the distance from the image's centre {@code ((width - 1) / 2, (height - 1) / 2)},
   *     in pixels, in [-32767, 32767]: of a horizontal line downwards, of an upright one (90
   *     degrees) to the right
   * @param thickness in pixels, in [0, 100]; 0 changes nothing, and a line thinner than a pixel is
   *     fainter
   * @param ink the line's grey level, in [0, 255]
   */
  public record LineStrike(double angle, double offset, double thickness, int ink)
      implements ImageTransform {
    static final double MAX_OFFSET = 32_767;
    static final double MAX_THICKNESS = 100;

    /** Smaller sines count as 0. */
    private static final double SMALL = 1e-9;

    /** Throws {@link IllegalArgumentException} if a number is out of range. */
    public LineStrike {
      Checks.in("line angle", angle, -360, 360, "degrees");
      Checks.in("line offset", offset, -MAX_OFFSET, MAX_OFFSET, "pixels");
      Checks.in("line thickness", thickness, 0, MAX_THICKNESS, "pixels");
      Checks.in("line ink", ink, 0, 255);
    }

    @Override
    public void apply(Pixels source, Pixels target) {
      Pixels.check(source, target, 1);
      source.copyTo(target);
      draw(angle, offset, thickness, ink, target);
    }

    /** Draws over an image. */
    static void draw(double angle, double offset, double thickness, int ink, Pixels pixels) {
      byte[] image = pixels.array();
      int width = pixels.width();
      int height = pixels.height();
      double sin = StrictMath.sin(Math.toRadians(angle));
      double cos = StrictMath.cos(Math.toRadians(angle));
      double longer = Math.max(Math.abs(sin), Math.abs(cos));
      double shorter = Math.min(Math.abs(sin), Math.abs(cos));
      double reach = (thickness + longer + shorter) / 2;
      for (int y = 0; y < height; y++) {
        // The distance of (x, y) from the line's middle is start + x * sin.
        double start = (y - (height - 1) / 2.0) * cos - (width - 1) / 2.0 * sin - offset;
        int first = 0;
        int last = width - 1;
        if (Math.abs(sin) > SMALL) {
          double middle = -start / sin;
          double half = reach / Math.abs(sin) + 1;
          first = (int) Math.max(middle - half, first);
          last = (int) Math.min(middle + half, last);
        }
        for (int x = first; x <= last; x++) {
          double distance = start + x * sin;
          if (Math.abs(distance) < reach) {
            double share =
                before(distance + thickness / 2, longer, shorter)
                    - before(distance - thickness / 2, longer, shorter);
            int i = pixels.offset() + y * width + x;
            int level = image[i] & 0xFF;
            image[i] = level(level + share * (ink - level));
          }
        }
      }
    }

    /**
     * Returns the exact part of a pixel on one side of a straight edge. In the edge's direction, a
     * pixel's profile is a trapezoid, the convolution of two boxes.
     */
    private static double before(double distance, double longer, double shorter) {
      if (shorter < SMALL) {
        return Math.min(Math.max(distance + 0.5, 0), 1);
      }
      double outer = (longer + shorter) / 2;
      double inner = (longer - shorter) / 2;
      if (distance >= outer) {
        return 1;
      }
      return (square(distance + outer) - square(distance + inner) - square(distance - inner))
          / (2 * longer * shorter);
    }

    private static double square(double value) {
      return value > 0 ? value * value : 0;
    }
  }

  /**
   * Transforms applied in order, drawn by {@link Augmentation}. Consecutive geometric ones are
   * interpolated once.
   *
   * @param steps in order; none leaves the image unchanged
   */
  public record TransformSequence(List<ImageTransform> steps) implements ImageTransform {
    /** Copies the list. */
    public TransformSequence {
      steps = List.copyOf(steps);
    }

    @Override
    public void apply(Pixels source, Pixels target) {
      Canvas.transform(this, source, target);
    }
  }

  /** Rounds and clips a value to a grey level. */
  private static byte level(double value) {
    return (byte) (Math.min(Math.max(value, 0), 255) + 0.5);
  }

  /** Maps each grey level by a table. */
  private static void replace(byte[] curve, Pixels source, Pixels target) {
    byte[] from = source.array();
    byte[] to = target.array();
    int fromOffset = source.offset();
    int toOffset = target.offset();
    int length = source.length();
    for (int i = 0; i < length; i++) {
      to[toOffset + i] = curve[from[fromOffset + i] & 0xFF];
    }
  }
}
