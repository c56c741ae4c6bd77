package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.AffineParameters;
import java.util.List;
import java.util.Objects;

/**
 * Holds the transforms with nothing left to chance: what the random ones draw, for those who choose
 * the parameters themselves. Each is a record; all are immutable and thread-safe.
 */
public final class Transforms {
  private Transforms() {}

  /**
   * One affine change of an image: what {@link RandomAffine} draws. About the image's centre {@code
   * ((width - 1) / 2, (height - 1) / 2)} it zooms, then shears, then rotates, then shifts, all
   * folded into one mapping: each pixel of the result is interpolated once from the source.
   *
   * @param rotation degrees, counter-clockwise, in [-360, 360]
   * @param shiftX pixels to the right, in [-32767, 32767]
   * @param shiftY pixels down, in [-32767, 32767]
   * @param zoomX horizontal scale, above 1 enlarges, in [0.01, 100]
   * @param zoomY vertical scale, above 1 enlarges, in [0.01, 100]
   * @param shear tangent of the slant, in [-10, 10]: a point moves right by {@code shear} times its
   *     height above the centre, so that a positive shear leans a letter to the right, like italics
   * @param resampling how the source is read
   */
  public record AffineParameters(
      double rotation,
      double shiftX,
      double shiftY,
      double zoomX,
      double zoomY,
      double shear,
      Resampling resampling)
      implements GeometricTransform {
    /** Changes nothing. */
    public static final AffineParameters IDENTITY = new AffineParameters(0, 0, 0, 1, 1, 0);

    static final double MIN_ZOOM = 0.01;
    static final double MAX_ZOOM = 100;
    static final double MAX_SHIFT = 32_767;
    static final double MAX_SHEAR = 10;

    /**
     * Checks the parameters.
     *
     * @throws IllegalArgumentException if one is not in its interval
     */
    public AffineParameters {
      Checks.in("rotation", rotation, -360, 360, "degrees");
      Checks.in("shiftX", shiftX, -MAX_SHIFT, MAX_SHIFT, "pixels");
      Checks.in("shiftY", shiftY, -MAX_SHIFT, MAX_SHIFT, "pixels");
      Checks.in("zoomX", zoomX, MIN_ZOOM, MAX_ZOOM, "");
      Checks.in("zoomY", zoomY, MIN_ZOOM, MAX_ZOOM, "");
      Checks.in("shear", shear, -MAX_SHEAR, MAX_SHEAR, "");
      Objects.requireNonNull(resampling, "resampling");
    }

    /**
     * Creates parameters for bilinear interpolation with black outside.
     *
     * @param rotation degrees, counter-clockwise
     * @param shiftX pixels to the right
     * @param shiftY pixels down
     * @param zoomX horizontal scale
     * @param zoomY vertical scale
     * @param shear tangent of the slant
     * @throws IllegalArgumentException if one is not in its interval
     */
    public AffineParameters(
        double rotation, double shiftX, double shiftY, double zoomX, double zoomY, double shear) {
      this(rotation, shiftX, shiftY, zoomX, zoomY, shear, Resampling.DEFAULT);
    }

    /** Backwards, as a matrix. */
    static Projective mapping(
        Projective target,
        double rotation,
        double shiftX,
        double shiftY,
        double zoomX,
        double zoomY,
        double shear,
        int width,
        int height) {
      // StrictMath, so that every machine gives the same bytes.
      double sin = StrictMath.sin(Math.toRadians(rotation));
      double cos = StrictMath.cos(Math.toRadians(rotation));
      // Forward: centre + shift + R S Z (p - centre), where, as y points down,
      // R = [cos sin; -sin cos], S = [1 -shear; 0 1], Z = [zoomX 0; 0 zoomY]. Here its inverse.
      double xx = (cos + shear * sin) / zoomX;
      double xy = (shear * cos - sin) / zoomX;
      double yx = sin / zoomY;
      double yy = cos / zoomY;
      double centreX = (width - 1) / 2.0;
      double centreY = (height - 1) / 2.0;
      double fromX = -centreX - shiftX;
      double fromY = -centreY - shiftY;
      return target.affine(
          xx, xy, xx * fromX + xy * fromY + centreX, yx, yy, yx * fromX + yy * fromY + centreY);
    }
  }

