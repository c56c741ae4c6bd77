package io.github.emnist.augment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.emnist.augment.Transforms.AffineParameters;
import io.github.emnist.augment.Transforms.Contrast;
import io.github.emnist.augment.Transforms.ElasticParameters;
import io.github.emnist.augment.Transforms.Erasing;
import io.github.emnist.augment.Transforms.Gamma;
import io.github.emnist.augment.Transforms.GaussianBlur;
import io.github.emnist.augment.Transforms.GaussianNoise;
import io.github.emnist.augment.Transforms.GridDistortionParameters;
import io.github.emnist.augment.Transforms.KerasAffineParameters;
import io.github.emnist.augment.Transforms.LineStrike;
import io.github.emnist.augment.Transforms.PerAxis;
import io.github.emnist.augment.Transforms.PerspectiveParameters;
import io.github.emnist.augment.Transforms.SaltAndPepper;
import io.github.emnist.augment.Transforms.StrokeWidth;
import io.github.emnist.augment.Transforms.TransformSequence;
import io.github.emnist.augment.Transforms.UnsharpMask;
import io.github.emnist.data.internal.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * The random transforms of {@link RandomTransform}'s factories. {@code sample} and {@code draw}
 * draw the same numbers in the same order; {@code sample} returns a record, {@code draw} allocates
 * nothing.
 */
final class RandomTransforms {
  private RandomTransforms() {}

  /** A range to draw from; each draw takes one number, even from an empty range. */
  record Range(double low, double high) {
    @JsonCreator
    static Range of(double[] numbers) {
      if (numbers.length != 2) {
        throw Messages.illegal("range (%s numbers) must be two numbers", numbers.length);
      }
      return new Range(numbers[0], numbers[1]);
    }

    @JsonValue
    double[] numbers() {
      return new double[] {low, high};
    }

    /** Checks that it lies in [least, most] with its ends in order. */
    void check(String name, double least, double most, String unit) {
      Checks.in("least " + name, low, least, most, unit);
      Checks.in("greatest " + name, high, low, most, unit);
    }

    double uniform(RandomGenerator random) {
      return low + (high - low) * random.nextDouble();
    }

    /** Draws a factor above 0 with a uniform logarithm: halving is as likely as doubling. */
    double factor(RandomGenerator random) {
      double share = random.nextDouble();
      if (low == high) {
        return low; // exp(log(low)) may differ
      }
      double drawn = low * StrictMath.exp(StrictMath.log(high / low) * share);
      return Math.min(Math.max(drawn, low), high);
    }

    /** Narrows the range towards 0. */
    Range times(double strength) {
      Checks.strength(strength);
      return new Range(low * strength, high * strength);
    }

    /** Narrows the range towards 1. */
    Range towardsOne(double strength) {
      Checks.strength(strength);
      return strength == 1 // 1 + (0.01 - 1) is not 0.01
          ? this
          : new Range(1 + (low - 1) * strength, 1 + (high - 1) * strength);
    }

    /** Narrows the range towards 1, for a factor whose logarithm is drawn. */
    Range power(double strength) {
      Checks.strength(strength);
      return new Range(StrictMath.pow(low, strength), StrictMath.pow(high, strength));
    }

    @Override
    public String toString() {
      return "[" + low + ", " + high + "]";
    }
  }

  /** A range of whole numbers, each equally likely. */
  record WholeRange(int low, int high) {
    @JsonCreator
    static WholeRange of(int[] numbers) {
      if (numbers.length != 2) {
        throw Messages.illegal("range (%s numbers) must be two whole numbers", numbers.length);
      }
      return new WholeRange(numbers[0], numbers[1]);
    }

    @JsonValue
    int[] numbers() {
      return new int[] {low, high};
    }

    void check(String name, int least, int most) {
      Checks.in("least " + name, low, least, most);
      Checks.in("greatest " + name, high, low, most);
    }

    int draw(RandomGenerator random) {
      return low + (int) (random.nextDouble() * (high - low + 1));
    }

