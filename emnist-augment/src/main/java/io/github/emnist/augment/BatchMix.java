package io.github.emnist.augment;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.internal.Messages;
import java.util.Arrays;
import java.util.Objects;

/**
 * Mixes each image of an epoch with another one, its partner, and their labels in the same
 * proportion. Partner and proportion depend only on (seed, epoch, position in the epoch's sample
 * sequence): any number of threads and any batch size give the same bytes. Immutable and
 * thread-safe; equal settings are equal. After a thread's first image, only {@link #sample}
 * allocates.
 *
 * <p>For each position of a batch, a trainer augments the image and its partner, each at its own
 * position, so that the partner looks the same as where it is itself the main image, and mixes
 * them:
 *
 * <pre>{@code
 * int[] sequence = sampler.epoch(seed, epoch);
 * int other = mix.partner(seed, epoch, position, sequence.length);
 * augmentation.apply(ownImage, own, seed, epoch, position);
 * augmentation.apply(otherImage, partner, seed, epoch, other);
 * double weight = mix.apply(own, partner, target.moveTo(batch, i * 784), seed, epoch, position);
 * BatchMix.softLabel(ownLabel, otherLabel, weight, labels, i * classes, classes);
 * }</pre>
 *
 * <p>where {@code otherImage} is the data set's image {@code sequence[other]}. Cross-entropy with
 * these soft labels equals {@code weight} times the loss of the own label plus {@code 1 - weight}
 * times that of the partner's.
 */
public sealed interface BatchMix {
  /**
   * {@return the partner's position in the epoch's sample sequence, in [0, epochSize)} Each other
   * position is equally likely; {@code position} itself is returned only if there is no other.
   *
   * @param seed the run's seed
   * @param epoch 0-based
   * @param position of the own image in the epoch's sample sequence, 0-based
   * @param epochSize the length of the sequence
   * @throws IllegalArgumentException if {@code position} is not in [0, epochSize)
   */
  default int partner(long seed, long epoch, int position, int epochSize) {
    if (position < 0 || position >= epochSize) {
      throw Messages.illegal("position (%s) must lie in [0, %s)", position, epochSize);
    }
    try (Scratch scratch = Scratch.acquire()) {
      scratch.random.reset(seed ^ 0x706172746E657200L, epoch, position); // "partner" in ASCII
      long step = 1 + (long) (scratch.random.nextDouble() * (epochSize - 1));
      return (int) ((position + step) % epochSize);
    }
  }

  /**
   * {@return the mixture that {@link #apply} would make of an image and its partner}
   *
   * @param seed the run's seed
   * @param epoch 0-based
   * @param position of the own image in the epoch's sample sequence, 0-based
   */
  ImageMix sample(long seed, long epoch, long position);

  /**
   * Mixes an image with its partner: the same bytes as {@code sample(seed, epoch,
   * position).apply(…)}.
   *
   * @param own one image, only read
   * @param partner one image of the same size, only read; may be the same
   * @param target receives the result: one image of the same size; must not overlap them
   * @param seed the run's seed
   * @param epoch 0-based
   * @param position of the own image in the epoch's sample sequence, 0-based
   * @return the own label's weight, in [0, 1]
   * @throws IllegalArgumentException if one has several images, the sizes differ, or the target
   *     overlaps an image
   */
  double apply(Pixels own, Pixels partner, Pixels target, long seed, long epoch, long position);

  /**
   * Writes the label of a mixture: {@code weight} at the own label and the rest at the partner's,
   * or 1 if they are equal.
   *
   * @param own 0-based, below {@code classes}
   * @param partner 0-based, below {@code classes}
   * @param weight the own label's, in [0, 1]
   * @param target receives float32 {@code [classes]}, in [0, 1], sum 1
   * @param targetOffset where the first goes
   * @param classes the number of classes
   * @throws IllegalArgumentException if {@code weight} is not in [0, 1]
   * @throws IndexOutOfBoundsException if a label is not below {@code classes}, or the target is too
   *     short
   */
  static void softLabel(
      int own, int partner, double weight, float[] target, int targetOffset, int classes) {
    Checks.in("weight", weight, 0, 1, "");
    Checks.label("own label", own, classes);
    Checks.label("partner's label", partner, classes);
    Objects.checkFromIndexSize(targetOffset, classes, target.length);
    Arrays.fill(target, targetOffset, targetOffset + classes, 0);
    target[targetOffset + partner] = (float) (1 - weight);
    target[targetOffset + own] = own == partner ? 1 : (float) weight;
  }