  /**
   * One view of an image at a slant: what {@link RandomPerspective} draws. Each corner moves
   * inwards; a homography takes the image to the quadrilateral between them. The eight distances
   * are fractions of half the image's width (X) or height (Y), in [0, 0.6]: up to there any four
   * corners make a convex quadrilateral.
   *
   * @param topLeftX how far the top left corner moves to the right
   * @param topLeftY how far the top left corner moves down
   * @param topRightX how far the top right corner moves to the left
   * @param topRightY how far the top right corner moves down
   * @param bottomRightX how far the bottom right corner moves to the left
   * @param bottomRightY how far the bottom right corner moves up
   * @param bottomLeftX how far the bottom left corner moves to the right
   * @param bottomLeftY how far the bottom left corner moves up
   * @param resampling how the source is read
   */
  public record PerspectiveParameters(
      double topLeftX,
      double topLeftY,
      double topRightX,
      double topRightY,
      double bottomRightX,
      double bottomRightY,
      double bottomLeftX,
      double bottomLeftY,
      Resampling resampling)
      implements GeometricTransform {
    static final double MAX = 0.6;

    /**
     * Checks the parameters.
     *
     * @throws IllegalArgumentException if one is not in its interval
     */
    public PerspectiveParameters {
      Checks.in("topLeftX", topLeftX, 0, MAX, "");
      Checks.in("topLeftY", topLeftY, 0, MAX, "");
      Checks.in("topRightX", topRightX, 0, MAX, "");
      Checks.in("topRightY", topRightY, 0, MAX, "");
      Checks.in("bottomRightX", bottomRightX, 0, MAX, "");
      Checks.in("bottomRightY", bottomRightY, 0, MAX, "");
      Checks.in("bottomLeftX", bottomLeftX, 0, MAX, "");
      Checks.in("bottomLeftY", bottomLeftY, 0, MAX, "");
      Objects.requireNonNull(resampling, "resampling");
    }

    Projective mapping(Projective target, int width, int height) {
      return mapping(
          target,
          topLeftX,
          topLeftY,
          topRightX,
          topRightY,
          bottomRightX,
          bottomRightY,
          bottomLeftX,
          bottomLeftY,
          width,
          height);
    }

    /**
     * Backwards, as a matrix: the inverse of the mapping of the unit square to a quadrilateral
     * (Heckbert, "Fundamentals of Texture Mapping and Image Warping", 1989, section 2.2.3), which
     * is its adjoint, followed by the mapping of the unit square to the image. The letters are
     * those of that text; a pixel's centre lies half a pixel from its edges.
     */
    static Projective mapping(
        Projective target,
        double topLeftX,
        double topLeftY,
        double topRightX,
        double topRightY,
        double bottomRightX,
        double bottomRightY,
        double bottomLeftX,
        double bottomLeftY,
        int width,
        int height) {
      double halfX = width / 2.0;
      double halfY = height / 2.0;
      double x0 = topLeftX * halfX;
      double y0 = topLeftY * halfY;
      double x1 = width - topRightX * halfX;
      double y1 = topRightY * halfY;
      double x2 = width - bottomRightX * halfX;
      double y2 = height - bottomRightY * halfY;
      double x3 = bottomLeftX * halfX;
      double y3 = height - bottomLeftY * halfY;

      double sumX = x0 - x1 + x2 - x3;
      double sumY = y0 - y1 + y2 - y3;
      double det = (x1 - x2) * (y3 - y2) - (x3 - x2) * (y1 - y2);
      double g = (sumX * (y3 - y2) - (x3 - x2) * sumY) / det;
      double h = ((x1 - x2) * sumY - sumX * (y1 - y2)) / det;
      double a = x1 - x0 + g * x1;
      double b = x3 - x0 + h * x3;
      double d = y1 - y0 + g * y1;
      double e = y3 - y0 + h * y3;

      double wx = d * h - e * g;
      double wy = b * g - a * h;
      double w1 = a * e - b * d;
      double centre = wx * halfX + wy * halfY + w1;
      wx /= centre;
      wy /= centre;
      w1 = w1 / centre + (wx + wy) / 2;
      double ux = (e - y0 * h) * width / centre;
      double uy = (x0 * h - b) * width / centre;
      double u1 = (b * y0 - x0 * e) * width / centre + (ux + uy) / 2;
      double vx = (y0 * g - d) * height / centre;
      double vy = (a - x0 * g) * height / centre;
      double v1 = (x0 * d - a * y0) * height / centre + (vx + vy) / 2;
      return target.set(
          ux - wx / 2, uy - wy / 2, u1 - w1 / 2, vx - wx / 2, vy - wy / 2, v1 - w1 / 2, wx, wy, w1);
    }
  }

