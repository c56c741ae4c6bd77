package io.github.emnist.augment;

import io.github.emnist.augment.RandomTransforms.Range;
import io.github.emnist.augment.RandomTransforms.WholeRange;
import io.github.emnist.data.internal.Messages;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A transform with something left to chance. It draws its parameters from a generator; what it drew
 * is an {@link ImageTransform} and leaves nothing to chance. Implementations are immutable,
 * thread-safe and have {@code equals}; those of this package allocate nothing for an image after a
 * thread's first one.
 *
 * <p>The factories below make the transforms of this package; numbers that are not in the interval
 * given are refused with an {@link IllegalArgumentException}. Geometric ones ({@link #affine},
 * {@link #perspective(double) perspective}, {@link #elastic(double, double) elastic}, {@link
 * #gridDistortion(int, double) gridDistortion}) that follow one another fold into one mapping and
 * are interpolated once.
 *
 * <pre>{@code
 * RandomTransform slight = RandomTransform.affine().rotation(10).shift(2).zoom(0.9, 1.1).build();
 * RandomTransform pens = RandomTransform.strokeWidth(-1, 1.5).withProbability(0.5);
 * }</pre>
 */
@FunctionalInterface
public interface RandomTransform {
  /**
   * Draws the parameters.
   *
   * @param random where from; every call takes equally many numbers from it
   * @return the parameters, as a record that can be kept, compared and applied again
   */
  ImageTransform sample(RandomGenerator random);

  /**
   * Draws the parameters and transforms one image: the same bytes as {@code
   * sample(random).apply(…)}. An implementation may override it to allocate nothing; it must give
   * those bytes. Within an {@link Augmentation} or a composition, a transform that is not of this
   * package is sampled instead, because what it draws may fold with its neighbours.
   *
   * @param random where the parameters are drawn from
   * @param source one image, only read
   * @param target receives the result: one image of the same size, elsewhere
   * @throws IllegalArgumentException if one has several images, the sizes differ, or the two
   *     overlap
   */
  default void apply(RandomGenerator random, Pixels source, Pixels target) {
    sample(random).apply(source, target);
  }

  /**
   * Returns the same transform made weaker. Transforms of this package narrow their ranges towards
   * what changes nothing, in proportion; this default, for a transform that cannot, applies it with
   * the probability {@code strength}.
   *
   * @param strength in [0, 1]: 0 changes nothing, 1 is this transform
   * @return the weaker transform
   */
  default RandomTransform withStrength(double strength) {
    return Checks.strength(strength) == 1 ? this : withProbability(strength);
  }

  /**
   * Returns what this transform is in an epoch. Only a transform whose strength follows the epoch,
   * or one that holds such a transform, is another in another epoch.
   *
   * @param epoch 0-based
   * @return the transform to draw from in that epoch; by default this one
   */
  default RandomTransform atEpoch(long epoch) {
    return this;
  }

  /**
   * Leaves some images as they are.
   *
   * @param probability of being applied, in [0, 1]
   * @return a transform that is either this or none
   */
  default RandomTransform withProbability(double probability) {
    return new Composite.RandomApply(probability, this);
  }

  /**
   * Lets the strength follow the epoch. Without an epoch, when it is not part of an {@link
   * Augmentation}, the transform is what it is in epoch 0.
   *
   * @param schedule a strength for each epoch
   * @return in each epoch {@link #withStrength} of what the schedule says
   */
  default RandomTransform scheduled(Schedule schedule) {
    return new Composite.Scheduled(
        schedule.shape, schedule.firstEpoch, schedule.lastEpoch, schedule.from, schedule.to, this);
  }

  /**
   * Applies several transforms, one after the other, as one.
   *
   * @param transforms in order
   * @return all of them
   */
  static RandomTransform sequence(RandomTransform... transforms) {
    return new Composite.AllOf(false, List.of(transforms));
  }

  /**
   * Applies several transforms, for each image in another order; each order is as likely.
   *
   * @param transforms in any order
   * @return all of them
   */
  static RandomTransform randomOrder(RandomTransform... transforms) {
    return new Composite.AllOf(true, List.of(transforms));
  }

  /**
   * Applies one of several transforms to each image; each is as likely.
   *
   * @param transforms at least one
   * @return one of them
   */
  static RandomTransform oneOf(RandomTransform... transforms) {
    return someOf(1, transforms);
  }

  /**
   * Applies some of several transforms to each image, none twice, in the order given; each choice
   * is as likely.
   *
   * @param count how many, from 0 to all of them
   * @param transforms to choose from
   * @return some of them
   */
  static RandomTransform someOf(int count, RandomTransform... transforms) {
    return new Composite.SomeOf(count, List.of(transforms));
  }

  /**
   * Rotates, shifts, zooms and shears in one interpolation; {@link Transforms.AffineParameters}
   * says what the parameters mean. Each is drawn uniformly from its range.
   *
   * @return a builder with ranges that change nothing
   */
  static AffineBuilder affine() {
    return new AffineBuilder();
  }

  /**
   * Shows the image at a slant, bilinear with black outside. Each corner moves inwards along each
   * axis by a distance drawn uniformly, as in torchvision's {@code RandomPerspective}; {@link
   * Transforms.PerspectiveParameters} says what it means.
   *
   * @param distortion the farthest that a corner moves, as a fraction of half the image's side, in
   *     [0, 0.6]
   * @return the transform
   */
  static RandomTransform perspective(double distortion) {
    return perspective(distortion, Resampling.DEFAULT);
  }

  /**
   * Shows the image at a slant.
   *
   * @param distortion as {@link #perspective(double)} takes it
   * @param resampling how the source is read
   * @return the transform
   */
  static RandomTransform perspective(double distortion, Resampling resampling) {
    return new RandomTransforms.RandomPerspective(distortion, resampling);
  }

  /**
   * Deforms elastically, like the oscillations of a hand, bilinear with black outside: a new
   * displacement field for each image. {@link Transforms.ElasticParameters} says what the numbers
   * mean. For 28 x 28 pixels, 34 and 4 are strong.
   *
   * @param alpha the scale of the displacements, in pixels, in [0, 100000]
   * @param sigma the standard deviation of the Gaussian, in pixels, in [0.75, 1000]
   * @return the transform
   */
  static RandomTransform elastic(double alpha, double sigma) {
    return elastic(alpha, sigma, Resampling.DEFAULT);
  }

  /**
   * Deforms elastically.
   *
   * @param alpha as {@link #elastic(double, double)} takes it
   * @param sigma as {@link #elastic(double, double)} takes it
   * @param resampling how the source is read
   * @return the transform
   */
  static RandomTransform elastic(double alpha, double sigma, Resampling resampling) {
    return new RandomTransforms.ElasticDeformation(alpha, sigma, resampling);
  }

  /**
   * Stretches and squeezes the columns and rows of a grid, as a writer makes one part of a
   * character wider than another, bilinear with black outside. {@link
   * Transforms.GridDistortionParameters} says what is drawn.
   *
   * @param cells along each axis, in [1, 100]
   * @param distortion how much a cell may be wider or narrower, in [0, 0.9]
   * @return the transform
   */
  static RandomTransform gridDistortion(int cells, double distortion) {
    return gridDistortion(cells, distortion, Resampling.DEFAULT);
  }

  /**
   * Stretches and squeezes the columns and rows of a grid.
   *
   * @param cells as {@link #gridDistortion(int, double)} takes it
   * @param distortion as {@link #gridDistortion(int, double)} takes it
   * @param resampling how the source is read
   * @return the transform
   */
  static RandomTransform gridDistortion(int cells, double distortion, Resampling resampling) {
    return new RandomTransforms.GridDistortion(cells, distortion, resampling);
  }

  /**
   * Makes strokes wider or narrower by an amount drawn uniformly; {@link Transforms.StrokeWidth}
   * says what it means.
   *
   * @param low the least change, in pixels, below 0 narrower, in [-8, 8]
   * @param high the greatest change, in pixels, in [low, 8]
   * @return the transform
   */
  static RandomTransform strokeWidth(double low, double high) {
    return new RandomTransforms.RandomStrokeWidth(new Range(low, high));
  }

  /**
   * Blurs by a Gaussian whose standard deviation is drawn uniformly; see {@link
   * Transforms.GaussianBlur}.
   *
   * @param low the least standard deviation, in pixels, in [0, 10]
   * @param high the greatest standard deviation, in pixels, in [low, 10]
   * @return the transform
   */
  static RandomTransform gaussianBlur(double low, double high) {
    return new RandomTransforms.RandomGaussianBlur(new Range(low, high));
  }

  /**
   * Sharpens by an amount drawn uniformly; see {@link Transforms.UnsharpMask}.
   *
   * @param low the least amount, in [0, 10]
   * @param high the greatest amount, in [low, 10]
   * @param sigma the blur's standard deviation, in pixels, in [0, 10]; 1 sharpens edges one pixel
   *     wide
   * @return the transform
   */
  static RandomTransform unsharpMask(double low, double high, double sigma) {
    return new RandomTransforms.RandomUnsharpMask(new Range(low, high), sigma);
  }

  /**
   * Raises grey levels to a power that is drawn with a uniform logarithm, so that darker and
   * brighter are equally likely in {@code [1 / g, g]}; see {@link Transforms.Gamma}.
   *
   * @param low the least exponent, in [0.1, 10]
   * @param high the greatest exponent, in [low, 10]
   * @return the transform
   */
  static RandomTransform gamma(double low, double high) {
    return new RandomTransforms.RandomGamma(new Range(low, high));
  }

  /**
   * Changes the contrast by a factor drawn uniformly; see {@link Transforms.Contrast}.
   *
   * @param low the least factor, in [0, 10]
   * @param high the greatest factor, in [low, 10]
   * @param pivot the grey level that stays, in [0, 255]: 127.5 is mid-grey, and about 0 the
   *     background stays black
   * @return the transform
   */
  static RandomTransform contrast(double low, double high, double pivot) {
    return new RandomTransforms.RandomContrast(new Range(low, high), pivot);
  }

  /**
   * Adds normally distributed noise whose standard deviation is drawn uniformly; see {@link
   * Transforms.GaussianNoise}.
   *
   * @param low the least standard deviation, in grey levels, in [0, 255]
   * @param high the greatest standard deviation, in grey levels, in [low, 255]
   * @return the transform
   */
  static RandomTransform gaussianNoise(double low, double high) {
    return new RandomTransforms.RandomGaussianNoise(new Range(low, high));
  }

  /**
   * Makes pixels white or black, of a share that is drawn uniformly; see {@link
   * Transforms.SaltAndPepper}.
   *
   * @param low the least share of pixels, in [0, 1]
   * @param high the greatest share of pixels, in [low, 1]
   * @return the transform
   */
  static RandomTransform saltAndPepper(double low, double high) {
    return new RandomTransforms.RandomSaltAndPepper(new Range(low, high));
  }

  /**
   * Fills a rectangle, so that a model learns to do without a part of a character: Zhong et al.,
   * "Random Erasing Data Augmentation", AAAI 2020, arXiv:1708.04896. {@link Transforms.Erasing}
   * says what the parameters mean. The area is drawn uniformly, the aspect ratio with a uniform
   * logarithm, so that upright and flat ones are equally likely, and each place within the image is
   * equally likely. Unlike the paper's, each image loses a rectangle; {@link #withProbability}
   * spares some.
   *
   * @return a builder with the paper's ranges, area 0.02 to 0.4 and aspect ratio 0.3 to 1/0.3, and
   *     black
   */
  static ErasingBuilder erasing() {
    return new ErasingBuilder();
  }

  /**
   * Draws some thin straight lines through the image, each with an angle, a place, a thickness and
   * a grey level of its own, all drawn uniformly; {@link Transforms.LineStrike} says what they
   * mean.
   *
   * @return a builder with one white line of one pixel's thickness, at any angle and up to 8 pixels
   *     beside the centre
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
     * Rotates either way. Default 0.
     *
     * @param degrees the largest angle, in [0, 180]
     * @return this
     */
    public AffineBuilder rotation(double degrees) {
      rotation = degrees;
      return this;
    }

    /**
     * Shifts left or right and, drawn by itself, up or down. Default 0.
     *
     * @param pixels the largest shift along each axis, in [0, 32767]
     * @return this
     */
    public AffineBuilder shift(double pixels) {
      return shift(pixels, pixels);
    }

    /**
     * Shifts left or right and, drawn by itself, up or down. Default 0.
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
     * Zooms width and height by the same factor. Default 1.
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
     * Zooms width and height by factors drawn independently. Default 1.
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
     * Slants to the left or right. Default 0.
     *
     * @param tangent the largest slant as the tangent of its angle, in [0, 10]
     * @return this
     */
    public AffineBuilder shear(double tangent) {
      shear = tangent;
      return this;
    }

    /**
     * Sets how the source is read. Default {@link Resampling#DEFAULT}.
     *
     * @param newResampling the interpolation and what lies outside
     * @return this
     */
    public AffineBuilder resampling(Resampling newResampling) {
      resampling = newResampling;
      return this;
    }

    /**
     * Creates the transform.
     *
     * @return the transform
     * @throws IllegalArgumentException if a number is not in its interval
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
     * Sets the rectangle's share of the image. Default 0.02 to 0.4.
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
     * Sets the rectangle's height divided by its width. Default 0.3 to 1/0.3.
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
     * Fills with one grey level. Default 0, black.
     *
     * @param level in [0, 255]
     * @return this
     */
    public ErasingBuilder fill(int level) {
      return noise(level, level);
    }

    /**
     * Fills each pixel with a grey level of its own.
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
     * Creates the transform.
     *
     * @return the transform
     * @throws IllegalArgumentException if a number is not in its interval
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
     * Sets how many lines there are. Default 1.
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
     * Sets how far the lines turn from horizontal, either way. Default 90: any line.
     *
     * @param degrees the largest angle, in [0, 90]
     * @return this
     */
    public LineStrikesBuilder angle(double degrees) {
      angle = degrees;
      return this;
    }

    /**
     * Sets how far beside the image's centre the lines pass, on either side. Default 8.
     *
     * @param pixels the largest distance, in [0, 32767]
     * @return this
     */
    public LineStrikesBuilder offset(double pixels) {
      offset = pixels;
      return this;
    }

    /**
     * Sets how thick the lines are. Default 1.
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
     * Sets the lines' grey levels. Default 255, white as EMNIST's ink; 0 takes ink away.
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
     * Creates the transform.
     *
     * @return the transform
     * @throws IllegalArgumentException if a number is not in its interval
     */
    public RandomTransform build() {
      return new RandomTransforms.RandomLineStrikes(
          minLines, maxLines, angle, offset, thickness, ink);
    }
  }

  /**
   * A strength for each epoch: one before {@code firstEpoch}, another from {@code lastEpoch} on,
   * and in between on the way from one to the other. A strength that falls to 0 lets training end
   * on the images as they are.
   *
   * @param shape of the way
   * @param firstEpoch 0-based, the last one of strength {@code from}
   * @param lastEpoch 0-based, the first one of strength {@code to}, after {@code firstEpoch}
   * @param from in [0, 1]
   * @param to in [0, 1]
   */
  record Schedule(Shape shape, long firstEpoch, long lastEpoch, double from, double to) {
    /** The way between two strengths. */
    public enum Shape {
      /** By the same amount each epoch. */
      LINEAR,

      /** Half a cosine wave: slowly, then fast, then slowly. */
      COSINE
    }

    /** Refuses numbers outside of their intervals with an {@link IllegalArgumentException}. */
    public Schedule {
      Objects.requireNonNull(shape, "shape");
      Checks.in("from", from, 0, 1, "");
      Checks.in("to", to, 0, 1, "");
      if (firstEpoch < 0 || lastEpoch <= firstEpoch) {
        throw Messages.illegal(
            "epochs %s to %s must begin at 0 or later and go forwards", firstEpoch, lastEpoch);
      }
    }

    /**
     * Returns the strength in an epoch.
     *
     * @param epoch 0-based
     * @return in [0, 1]
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