  private static void check(Pixels own, Pixels partner, Pixels target) {
    Pixels.check(own, target, 1);
    Pixels.check(partner, target, 1);
  }

  /**
   * Blends each image with its partner: Zhang et al., "mixup: Beyond Empirical Risk Minimization",
   * ICLR 2018, arXiv:1710.09412. The own image's weight is drawn from Beta(alpha, alpha). Unlike
   * the paper's code, which pairs the images of a batch, it takes partners from the whole epoch.
   *
   * @param alpha in [0.01, 100]; smaller values give more mixtures of nearly one image; the paper
   *     uses 0.1 to 0.4 for ImageNet and 1 for CIFAR-10
   */
  record MixUp(double alpha) implements BatchMix {
    /** Throws {@link IllegalArgumentException} if alpha is out of range. */
    public MixUp {
      Checks.in("MixUp alpha", alpha, 0.01, 100, "");
    }

    @Override
    public Blend sample(long seed, long epoch, long position) {
      return new Blend(drawWeight(seed, epoch, position));
    }

    @Override
    public double apply(
        Pixels own, Pixels partner, Pixels target, long seed, long epoch, long position) {
      double weight = drawWeight(seed, epoch, position);
      blend(weight, own, partner, target);
      return weight;
    }

    private double drawWeight(long seed, long epoch, long position) {
      try (Scratch scratch = Scratch.acquire()) {
        scratch.random.reset(seed ^ 0x6D69787570000000L, epoch, position); // "mixup" in ASCII
        return Distributions.beta(scratch.random, alpha);
      }
    }

    private static void blend(double weight, Pixels own, Pixels partner, Pixels target) {
      check(own, partner, target);
      byte[] from = own.array();
      byte[] other = partner.array();
      byte[] to = target.array();
      int fromOffset = own.offset();
      int otherOffset = partner.offset();
      int toOffset = target.offset();
      int length = own.length();
      int share = (int) Math.round(weight * 0x10000);
      for (int i = 0; i < length; i++) {
        int a = from[fromOffset + i] & 0xFF;
        int b = other[otherOffset + i] & 0xFF;
        to[toOffset + i] = (byte) ((b << 16) + (a - b) * share + 0x8000 >> 16);
      }
    }

    /**
     * Computes {@code weight * own + (1 - weight) * partner}, rounded to whole grey levels.
     *
     * @param weight the own image's, in [0, 1]; 1 changes nothing
     */
    public record Blend(double weight) implements ImageMix {
      /** Throws {@link IllegalArgumentException} if the weight is out of range. */
      public Blend {
        Checks.in("weight", weight, 0, 1, "");
      }

      @Override
      public double weight(int width, int height) {
        return weight;
      }

      @Override
      public void apply(Pixels own, Pixels partner, Pixels target) {
        blend(weight, own, partner, target);
      }
    }
  }

  /**
   * Replaces a rectangle of each image by its partner's: Yun et al., "CutMix: Regularization
   * Strategy to Train Strong Classifiers with Localizable Features", ICCV 2019, arXiv:1905.04899.
   * The rectangle's share of the image is one minus a draw from Beta(alpha, alpha), its centre is
   * anywhere in the image, and the label's weight is the part of the own image outside of the
   * rectangle, cut to the image. Unlike the paper's code, which pairs the images of a batch, it
   * takes partners from the whole epoch.
   *
   * @param alpha in [0.01, 100]; smaller values give more rectangles of nearly nothing or
   *     everything; the paper uses 1
   */
  record CutMix(double alpha) implements BatchMix {
    /** Throws {@link IllegalArgumentException} if alpha is out of range. */
    public CutMix {
      Checks.in("CutMix alpha", alpha, 0.01, 100, "");
    }

    @Override
    public Patch sample(long seed, long epoch, long position) {
      try (Scratch scratch = Scratch.acquire()) {
        CounterRandom random = stream(scratch, seed, epoch, position);
        return new Patch(
            1 - Distributions.beta(random, alpha), random.nextDouble(), random.nextDouble());
      }
    }