  /**
   * One elastic deformation (Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural
   * Networks Applied to Visual Document Analysis", ICDAR 2003): what {@link ElasticDeformation}
   * draws. Each pixel of the result is read at a displacement from its own place; the displacements
   * along x and along y are independent random fields, uniform noise in [-1, 1) on every pixel
   * smoothed by a normalised Gaussian and multiplied by {@code alpha}. Their standard deviation is
   * {@code alpha / (sigma * sqrt(12 * pi))} pixels: 1.4 for 34 and 4.
   *
   * @param alpha the scale of the displacements, in pixels, in [0, 100000]
   * @param sigma the standard deviation of the Gaussian, in pixels, in [0.75, 1000]
   * @param seed of the noise
   * @param resampling how the source is read
   */
  public record ElasticParameters(double alpha, double sigma, long seed, Resampling resampling)
      implements GeometricTransform {
    static final double MAX_ALPHA = 100_000;
    static final double MIN_SIGMA = 0.75;
    static final double MAX_SIGMA = 1000;

    /**
     * Checks the parameters.
     *
     * @throws IllegalArgumentException if one is not in its interval
     */
    public ElasticParameters {
      Checks.in("alpha", alpha, 0, MAX_ALPHA, "pixels");
      Checks.in("sigma", sigma, MIN_SIGMA, MAX_SIGMA, "pixels");
      Objects.requireNonNull(resampling, "resampling");
    }
  }

  /**
   * One uneven grid: what {@link GridDistortion} draws. Each column and each row of a grid over the
   * result shows a part of the source whose width or height is {@code 1 + distortion * u} times a
   * common one, u uniform in [-1, 1); within a cell the mapping is linear, and the image's edges
   * stay where they are.
   *
   * @param cells along each axis, in [1, 100]
   * @param distortion in [0, 0.9]
   * @param seed of the factors
   * @param resampling how the source is read
   */
  public record GridDistortionParameters(
      int cells, double distortion, long seed, Resampling resampling)
      implements GeometricTransform {
    static final int MAX_CELLS = 100;
    static final double MAX_DISTORTION = 0.9;

    /**
     * Checks the parameters.
     *
     * @throws IllegalArgumentException if one is not in its interval
     */
    public GridDistortionParameters {
      Checks.in("cells", cells, 1, MAX_CELLS);
      Checks.in("distortion", distortion, 0, MAX_DISTORTION, "");
      Objects.requireNonNull(resampling, "resampling");
    }
  }