    @Override
    public String toString() {
      return "[" + low + ", " + high + "]";
    }
  }

  /** Has seven components for its JSON; {@link RandomTransform#affine} builds it. */
  record RandomAffine(
      double rotation,
      double shiftX,
      double shiftY,
      Range zoom,
      boolean jointZoom,
      double shear,
      Resampling resampling)
      implements Drawn {
    RandomAffine {
      Checks.in("rotation", rotation, 0, 180, "degrees");
      Checks.in("horizontal shift", shiftX, 0, AffineParameters.MAX_SHIFT, "pixels");
      Checks.in("vertical shift", shiftY, 0, AffineParameters.MAX_SHIFT, "pixels");
      zoom.check("zoom", AffineParameters.MIN_ZOOM, AffineParameters.MAX_ZOOM, "");
      Checks.in("shear", shear, 0, AffineParameters.MAX_SHEAR, "");
      Objects.requireNonNull(resampling, "resampling");
    }

    @Override
    public AffineParameters sample(RandomGenerator random) {
      double[] p = new double[6];
      draw(random, p);
      PerAxis zooms = new PerAxis(p[3], p[4]);
      return new AffineParameters(p[0], new PerAxis(p[1], p[2]), zooms, p[5], resampling);
    }

    @Override
    public void draw(RandomGenerator random, Canvas canvas) {
      Warp warp = canvas.warp(resampling);
      draw(random, warp.numbers);
      warp.affine(warp.numbers);
    }

    private void draw(RandomGenerator random, double[] p) {
      p[0] = Drawn.eitherWay(random, rotation);
      p[1] = Drawn.eitherWay(random, shiftX);
      p[2] = Drawn.eitherWay(random, shiftY);
      p[3] = zoom.uniform(random);
      p[4] = jointZoom ? p[3] : zoom.uniform(random);
      p[5] = Drawn.eitherWay(random, shear);
    }

    @Override
    public RandomAffine withStrength(double strength) {
      return new RandomAffine(
          rotation * strength,
          shiftX * strength,
          shiftY * strength,
          zoom.towardsOne(strength),
          jointZoom,
          shear * strength,
          resampling);
    }
  }

  record RandomPerspective(double distortion, Resampling resampling) implements Drawn {
    RandomPerspective {
      Checks.in("distortion", distortion, 0, PerspectiveParameters.MAX, "");
      Objects.requireNonNull(resampling, "resampling");
    }

    @Override
    public PerspectiveParameters sample(RandomGenerator random) {
      return new PerspectiveParameters(
          corner(random), corner(random), corner(random), corner(random), resampling);
    }

    private PerAxis corner(RandomGenerator random) {
      return new PerAxis(distortion * random.nextDouble(), distortion * random.nextDouble());
    }

    @Override
    public void draw(RandomGenerator random, Canvas canvas) {
      Warp warp = canvas.warp(resampling);
      for (int i = 0; i < 8; i++) {
        warp.numbers[i] = distortion * random.nextDouble();
      }
      warp.perspective(warp.numbers);
    }

    @Override
    public RandomPerspective withStrength(double strength) {
      return new RandomPerspective(distortion * Checks.strength(strength), resampling);
    }
  }

  /**
   * Approximates white noise smoothed by a Gaussian from a coarse lattice of noise; its variance
   * differs by less than 2 %.
   */
  record ElasticDeformation(double alpha, double sigma, Resampling resampling) implements Drawn {
    ElasticDeformation {
      Checks.in("alpha", alpha, 0, ElasticParameters.MAX_ALPHA, "pixels");
      Checks.in("sigma", sigma, ElasticParameters.MIN_SIGMA, ElasticParameters.MAX_SIGMA, "pixels");
      Objects.requireNonNull(resampling, "resampling");
    }

    @Override
    public ElasticParameters sample(RandomGenerator random) {
      return new ElasticParameters(alpha, sigma, random.nextLong(), resampling);
    }

    @Override
    public void draw(RandomGenerator random, Canvas canvas) {
      canvas.warp(resampling).elastic(alpha, sigma, random.nextLong());
    }