    /** Draws the same numbers as {@link #sample} in the same order, without the record. */
    @Override
    public double apply(
        Pixels own, Pixels partner, Pixels target, long seed, long epoch, long position) {
      try (Scratch scratch = Scratch.acquire()) {
        CounterRandom random = stream(scratch, seed, epoch, position);
        double area = 1 - Distributions.beta(random, alpha);
        double x = random.nextDouble();
        double y = random.nextDouble();
        paste(area, x, y, own, partner, target);
        return weight(area, x, y, own.width(), own.height());
      }
    }

    private static CounterRandom stream(Scratch scratch, long seed, long epoch, long position) {
      scratch.random.reset(seed ^ 0x6375746D69780000L, epoch, position); // "cutmix" in ASCII
      return scratch.random;
    }

    private static void paste(
        double area, double x, double y, Pixels own, Pixels partner, Pixels target) {
      check(own, partner, target);
      own.copyTo(target);
      int width = own.width();
      int left = low(area, x, width);
      int columns = high(area, x, width) - left;
      for (int row = low(area, y, own.height()); row < high(area, y, own.height()); row++) {
        int at = row * width + left;
        System.arraycopy(
            partner.array(), partner.offset() + at, target.array(), target.offset() + at, columns);
      }
    }

    private static double weight(double area, double x, double y, int width, int height) {
      long columns = high(area, x, width) - low(area, x, width);
      long rows = high(area, y, height) - low(area, y, height);
      return 1 - (double) (columns * rows) / ((long) width * height);
    }

    /** Returns the rectangle's begin along a side of the image, rounded as in the paper's code. */
    private static int low(double area, double centre, int side) {
      return Math.max((int) (centre * side) - half(area, side), 0);
    }

    /** Returns its end. */
    private static int high(double area, double centre, int side) {
      return Math.min((int) (centre * side) + half(area, side), side);
    }

    private static int half(double area, int side) {
      return (int) (side * Math.sqrt(area)) / 2;
    }

    /**
     * Takes the partner's pixels in a rectangle of the image's proportions, the own image's
     * elsewhere.
     *
     * @param area the rectangle's share of the image before it is cut to it, in [0, 1]; 0 changes
     *     nothing
     * @param x its centre between the left (0) and the right (1) edge
     * @param y its centre between the top (0) and the bottom (1) edge
     */
    public record Patch(double area, double x, double y) implements ImageMix {
      /** Throws {@link IllegalArgumentException} if a number is out of range. */
      public Patch {
        Checks.in("patch area", area, 0, 1, "");
        Checks.in("patch x", x, 0, 1, "");
        Checks.in("patch y", y, 0, 1, "");
      }

      @Override
      public double weight(int width, int height) {
        return CutMix.weight(area, x, y, width, height);
      }

      @Override
      public void apply(Pixels own, Pixels partner, Pixels target) {
        paste(area, x, y, own, partner, target);
      }
    }
  }

  /**
   * A mixture of two images with fixed parameters, drawn by a {@link BatchMix}. Keeps the size.
   * Implementations are immutable and thread-safe.
   */
  sealed interface ImageMix permits MixUp.Blend, CutMix.Patch {
    /**
     * {@return the own image's share of the mixture and its label, in [0, 1]}
     *
     * @param width in pixels, in [1, 32767]
     * @param height in pixels, in [1, 32767]
     */
    double weight(int width, int height);

    /**
     * Mixes two images.
     *
     * @param own one image, only read
     * @param partner one image of the same size, only read; may be the same
     * @param target receives the result: one image of the same size; must not overlap them
     * @throws IllegalArgumentException if one has several images, the sizes differ, or the target
     *     overlaps an image
     */
    void apply(Pixels own, Pixels partner, Pixels target);

    /**
     * {@return the mixture of two images, of the same size}
     *
     * @param own of any size up to 32767 x 32767
     * @param partner of the same size
     * @throws IllegalArgumentException if the sizes differ
     */
    default GrayImage apply(GrayImage own, GrayImage partner) {
      byte[] target = new byte[own.width() * own.height()];
      Pixels mixed = Pixels.of(target, own.width(), own.height());
      apply(Pixels.of(own), Pixels.of(partner), mixed);
      return GrayImage.of(own.width(), own.height(), target);
    }
  }
}