  /**
   * One affine change with the meaning, order and signs of Keras' {@code apply_affine_transform}:
   * what {@link Augmentation#keras} draws. About the image's centre, pixel (row, column) of the
   * result is read at {@code R T S Z (row, column)}, where R = [cos -sin; sin cos] of {@code
   * theta}, T shifts, S = [1 -sin; 0 cos] of {@code shear} and Z zooms. As this is where a pixel
   * comes from, the ink turns clockwise, moves up and to the left, and shrinks as the numbers grow.
   *
   * @param theta degrees, in [-360, 360]
   * @param heightShift along the rows, in [-32767, 32767]
   * @param heightFraction whether {@code heightShift} is a fraction of the height; else pixels
   * @param widthShift along the columns, in [-32767, 32767]
   * @param widthFraction whether {@code widthShift} is a fraction of the width; else pixels
   * @param shear degrees, in [-89, 89]
   * @param zoomHeight factor along the rows, in [0.01, 100]
   * @param zoomWidth factor along the columns, in [0.01, 100]
   * @param resampling how the source is read
   */
  public record KerasAffineParameters(
      double theta,
      double heightShift,
      boolean heightFraction,
      double widthShift,
      boolean widthFraction,
      double shear,
      double zoomHeight,
      double zoomWidth,
      Resampling resampling)
      implements GeometricTransform {
    static final double MAX_SHEAR = 89;

    /**
     * Checks the parameters.
     *
     * @throws IllegalArgumentException if one is not in its interval
     */
    public KerasAffineParameters {
      double shift = AffineParameters.MAX_SHIFT;
      Checks.in("theta", theta, -360, 360, "degrees");
      Checks.in("heightShift", heightShift, -shift, shift, "");
      Checks.in("widthShift", widthShift, -shift, shift, "");
      Checks.in("shear", shear, -MAX_SHEAR, MAX_SHEAR, "degrees");
      Checks.in("zoomHeight", zoomHeight, AffineParameters.MIN_ZOOM, AffineParameters.MAX_ZOOM, "");
      Checks.in("zoomWidth", zoomWidth, AffineParameters.MIN_ZOOM, AffineParameters.MAX_ZOOM, "");
      Objects.requireNonNull(resampling, "resampling");
    }

    Projective mapping(Projective target, int width, int height) {
      return mapping(
          target,
          theta,
          heightFraction ? heightShift * height : heightShift,
          widthFraction ? widthShift * width : widthShift,
          shear,
          zoomHeight,
          zoomWidth,
          width,
          height);
    }

    /** Backwards, as a matrix; {@code down} and {@code right} in pixels. */
    static Projective mapping(
        Projective target,
        double theta,
        double down,
        double right,
        double shear,
        double zoomHeight,
        double zoomWidth,
        int width,
        int height) {
      double angle = Math.toRadians(theta);
      double slanted = Math.toRadians(theta + shear);
      double sin = StrictMath.sin(angle);
      double cos = StrictMath.cos(angle);
      // R S Z as a product, with the angles added; x is the column, y the row.
      double xx = StrictMath.cos(slanted) * zoomWidth;
      double xy = sin * zoomHeight;
      double yx = -StrictMath.sin(slanted) * zoomWidth;
      double yy = cos * zoomHeight;
      double centreX = (width - 1) / 2.0;
      double centreY = (height - 1) / 2.0;
      return target.affine(
          xx,
          xy,
          sin * down + cos * right - xx * centreX - xy * centreY + centreX,
          yx,
          yy,
          cos * down - sin * right - yx * centreX - yy * centreY + centreY);
    }
  }

  /**
   * Makes strokes wider or narrower by a number of pixels that need not be whole: each of a
   * stroke's two edges moves by half of it, blurred edges with their whole profile. Ink is bright,
   * and outside of the image is black.
   *
   * <p>Widening is grey-scale dilation by a disc. Narrowing takes ink away as erosion does, but
   * only where the stroke goes on for longer on the other side, so that its middle line stays: an
   * upright or level stroke is not thinned below a pixel or so, and one of a pixel's width stays as
   * it is. A slanted or bent one fades if it is asked for more than its width, but to no less than
   * about a third of a pixel: no change erases a stroke. EMNIST's strokes are some 3 pixels wide;
   * changes from -1.5 to 2 look like other pens.
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

  /**
   * Blurs by a Gaussian, cut off at four standard deviations. Outside of the image is black. Means
   * what SciPy's {@code gaussian_filter(mode="constant")} means.
   *
   * @param sigma the standard deviation, in pixels, in [0, 10]; 0 changes nothing
   */
  public record GaussianBlur(double sigma) implements ImageTransform {
    /**
     * Checks the parameter.
     *
     * @throws IllegalArgumentException if it is not in [0, 10]
     */
    public GaussianBlur {
      Checks.in("blur sigma", sigma, 0, GaussianSmoothing.MAX_SIGMA, "pixels");
    }

    @Override
    public void apply(
        byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height) {
      transform(sigma, source, sourceOffset, target, targetOffset, width, height);
    }

    static void transform(
        double sigma,
        byte[] source,
        int sourceOffset,
        byte[] target,
        int targetOffset,
        int width,
        int height) {
      Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
      GaussianSmoothing smoothing = GaussianSmoothing.ofThisThread().sigma(sigma);
      int band = GaussianSmoothing.rows(width);
      for (int top = 0; top < height; top += band) {
        int bottom = Math.min(top + band, height);
        float[] smooth = smoothing.smooth(source, sourceOffset, width, height, top, bottom);
        for (int y = top; y < bottom; y++) {
          int from = (y - top) * smoothing.stride();
          int to = targetOffset + y * width;
          for (int x = 0; x < width; x++) {
            target[to + x] = (byte) (smooth[from + x] + 0.5f);
          }
        }
      }
    }
  }