    @Override
    public ElasticDeformation withStrength(double strength) {
      return new ElasticDeformation(alpha * Checks.strength(strength), sigma, resampling);
    }
  }

  record GridDistortion(int cells, double distortion, Resampling resampling) implements Drawn {
    GridDistortion {
      Checks.in("cells", cells, 1, GridDistortionParameters.MAX_CELLS);
      Checks.in("distortion", distortion, 0, GridDistortionParameters.MAX_DISTORTION, "");
      Objects.requireNonNull(resampling, "resampling");
    }

    @Override
    public GridDistortionParameters sample(RandomGenerator random) {
      return new GridDistortionParameters(cells, distortion, random.nextLong(), resampling);
    }

    @Override
    public void draw(RandomGenerator random, Canvas canvas) {
      canvas.warp(resampling).grid(cells, distortion, random.nextLong());
    }

    @Override
    public GridDistortion withStrength(double strength) {
      return new GridDistortion(cells, distortion * Checks.strength(strength), resampling);
    }
  }

  /**
   * Implements {@link Augmentation#keras}. Has eight components for its JSON; the flags are needed
   * because a weaker pixel range may be below 1 and still means pixels.
   */
  record KerasAffine(
      double rotationRange,
      double widthShiftRange,
      boolean widthFraction,
      double heightShiftRange,
      boolean heightFraction,
      double zoomRange,
      double shearRange,
      Resampling resampling)
      implements Drawn {
    KerasAffine {
      Checks.in("rotationRange", rotationRange, 0, 180, "degrees");
      Checks.in("widthShiftRange", widthShiftRange, 0, AffineParameters.MAX_SHIFT, "");
      Checks.in("heightShiftRange", heightShiftRange, 0, AffineParameters.MAX_SHIFT, "");
      Checks.in("zoomRange", zoomRange, 0, 1 - AffineParameters.MIN_ZOOM, "");
      Checks.in("shearRange", shearRange, 0, KerasAffineParameters.MAX_SHEAR, "degrees");
      Objects.requireNonNull(resampling, "resampling");
    }

    @Override
    public KerasAffineParameters sample(RandomGenerator random) {
      double[] p = new double[6];
      draw(random, p);
      return new KerasAffineParameters(
          p[0],
          new KerasAffineParameters.Shift(p[1], heightFraction),
          new KerasAffineParameters.Shift(p[2], widthFraction),
          p[3],
          new PerAxis(p[5], p[4]),
          resampling);
    }

    @Override
    public void draw(RandomGenerator random, Canvas canvas) {
      Warp warp = canvas.warp(resampling);
      double[] p = warp.numbers;
      draw(random, p);
      p[1] *= heightFraction ? warp.height : 1;
      p[2] *= widthFraction ? warp.width : 1;
      warp.keras(p);
    }

    private void draw(RandomGenerator random, double[] p) {
      p[0] = rotationRange * next(random);
      p[1] = heightShiftRange * next(random);
      p[2] = widthShiftRange * next(random);
      p[3] = shearRange * next(random);
      p[4] = 1 + zoomRange * next(random);
      p[5] = 1 + zoomRange * next(random);
    }

    /** Draws from [-1, 1). */
    private static double next(RandomGenerator random) {
      return 2 * random.nextDouble() - 1;
    }

    @Override
    public KerasAffine withStrength(double strength) {
      Checks.strength(strength);
      return new KerasAffine(
          rotationRange * strength,
          widthShiftRange * strength,
          widthFraction,
          heightShiftRange * strength,
          heightFraction,
          zoomRange * strength,
          shearRange * strength,
          resampling);
    }
  }

  record RandomStrokeWidth(Range change) implements Drawn {
    RandomStrokeWidth {
      change.check(
          "stroke width change", -StrokeWidth.MAX_CHANGE, StrokeWidth.MAX_CHANGE, "pixels");
    }

    @Override
    public StrokeWidth sample(RandomGenerator random) {
      return new StrokeWidth(change.uniform(random));
    }

