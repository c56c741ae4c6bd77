package io.github.emnist.augment;

import io.github.emnist.augment.RandomTransforms.Range;
import io.github.emnist.augment.RandomTransforms.WholeRange;
import io.github.emnist.data.internal.Messages;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A transform that draws its parameters from a random generator; the drawn transform is an {@link
 * ImageTransform}. Implementations are immutable, thread-safe and have {@code equals}; those of
 * this package allocate nothing for an image after a thread's first one.
 *
 * <p>The factories below create the transforms of this package, and throw {@link
 * IllegalArgumentException} for numbers out of range. Consecutive geometric ones ({@link #affine},
 * {@link #perspective(double) perspective}, {@link #elastic(double, double) elastic}, {@link
 * #gridDistortion(int, double) gridDistortion}) are combined into one mapping and interpolated
 * once.
 *
 * <pre>{@code
 * RandomTransform slight = RandomTransform.affine().rotation(10).shift(2).zoom(0.9, 1.1).build();
 * RandomTransform pens = RandomTransform.strokeWidth(-1, 1.5).withProbability(0.5);
 * }</pre>
 */
@FunctionalInterface
public interface RandomTransform {
  /**
   * {@return drawn parameters, as a record that can be kept, compared and applied again}
   *
   * @param random the generator; every call takes the same number of numbers
   */
  ImageTransform sample(RandomGenerator random);

  /**
   * Draws the parameters and transforms one image, with the same bytes as {@code
   * sample(random).apply(…)}. Implementations may override it to avoid allocation. In an {@link
   * Augmentation} or a composition, {@link #sample} is used for transforms of other packages, since
   * what they draw may be combined with its neighbours.
   *
   * @param random the generator of the parameters
   * @param source one image, only read
   * @param target receives the result: one image of the same size; must not overlap
   * @throws IllegalArgumentException if one has several images, the sizes differ, or the two
   *     overlap
   */
  default void apply(RandomGenerator random, Pixels source, Pixels target) {
    sample(random).apply(source, target);
  }

  /**
   * {@return a weaker version of this transform} Transforms of this package narrow their ranges in
   * proportion towards no change; this default applies the transform with probability {@code
   * strength}.
   *
   * @param strength in [0, 1]: 0 changes nothing, 1 is this transform
   */
  default RandomTransform withStrength(double strength) {
    return Checks.strength(strength) == 1 ? this : withProbability(strength);
  }

  /**
   * {@return this transform in an epoch; by default itself} Only a transform whose strength depends
   * on the epoch, or one that contains such a transform, differs between epochs.
   *
   * @param epoch 0-based
   */
  default RandomTransform atEpoch(long epoch) {
    return this;
  }

  /**
   * {@return a transform that applies this to some images and leaves others unchanged}
   *
   * @param probability of being applied, in [0, 1]
   */
  default RandomTransform withProbability(double probability) {
    return new Composite.RandomApply(probability, this);
  }

  /**
   * {@return this transform with a strength that depends on the epoch} Outside of an {@link
   * Augmentation} there is no epoch, and the transform is that of epoch 0.
   *
   * @param schedule the argument of {@link #withStrength} for each epoch
   */
  default RandomTransform scheduled(Schedule schedule) {
    return new Composite.Scheduled(
        schedule.shape, schedule.firstEpoch, schedule.lastEpoch, schedule.from, schedule.to, this);
  }

  /**
   * {@return a transform that applies several transforms in order}
   *
   * @param transforms in order
   */
  static RandomTransform sequence(RandomTransform... transforms) {
    return new Composite.AllOf(false, List.of(transforms));
  }

  /**
   * {@return a transform that applies several transforms in a random order for each image; each
   * order is equally likely}
   *
   * @param transforms in any order
   */
  static RandomTransform randomOrder(RandomTransform... transforms) {
    return new Composite.AllOf(true, List.of(transforms));
  }

  /**
   * {@return a transform that applies one of several transforms to each image; each is equally
   * likely}
   *
   * @param transforms at least one
   */
  static RandomTransform oneOf(RandomTransform... transforms) {
    return someOf(1, transforms);
  }

  /**
   * {@return a transform that applies some of several transforms to each image, none twice, in the
   * given order; each choice is equally likely}
   *
   * @param count how many, from 0 to all of them
   * @param transforms to choose from
   */
  static RandomTransform someOf(int count, RandomTransform... transforms) {
    return new Composite.SomeOf(count, List.of(transforms));
  }

  /**
   * {@return a builder with ranges that change nothing, for a transform that rotates, shifts, zooms
   * and shears in one interpolation} Each of the {@link Transforms.AffineParameters} is drawn
   * uniformly from its range.
   */
  static AffineBuilder affine() {
    return new AffineBuilder();
  }

  /**
   * {@return a transform that tilts the image, bilinear with black outside} Each corner moves
   * inwards along each axis by a distance drawn uniformly, as in torchvision's {@code
   * RandomPerspective}; see {@link Transforms.PerspectiveParameters}.
   *
   * @param distortion the largest distance of a corner, as a fraction of half the image's side, in
   *     [0, 0.6]
   */
  static RandomTransform perspective(double distortion) {
    return perspective(distortion, Resampling.DEFAULT);
  }

  /**
   * {@return a transform that tilts the image}
   *
   * @param distortion as in {@link #perspective(double)}
   * @param resampling how the source is read
   */
  static RandomTransform perspective(double distortion, Resampling resampling) {
    return new RandomTransforms.RandomPerspective(distortion, resampling);
  }

  /**
   * {@return a transform that deforms elastically, like the oscillations of a hand, bilinear with
   * black outside} Draws a new displacement field for each image; see {@link
   * Transforms.ElasticParameters}. For 28 x 28 pixels, 34 and 4 are strong.
   *
   * @param alpha the scale of the displacements, in pixels, in [0, 100000]
   * @param sigma the standard deviation of the Gaussian, in pixels, in [0.75, 1000]
   */
  static RandomTransform elastic(double alpha, double sigma) {
    return elastic(alpha, sigma, Resampling.DEFAULT);
  }

  /**
   * {@return a transform that deforms elastically}
   *
   * @param alpha as in {@link #elastic(double, double)}
   * @param sigma as in {@link #elastic(double, double)}
   * @param resampling how the source is read
   */
  static RandomTransform elastic(double alpha, double sigma, Resampling resampling) {
    return new RandomTransforms.ElasticDeformation(alpha, sigma, resampling);
  }

  /**
   * {@return a transform that stretches and compresses the columns and rows of a grid, like a
   * writer who makes one part of a character wider than another, bilinear with black outside} See
   * {@link Transforms.GridDistortionParameters}.
   *
   * @param cells along each axis, in [1, 100]
   * @param distortion how much wider or narrower a cell may be, in [0, 0.9]
   */
  static RandomTransform gridDistortion(int cells, double distortion) {
    return gridDistortion(cells, distortion, Resampling.DEFAULT);
  }

  /**
   * {@return a transform that stretches and compresses the columns and rows of a grid}
   *
   * @param cells as in {@link #gridDistortion(int, double)}
   * @param distortion as in {@link #gridDistortion(int, double)}
   * @param resampling how the source is read
   */
  static RandomTransform gridDistortion(int cells, double distortion, Resampling resampling) {
    return new RandomTransforms.GridDistortion(cells, distortion, resampling);
  }

  /**
   * {@return a transform that changes the width of strokes by an amount drawn uniformly} See {@link
   * Transforms.StrokeWidth}.
   *
   * @param low the least change, in pixels, negative for narrower, in [-8, 8]
   * @param high the greatest change, in pixels, in [low, 8]
   */
  static RandomTransform strokeWidth(double low, double high) {
    return new RandomTransforms.RandomStrokeWidth(new Range(low, high));
  }

  /**
   * {@return a transform that blurs by a Gaussian whose standard deviation is drawn uniformly} See
   * {@link Transforms.GaussianBlur}.
   *
   * @param low the least standard deviation, in pixels, in [0, 10]
   * @param high the greatest standard deviation, in pixels, in [low, 10]
   */
  static RandomTransform gaussianBlur(double low, double high) {
    return new RandomTransforms.RandomGaussianBlur(new Range(low, high));
  }

  /**
   * {@return a transform that sharpens by an amount drawn uniformly} See {@link
   * Transforms.UnsharpMask}.
   *
   * @param low the least amount, in [0, 10]
   * @param high the greatest amount, in [low, 10]
   * @param sigma the blur's standard deviation, in pixels, in [0, 10]; 1 sharpens edges one pixel
   *     wide
   */
  static RandomTransform unsharpMask(double low, double high, double sigma) {
    return new RandomTransforms.RandomUnsharpMask(new Range(low, high), sigma);
  }

  /**
   * {@return a transform that raises grey levels to a power drawn with a uniform logarithm} In
   * {@code [1 / g, g]}, darker and brighter are equally likely. See {@link Transforms.Gamma}.
   *
   * @param low the least exponent, in [0.1, 10]
   * @param high the greatest exponent, in [low, 10]
   */
  static RandomTransform gamma(double low, double high) {
    return new RandomTransforms.RandomGamma(new Range(low, high));
  }

  /**
   * {@return a transform that changes the contrast by a factor drawn uniformly} See {@link
   * Transforms.Contrast}.
   *
   * @param low the least factor, in [0, 10]
   * @param high the greatest factor, in [low, 10]
   * @param pivot the grey level that stays, in [0, 255]: 127.5 is mid-grey; 0 keeps the background
   *     black
   */
  static RandomTransform contrast(double low, double high, double pivot) {
    return new RandomTransforms.RandomContrast(new Range(low, high), pivot);
  }

  /**
   * {@return a transform that adds normally distributed noise whose standard deviation is drawn
   * uniformly} See {@link Transforms.GaussianNoise}.
   *
   * @param low the least standard deviation, in grey levels, in [0, 255]
   * @param high the greatest standard deviation, in grey levels, in [low, 255]
   */
  static RandomTransform gaussianNoise(double low, double high) {
    return new RandomTransforms.RandomGaussianNoise(new Range(low, high));
  }

  /**
   * {@return a transform that makes a share of pixels, drawn uniformly, white or black} See {@link
   * Transforms.SaltAndPepper}.
   *
   * @param low the least share of pixels, in [0, 1]
   * @param high the greatest share of pixels, in [low, 1]
   */
  static RandomTransform saltAndPepper(double low, double high) {
    return new RandomTransforms.RandomSaltAndPepper(new Range(low, high));
  }

  /**
   * {@return a builder for a transform that fills a rectangle, so that a model learns to do without
   * a part of a character, with the paper's ranges, area 0.02 to 0.4 and aspect ratio 0.3 to 1/0.3,
   * and black} Zhong et al., "Random Erasing Data Augmentation", AAAI 2020, arXiv:1708.04896; see
   * {@link Transforms.Erasing}. The area is drawn uniformly, the aspect ratio with a uniform
   * logarithm, so that upright and flat ones are equally likely, and the place uniformly within the
   * image. Unlike the paper's, it changes each image; {@link #withProbability} leaves some
   * unchanged.
   */
  static ErasingBuilder erasing() {
    return new ErasingBuilder();
  }

  /**
   * {@return a builder for a transform that draws thin straight lines through the image, with one
   * white line of one pixel's thickness, at any angle and up to 8 pixels beside the centre} Each
   * line's angle, place, thickness and grey level are drawn uniformly; see {@link
   * Transforms.LineStrike}.
   */
  static LineStrikesBuilder lineStrikes() {
    return new LineStrikesBuilder();
  }

  /** Collects the ranges of {@link #affine}. Not thread-safe. */
  final class AffineBuilder {
    private double rotation;
    private double shiftX;
    private double shiftY;
    private Range zoom = new Range(1, 1);
    private boolean jointZoom;
    private double shear;
    private Resampling resampling = Resampling.DEFAULT;

    private AffineBuilder() {}

    /**
     * Sets the largest rotation in either direction. Default 0.
     *
     * @param degrees the largest angle, in [0, 180]
     * @return this
     */
    public AffineBuilder rotation(double degrees) {
      rotation = degrees;
      return this;
    }

    /**
     * Sets the largest shift along both axes, which are drawn independently. Default 0.
     *
     * @param pixels the largest shift along each axis, in [0, 32767]
     * @return this
     */
    public AffineBuilder shift(double pixels) {
      return shift(pixels, pixels);
    }

    /**
     * Sets the largest shift along each axis; they are drawn independently. Default 0.
     *
     * @param horizontal the largest shift left or right, in pixels, in [0, 32767]
     * @param vertical the largest shift up or down, in pixels, in [0, 32767]
     * @return this
     */
    public AffineBuilder shift(double horizontal, double vertical) {
      shiftX = horizontal;
      shiftY = vertical;
      return this;
    }

    /**
     * Sets the range of one factor for width and height. Default 1.
     *
     * @param low the smallest factor, in [0.01, 100]
     * @param high the largest factor, in [low, 100]
     * @return this
     */
    public AffineBuilder zoom(double low, double high) {
      zoom = new Range(low, high);
      jointZoom = true;
      return this;
    }

    /**
     * Sets the range of independent factors for width and height. Default 1.
     *
     * @param low the smallest factor, in [0.01, 100]
     * @param high the largest factor, in [low, 100]
     * @return this
     */
    public AffineBuilder zoomPerAxis(double low, double high) {
      zoom = new Range(low, high);
      jointZoom = false;
      return this;
    }

    /**
     * Sets the largest slant to the left or right. Default 0.
     *
     * @param tangent the tangent of its angle, in [0, 10]
     * @return this
     */
    public AffineBuilder shear(double tangent) {
      shear = tangent;
      return this;
    }

    /**
     * Sets how the source is read. Default {@link Resampling#DEFAULT}.
     *
     * @param newResampling the interpolation and the outside
     * @return this
     */
    public AffineBuilder resampling(Resampling newResampling) {
      resampling = newResampling;
      return this;
    }

    /**
     * {@return the transform}
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public RandomTransform build() {
      return new RandomTransforms.RandomAffine(
          rotation, shiftX, shiftY, zoom, jointZoom, shear, resampling);
    }
  }

  /** Collects the ranges of {@link #erasing}. Not thread-safe. */
  final class ErasingBuilder {
    private Range area = new Range(0.02, 0.4);
    private Range aspect = new Range(0.3, 1 / 0.3);
    private WholeRange fill = new WholeRange(0, 0);

    private ErasingBuilder() {}

    /**
     * Sets the range of the rectangle's share of the image. Default 0.02 to 0.4.
     *
     * @param low the smallest share, in [0, 1]
     * @param high the largest share, in [low, 1]
     * @return this
     */
    public ErasingBuilder area(double low, double high) {
      area = new Range(low, high);
      return this;
    }

    /**
     * Sets the range of the rectangle's height divided by its width. Default 0.3 to 1/0.3.
     *
     * @param low the flattest, in [0.01, 100]
     * @param high the most upright, in [low, 100]
     * @return this
     */
    public ErasingBuilder aspect(double low, double high) {
      aspect = new Range(low, high);
      return this;
    }

    /**
     * Sets a single grey level to fill with. Default 0, black.
     *
     * @param level in [0, 255]
     * @return this
     */
    public ErasingBuilder fill(int level) {
      return noise(level, level);
    }

    /**
     * Sets the range of random grey levels, one for each pixel.
     *
     * @param low the darkest, in [0, 255]
     * @param high the brightest, in [low, 255]
     * @return this
     */
    public ErasingBuilder noise(int low, int high) {
      fill = new WholeRange(low, high);
      return this;
    }

    /**
     * {@return the transform}
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public RandomTransform build() {
      return new RandomTransforms.RandomErasing(area, aspect, fill);
    }
  }

  /** Collects the ranges of {@link #lineStrikes}. Not thread-safe. */
  final class LineStrikesBuilder {
    private int minLines = 1;
    private int maxLines = 1;
    private double angle = 90;
    private double offset = 8;
    private Range thickness = new Range(1, 1);
    private WholeRange ink = new WholeRange(255, 255);

    private LineStrikesBuilder() {}

    /**
     * Sets the range of the number of lines. Default 1.
     *
     * @param least in [0, 100]
     * @param most in [least, 100]
     * @return this
     */
    public LineStrikesBuilder lines(int least, int most) {
      minLines = least;
      maxLines = most;
      return this;
    }

    /**
     * Sets the largest angle of the lines from horizontal, either way. Default 90: any line.
     *
     * @param degrees the largest angle, in [0, 90]
     * @return this
     */
    public LineStrikesBuilder angle(double degrees) {
      angle = degrees;
      return this;
    }

    /**
     * Sets the largest distance of the lines from the image's centre, on either side. Default 8.
     *
     * @param pixels the largest distance, in [0, 32767]
     * @return this
     */
    public LineStrikesBuilder offset(double pixels) {
      offset = pixels;
      return this;
    }

    /**
     * Sets the range of the lines' thickness. Default 1.
     *
     * @param low the thinnest, in pixels, in [0, 100]; below 1 a line is fainter
     * @param high the thickest, in pixels, in [low, 100]
     * @return this
     */
    public LineStrikesBuilder thickness(double low, double high) {
      thickness = new Range(low, high);
      return this;
    }

    /**
     * Sets the range of the lines' grey levels. Default 255, like EMNIST's ink; 0 removes ink.
     *
     * @param low the darkest, in [0, 255]
     * @param high the brightest, in [low, 255]
     * @return this
     */
    public LineStrikesBuilder ink(int low, int high) {
      ink = new WholeRange(low, high);
      return this;
    }

    /**
     * {@return the transform}
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public RandomTransform build() {
      return new RandomTransforms.RandomLineStrikes(
          minLines, maxLines, angle, offset, thickness, ink);
    }
  }

  /**
   * A strength for each epoch: {@code from} until {@code firstEpoch}, {@code to} from {@code
   * lastEpoch} on, and a transition in between. A strength that falls to 0 ends training on
   * unchanged images.
   *
   * @param shape of the transition
   * @param firstEpoch 0-based, the last one of strength {@code from}
   * @param lastEpoch 0-based, the first one of strength {@code to}, after {@code firstEpoch}
   * @param from in [0, 1]
   * @param to in [0, 1]
   */
  record Schedule(Shape shape, long firstEpoch, long lastEpoch, double from, double to) {
    /** The transition between two strengths. */
    public enum Shape {
      /** The same change each epoch. */
      LINEAR,

      /** Half a cosine wave: slowly, then fast, then slowly. */
      COSINE
    }

    /** Throws {@link IllegalArgumentException} if a number is out of range. */
    public Schedule {
      Objects.requireNonNull(shape, "shape");
      Checks.in("from", from, 0, 1, "");
      Checks.in("to", to, 0, 1, "");
      if (firstEpoch < 0 || lastEpoch <= firstEpoch) {
        throw Messages.illegal(
            "epochs %s to %s must start at 0 or later and increase", firstEpoch, lastEpoch);
      }
    }

    /**
     * {@return the strength in an epoch, in [0, 1]}
     *
     * @param epoch 0-based
     */
    public double at(long epoch) {
      if (epoch <= firstEpoch) {
        return from;
      }
      if (epoch >= lastEpoch) {
        return to;
      }
      double way = (double) (epoch - firstEpoch) / (lastEpoch - firstEpoch);
      double share = shape == Shape.LINEAR ? way : (1 - StrictMath.cos(Math.PI * way)) / 2;
      return from + (to - from) * share;
    }
  }
}