  /**
   * Sharpens: adds the difference between the image and its Gaussian blur, {@code image + amount *
   * (image - blur)}, and cuts off what leaves the range of grey levels.
   *
   * @param amount how much of the difference is added, in [0, 10]; 0 changes nothing
   * @param sigma the blur's standard deviation, in pixels, in [0, 10]: how wide an edge is
   *     sharpened
   */
  public record UnsharpMask(double amount, double sigma) implements ImageTransform {
    static final double MAX_AMOUNT = 10;

    /**
     * Checks the parameters.
     *
     * @throws IllegalArgumentException if one is not in its interval
     */
    public UnsharpMask {
      Checks.in("sharpening amount", amount, 0, MAX_AMOUNT, "");
      Checks.in("sharpening sigma", sigma, 0, GaussianSmoothing.MAX_SIGMA, "pixels");
    }

    @Override
    public void apply(
        byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height) {
      transform(amount, sigma, source, sourceOffset, target, targetOffset, width, height);
    }

    static void transform(
        double amount,
        double sigma,
        byte[] source,
        int sourceOffset,
        byte[] target,
        int targetOffset,
        int width,
        int height) {
      Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
      GaussianSmoothing smoothing = GaussianSmoothing.ofThisThread().sigma(sigma);
      float strength = (float) amount;
      int band = GaussianSmoothing.rows(width);
      for (int top = 0; top < height; top += band) {
        int bottom = Math.min(top + band, height);
        float[] smooth = smoothing.smooth(source, sourceOffset, width, height, top, bottom);
        for (int y = top; y < bottom; y++) {
          int blurred = (y - top) * smoothing.stride();
          int row = y * width;
          for (int x = 0; x < width; x++) {
            int level = source[sourceOffset + row + x] & 0xFF;
            float sharp = level + strength * (level - smooth[blurred + x]);
            target[targetOffset + row + x] = (byte) (Math.min(Math.max(sharp, 0), 255) + 0.5f);
          }
        }
      }
    }
  }

  /**
   * Raises each grey level, as a share of 255, to a power. Black and white stay; below 1 faint ink
   * becomes brighter and strokes seem bolder, above 1 the other way round.
   *
   * @param gamma the exponent, in [0.1, 10]; 1 changes nothing
   */
  public record Gamma(double gamma) implements ImageTransform {
    static final double MIN = 0.1;
    static final double MAX = 10;

    private static final double[] LOGARITHMS = new double[ToneCurve.LEVELS];

    static {
      for (int level = 1; level < ToneCurve.LEVELS; level++) {
        LOGARITHMS[level] = StrictMath.log(level / 255.0);
      }
    }

    /**
     * Checks the parameter.
     *
     * @throws IllegalArgumentException if it is not in [0.1, 10]
     */
    public Gamma {
      Checks.in("gamma", gamma, MIN, MAX, "");
    }

    @Override
    public void apply(
        byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height) {
      transform(gamma, source, sourceOffset, target, targetOffset, width, height);
    }

    static void transform(
        double gamma,
        byte[] source,
        int sourceOffset,
        byte[] target,
        int targetOffset,
        int width,
        int height) {
      Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
      try (Scratch scratch = Scratch.acquire()) {
        byte[] curve = scratch.bytes(0, ToneCurve.LEVELS);
        curve[0] = 0; // a logarithm would be infinite
        for (int level = 1; level < ToneCurve.LEVELS; level++) {
          curve[level] = ToneCurve.level(255 * StrictMath.exp(gamma * LOGARITHMS[level]));
        }
        ToneCurve.apply(curve, source, sourceOffset, target, targetOffset, width * height);
      }
    }
  }

  /**
   * Moves each grey level away from or towards a pivot: {@code pivot + factor * (level - pivot)},
   * cut off at black and white. About mid-grey (127.5) this is contrast, and a factor below 1 lifts
   * the black background; about 0 the background stays black and the ink becomes darker or
   * brighter.
   *
   * @param factor above 1 more contrast, below 1 less, in [0, 10]; 1 changes nothing
   * @param pivot the grey level that stays, in [0, 255]
   */
  public record Contrast(double factor, double pivot) implements ImageTransform {
    static final double MAX_FACTOR = 10;