    @Override
    public void draw(RandomGenerator random, Canvas canvas) {
      StrokeWidth.apply(change.uniform(random), canvas.source(), canvas.target());
    }

    @Override
    public RandomStrokeWidth withStrength(double strength) {
      return new RandomStrokeWidth(change.times(strength));
    }
  }

  record RandomGaussianBlur(Range sigma) implements Drawn {
    RandomGaussianBlur {
      sigma.check("blur sigma", 0, GaussianSmoothing.MAX_SIGMA, "pixels");
    }

    @Override
    public GaussianBlur sample(RandomGenerator random) {
      return new GaussianBlur(sigma.uniform(random));
    }

    @Override
    public void draw(RandomGenerator random, Canvas canvas) {
      GaussianBlur.apply(sigma.uniform(random), canvas.source(), canvas.target());
    }

    @Override
    public RandomGaussianBlur withStrength(double strength) {
      return new RandomGaussianBlur(sigma.times(strength));
    }
  }

  record RandomUnsharpMask(Range amount, double sigma) implements Drawn {
    RandomUnsharpMask {
      amount.check("sharpening amount", 0, UnsharpMask.MAX_AMOUNT, "");
      Checks.in("sharpening sigma", sigma, 0, GaussianSmoothing.MAX_SIGMA, "pixels");
    }

    @Override
    public UnsharpMask sample(RandomGenerator random) {
      return new UnsharpMask(amount.uniform(random), sigma);
    }

    @Override
    public void draw(RandomGenerator random, Canvas canvas) {
      UnsharpMask.apply(amount.uniform(random), sigma, canvas.source(), canvas.target());
    }

    @Override
    public RandomUnsharpMask withStrength(double strength) {
      return new RandomUnsharpMask(amount.times(strength), sigma);
    }
  }

  record RandomGamma(Range gamma) implements Drawn {
    RandomGamma {
      gamma.check("gamma", Gamma.MIN, Gamma.MAX, "");
    }

    @Override
    public Gamma sample(RandomGenerator random) {
      return new Gamma(gamma.factor(random));
    }

    @Override
    public void draw(RandomGenerator random, Canvas canvas) {
      Gamma.apply(gamma.factor(random), canvas.source(), canvas.target());
    }

    @Override
    public RandomGamma withStrength(double strength) {
      return new RandomGamma(gamma.power(strength));
    }
  }

  record RandomContrast(Range factor, double pivot) implements Drawn {
    RandomContrast {
      factor.check("contrast factor", 0, Contrast.MAX_FACTOR, "");
      Checks.in("contrast pivot", pivot, 0, 255, "");
    }

    @Override
    public Contrast sample(RandomGenerator random) {
      return new Contrast(factor.uniform(random), pivot);
    }

    @Override
    public void draw(RandomGenerator random, Canvas canvas) {
      Contrast.apply(factor.uniform(random), pivot, canvas.source(), canvas.target());
    }

    @Override
    public RandomContrast withStrength(double strength) {
      return new RandomContrast(factor.towardsOne(strength), pivot);
    }
  }

  record RandomGaussianNoise(Range sigma) implements Drawn {
    RandomGaussianNoise {
      sigma.check("noise sigma", 0, GaussianNoise.MAX_SIGMA, "grey levels");
    }

    @Override
    public GaussianNoise sample(RandomGenerator random) {
      return new GaussianNoise(sigma.uniform(random), random.nextLong());
    }

    @Override
    public void draw(RandomGenerator random, Canvas canvas) {
      double drawn = sigma.uniform(random);
      GaussianNoise.apply(drawn, random.nextLong(), canvas.source(), canvas.target());
    }

    @Override
    public RandomGaussianNoise withStrength(double strength) {
      return new RandomGaussianNoise(sigma.times(strength));
    }
  }

  record RandomSaltAndPepper(Range share) implements Drawn {
    RandomSaltAndPepper {
      share.check("salt-and-pepper share", 0, 1, "");
    }