    /**
     * Checks the parameters.
     *
     * @throws IllegalArgumentException if one is not in its interval
     */
    public Contrast {
      Checks.in("contrast factor", factor, 0, MAX_FACTOR, "");
      Checks.in("contrast pivot", pivot, 0, 255, "");
    }

    @Override
    public void apply(
        byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height) {
      transform(factor, pivot, source, sourceOffset, target, targetOffset, width, height);
    }

    static void transform(
        double factor,
        double pivot,
        byte[] source,
        int sourceOffset,
        byte[] target,
        int targetOffset,
        int width,
        int height) {
      Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
      try (Scratch scratch = Scratch.acquire()) {
        byte[] curve = scratch.bytes(0, ToneCurve.LEVELS);
        for (int level = 0; level < ToneCurve.LEVELS; level++) {
          curve[level] = ToneCurve.level(pivot + factor * (level - pivot));
        }
        ToneCurve.apply(curve, source, sourceOffset, target, targetOffset, width * height);
      }
    }
  }

  /**
   * Adds to each pixel a normally distributed number of its own and cuts off at black and white.
   *
   * @param sigma the standard deviation, in grey levels, in [0, 255]; 0 changes nothing
   * @param seed fixes the numbers: the same image and seed give the same noise
   */
  public record GaussianNoise(double sigma, long seed) implements ImageTransform {
    static final double MAX_SIGMA = 255;

    /**
     * Checks the parameters.
     *
     * @throws IllegalArgumentException if {@code sigma} is not in [0, 255]
     */
    public GaussianNoise {
      Checks.in("noise sigma", sigma, 0, MAX_SIGMA, "grey levels");
    }

    @Override
    public void apply(
        byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height) {
      transform(sigma, seed, source, sourceOffset, target, targetOffset, width, height);
    }

    static void transform(
        double sigma,
        long seed,
        byte[] source,
        int sourceOffset,
        byte[] target,
        int targetOffset,
        int width,
        int height) {
      Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
      try (Scratch scratch = Scratch.acquire()) {
        scratch.random.reset(seed, 0, 0);
        for (int i = 0; i < width * height; i++) {
          int level = source[sourceOffset + i] & 0xFF;
          target[targetOffset + i] = ToneCurve.level(level + sigma * Normals.next(scratch.random));
        }
      }
    }
  }

  /**
   * Makes a random choice of pixels white or black, each as likely.
   *
   * @param share each pixel's probability of being chosen, in [0, 1]; 0 changes nothing
   * @param seed fixes the choice: the same image and seed give the same noise
   */
  public record SaltAndPepper(double share, long seed) implements ImageTransform {
    /**
     * Checks the parameters.
     *
     * @throws IllegalArgumentException if {@code share} is not in [0, 1]
     */
    public SaltAndPepper {
      Checks.in("salt-and-pepper share", share, 0, 1, "");
    }

    @Override
    public void apply(
        byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height) {
      transform(share, seed, source, sourceOffset, target, targetOffset, width, height);
    }

    static void transform(
        double share,
        long seed,
        byte[] source,
        int sourceOffset,
        byte[] target,
        int targetOffset,
        int width,
        int height) {
      Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
      long chosen = Math.round(share * 0x1p32);
      try (Scratch scratch = Scratch.acquire()) {
        scratch.random.reset(seed, 0, 0);
        for (int i = 0; i < width * height; i++) {
          long bits = scratch.random.nextLong();
          byte noise = (byte) -(bits & 1);
          target[targetOffset + i] = bits >>> 32 < chosen ? noise : source[sourceOffset + i];
        }
      }
    }
  }

  /**
   * Fills a rectangle of the image with one grey level or with noise: Zhong et al., "Random Erasing
   * Data Augmentation", AAAI 2020, arXiv:1708.04896. Its size and place are shares, so that they
   * mean the same in images of any size. Sides are rounded to whole pixels; where the aspect ratio
   * would make one longer than the image, it is cut to the image and the other lengthened, so that
   * the area stays.
   *
   * @param area share of the image's area, in [0, 1]; 0 changes nothing
   * @param aspect the rectangle's height divided by its width, in [0.01, 100]
   * @param x where it lies between the left (0) and the right (1) edge
   * @param y where it lies between the top (0) and the bottom (1) edge
   * @param darkest the least grey level that it is filled with, in [0, 255]
   * @param brightest the greatest, in [darkest, 255]; if higher than {@code darkest}, each pixel
   *     gets one drawn uniformly from between
   * @param seed fixes the noise
   */
  public record Erasing(
      double area, double aspect, double x, double y, int darkest, int brightest, long seed)
      implements ImageTransform {
    static final double MIN_ASPECT = 0.01;
    static final double MAX_ASPECT = 100;

    /**
     * Checks the parameters.
     *
     * @throws IllegalArgumentException if one is not in its interval
     */
    public Erasing {
      Checks.in("erased area", area, 0, 1, "");
      Checks.in("erased aspect", aspect, MIN_ASPECT, MAX_ASPECT, "");
      Checks.in("erased x", x, 0, 1, "");
      Checks.in("erased y", y, 0, 1, "");
      GreyRange.in("darkest fill", darkest, 0);
      GreyRange.in("brightest fill", brightest, darkest);
    }

    @Override
    public void apply(
        byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height) {
      Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
      System.arraycopy(source, sourceOffset, target, targetOffset, width * height);
      ErasedBox.ofThisThread()
          .place(area, aspect, x, y, width, height)
          .fill(darkest, brightest, seed, target, targetOffset);
    }
  }

  /**
   * Draws one straight line through the whole image, each pixel as far as the line covers it: a
   * crossing out, a ruled line of the paper, or, in black, a scratch.
   *
   * @param angle degrees, counter-clockwise from horizontal, in [-360, 360]
   * @param offset how far beside the image's centre {@code ((width - 1) / 2, (height - 1) / 2)} it
   *     passes, in pixels, in [-32767, 32767]: a horizontal line lies that far below, an upright
   *     one (90 degrees) that far to the right
   * @param thickness in pixels, in [0, 100]; 0 changes nothing, and a line thinner than a pixel is
   *     fainter
   * @param ink the line's grey level, in [0, 255]
   */
  public record LineStrike(double angle, double offset, double thickness, int ink)
      implements ImageTransform {
    static final double MAX_OFFSET = 32_767;
    static final double MAX_THICKNESS = 100;

    /** A sine that counts as none. */
    private static final double SMALL = 1e-9;

    /**
     * Checks the parameters.
     *
     * @throws IllegalArgumentException if one is not in its interval
     */
    public LineStrike {
      Checks.in("line angle", angle, -360, 360, "degrees");
      Checks.in("line offset", offset, -MAX_OFFSET, MAX_OFFSET, "pixels");
      Checks.in("line thickness", thickness, 0, MAX_THICKNESS, "pixels");
      GreyRange.in("line ink", ink, 0);
    }

    @Override
    public void apply(
        byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height) {
      Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
      System.arraycopy(source, sourceOffset, target, targetOffset, width * height);
      draw(angle, offset, thickness, ink, target, targetOffset, width, height);
    }

    /** Draws over an image. */
    static void draw(
        double angle,
        double offset,
        double thickness,
        int ink,
        byte[] image,
        int imageOffset,
        int width,
        int height) {
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
            int i = imageOffset + y * width + x;
            int level = image[i] & 0xFF;
            image[i] = ToneCurve.level(level + share * (ink - level));
          }
        }
      }
    }

    /**
     * The share of a pixel that lies on one side of a straight edge, exactly. Looked at along the
     * edge, a pixel is a trapezoid: two boxes folded.
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
   * Transforms applied one after the other: what {@link Augmentation} draws. Consecutive
   * {@linkplain GeometricTransform geometric} ones are interpolated once.
   *
   * @param steps in order; none leaves the image as it is
   */
  public record TransformSequence(List<ImageTransform> steps) implements ImageTransform {
    /** Keeps a copy of the list. */
    public TransformSequence {
      steps = List.copyOf(steps);
    }

    @Override
    public void apply(
        byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height) {
      Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
      try (Canvas canvas = Canvas.acquire()) {
        canvas.begin(source, sourceOffset, width, height);
        canvas.apply(this);
        canvas.end(target, targetOffset);
      }
    }
  }
}