    @Override
    public SaltAndPepper sample(RandomGenerator random) {
      return new SaltAndPepper(share.uniform(random), random.nextLong());
    }

    @Override
    public void draw(RandomGenerator random, Canvas canvas) {
      double drawn = share.uniform(random);
      SaltAndPepper.apply(drawn, random.nextLong(), canvas.source(), canvas.target());
    }

    @Override
    public RandomSaltAndPepper withStrength(double strength) {
      return new RandomSaltAndPepper(share.times(strength));
    }
  }

  record RandomErasing(Range area, Range aspect, WholeRange fill) implements Drawn {
    RandomErasing {
      area.check("erased area", 0, 1, "");
      aspect.check("erased aspect", Erasing.MIN_ASPECT, Erasing.MAX_ASPECT, "");
      fill.check("fill", 0, 255);
    }

    @Override
    public Erasing sample(RandomGenerator random) {
      return new Erasing(
          area.uniform(random),
          aspect.factor(random),
          new PerAxis(random.nextDouble(), random.nextDouble()),
          fill.low,
          fill.high,
          random.nextLong());
    }

    @Override
    public void draw(RandomGenerator random, Canvas canvas) {
      Pixels image = canvas.drawable();
      double drawnArea = area.uniform(random);
      double drawnAspect = aspect.factor(random);
      double x = random.nextDouble();
      double y = random.nextDouble();
      try (Scratch scratch = Scratch.acquire()) {
        int[] box = scratch.ints(4);
        Erasing.place(drawnArea, drawnAspect, x, y, image, box);
        Erasing.fill(image, box, fill.low, fill.high, random.nextLong());
      }
    }

    /** Scales only the area: an aspect ratio has no strength. */
    @Override
    public RandomErasing withStrength(double strength) {
      return new RandomErasing(area.times(strength), aspect, fill);
    }
  }

  /** Draws numbers for every possible line, so that every call takes the same number of numbers. */
  record RandomLineStrikes(
      int minLines, int maxLines, double angle, double offset, Range thickness, WholeRange ink)
      implements Drawn {
    private static final int MAX_LINES = 100;

    RandomLineStrikes {
      new WholeRange(minLines, maxLines).check("lines", 0, MAX_LINES);
      Checks.in("line angle", angle, 0, 90, "degrees");
      Checks.in("line offset", offset, 0, LineStrike.MAX_OFFSET, "pixels");
      thickness.check("line thickness", 0, LineStrike.MAX_THICKNESS, "pixels");
      ink.check("line ink", 0, 255);
    }

    private int count(RandomGenerator random) {
      return minLines + (int) (random.nextDouble() * (maxLines - minLines + 1));
    }

    @Override
    public TransformSequence sample(RandomGenerator random) {
      int count = count(random);
      List<ImageTransform> lines = new ArrayList<>(maxLines);
      for (int i = 0; i < maxLines; i++) {
        LineStrike line =
            new LineStrike(
                Drawn.eitherWay(random, angle),
                Drawn.eitherWay(random, offset),
                thickness.uniform(random),
                ink.draw(random));
        if (i < count) {
          lines.add(line);
        }
      }
      return new TransformSequence(lines);
    }

    /** Without lines, uses no pixels: geometric transforms before and after it are combined. */
    @Override
    public void draw(RandomGenerator random, Canvas canvas) {
      int count = count(random);
      for (int i = 0; i < maxLines; i++) {
        double turned = Drawn.eitherWay(random, angle);
        double beside = Drawn.eitherWay(random, offset);
        double thick = thickness.uniform(random);
        int level = ink.draw(random);
        if (i < count) {
          LineStrike.draw(turned, beside, thick, level, canvas.drawable());
        }
      }
    }

    /** Scales only the thickness, so that the lines of a weaker transform are fainter. */
    @Override
    public RandomLineStrikes withStrength(double strength) {
      Range thinner = thickness.times(strength);
      return new RandomLineStrikes(minLines, maxLines, angle, offset, thinner, ink);
    }
  }
}
