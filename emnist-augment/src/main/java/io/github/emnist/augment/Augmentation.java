package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.KerasAffineParameters;
import io.github.emnist.augment.Transforms.TransformSequence;
import io.github.emnist.data.internal.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Random transforms applied one after the other, as a training run augments its images. What is
 * drawn depends on (seed, epoch, position in the epoch's sample sequence) alone: any number of
 * threads, any batch size and any order of calls give the same bytes.
 *
 * <p>Immutable and thread-safe; augmentations of equal transforms are equal. After a thread's first
 * image the transforms of this package allocate nothing; of others, each image's parameters are
 * {@linkplain RandomTransform#sample sampled}.
 *
 * <p>Consecutive {@linkplain GeometricTransform geometric} transforms fold into one mapping and are
 * interpolated once; put them beside each other.
 *
 * <p>No preset flips: a mirrored letter is another letter or none.
 */
public final class Augmentation {
  /** Keeps the draws apart from others made of the same numbers, such as the shuffle's. */
  private static final long STREAM = 0x6175676D656E7400L; // "augment" in ASCII

  private final List<RandomTransform> transforms;

  /** Only spares work: whichever thread writes it, it follows from the transforms. */
  private volatile Epoch last;

  private Augmentation(List<RandomTransform> transforms) {
    this.transforms = transforms;
  }

  /**
   * Composes transforms.
   *
   * @param transforms in the order in which they are applied; none leaves each image as it is
   * @return the composition
   */
  public static Augmentation of(RandomTransform... transforms) {
    return new Augmentation(List.of(transforms));
  }

  /**
   * Leaves each image as it is.
   *
   * @return the preset
   */
  public static Augmentation none() {
    return Presets.ALL.get("none");
  }

  /**
   * Rotation to 5 degrees, zoom per axis to 5 %, shift to 1 pixel, shear to 0.08.
   *
   * @return the preset
   */
  public static Augmentation light() {
    return Presets.ALL.get("light");
  }

  /**
   * Rotation to 10 degrees, zoom per axis to 10 %, shift to 2 pixels, shear to 0.15. The shift is
   * the margin that EMNIST leaves around the ink (Cohen et al., arXiv:1702.05373).
   *
   * @return the preset
   */
  public static Augmentation standard() {
    return Presets.ALL.get("standard");
  }

  /**
   * Rotation to 15 degrees, zoom per axis to 20 %, shift to 3 pixels, shear to 0.25.
   *
   * @return the preset
   */
  public static Augmentation strong() {
    return Presets.ALL.get("strong");
  }

  /**
   * RandAugment (Cubuk, Zoph, Shlens and Le, arXiv:1909.13719) for characters: as many operations
   * as asked for, one after the other, each chosen from eighteen (one of them none), all equally
   * likely. Each draws its parameters uniformly up to the magnitude, which is one of the paper's
   * ways to use it. Without flips, and with strokes, elastic deformation and occlusion instead of
   * colours.
   *
   * @param count of operations, in [1, 10]; the paper's N
   * @param magnitude in [0, 30]; the paper's M
   * @return the augmentation
   * @throws IllegalArgumentException if one is not in its interval
   */
  public static Augmentation randAugment(int count, double magnitude) {
    return Presets.randAugment(count, magnitude);
  }

  /**
   * TrivialAugment (Müller and Hutter, arXiv:2103.10158) for characters: one of the operations of
   * {@link #randAugment} for each image, its strength drawn from the whole range. Nothing to tune.
   *
   * @return the augmentation
   */
  public static Augmentation trivialAugment() {
    return Presets.trivialAugment();
  }

  /**
   * Random rotation, shift, shear and zoom, drawn and applied as Keras' {@code ImageDataGenerator}
   * does with arguments of these names; {@link KerasAffineParameters} says what each does to a
   * pixel. Each is drawn uniformly from [-range, range], height and width independently, and the
   * zoom from [1 - range, 1 + range] for each axis. All of it is one bilinear interpolation.
   *
   * <p>Two things differ: a range of whole pixels is not rounded to whole pixels, as Keras does
   * with a shift of type {@code int}; and the outside is blended into the edge as {@link FillMode}
   * says, where SciPy's {@code constant} and {@code wrap} have a seam of one pixel.
   *
   * @param rotationRange degrees, in [0, 180]
   * @param widthShiftRange a fraction of the width if below 1, else pixels, in [0, 32767]
   * @param heightShiftRange a fraction of the height if below 1, else pixels, in [0, 32767]
   * @param zoomRange in [0, 0.99]
   * @param shearRange degrees, in [0, 89]
   * @param fillMode what lies outside; Keras' default is {@link FillMode#NEAREST}
   * @param cval the value outside if {@code fillMode} is {@link FillMode#CONSTANT}, in [0, 255]
   * @return the augmentation
   * @throws IllegalArgumentException if one is not in its interval
   */
  public static Augmentation keras(
      double rotationRange,
      double widthShiftRange,
      double heightShiftRange,
      double zoomRange,
      double shearRange,
      FillMode fillMode,
      int cval) {
    Checks.in("cval", cval, 0, 255);
    return of(
        KerasAffine.of(
            rotationRange,
            widthShiftRange,
            heightShiftRange,
            zoomRange,
            shearRange,
            new Resampling(Interpolation.BILINEAR, fillMode, cval)));
  }

  /**
   * Finds a preset.
   *
   * @param name {@code none}, {@code light}, {@code standard} or {@code strong}
   * @return the preset
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Augmentation fromName(String name) {
    Augmentation preset = Presets.ALL.get(name);
    if (preset == null) {
      throw new IllegalArgumentException(
          "augmentation '%s' must be one of %s"
              .formatted(name, String.join(", ", Presets.ALL.keySet())));
    }
    return preset;
  }

  /**
   * The preset's name.
   *
   * @return what {@link #fromName} takes; empty if no preset equals this
   */
  public Optional<String> name() {
    return Presets.ALL.entrySet().stream()
        .filter(preset -> preset.getValue().equals(this))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * Draws the parameters for one image: what {@link #apply(byte[], int, byte[], int, int, int,
   * long, long, long) apply} does to it, to be kept, compared or applied again. Applied to the same
   * image it gives the same bytes.
   *
   * @param seed the run's seed
   * @param epoch 0-based
   * @param position in the epoch's sample sequence, 0-based
   * @return the drawn transforms in order
   */
  public TransformSequence sample(long seed, long epoch, long position) {
    CounterRandom random = new CounterRandom(seed ^ STREAM, epoch, position);
    List<ImageTransform> steps = new ArrayList<>(transforms.size());
    for (RandomTransform transform : at(epoch)) {
      steps.add(transform.sample(random));
    }
    return new TransformSequence(steps);
  }

  /**
   * Augments one image into the caller's array.
   *
   * @param source holds uint8 pixels {@code [height * width]}, row-major from the top left
   * @param sourceOffset where they begin
   * @param target receives as many
   * @param targetOffset where they go
   * @param width in pixels, in [1, 32767]
   * @param height in pixels, in [1, 32767]
   * @param seed the run's seed
   * @param epoch 0-based
   * @param position in the epoch's sample sequence, 0-based
   * @throws IllegalArgumentException if the size is out of range, an array is too short, or the two
   *     ranges overlap
   */
  public void apply(
      byte[] source,
      int sourceOffset,
      byte[] target,
      int targetOffset,
      int width,
      int height,
      long seed,
      long epoch,
      long position) {
    applyBatch(source, sourceOffset, target, targetOffset, 1, width, height, seed, epoch, position);
  }

  /**
   * Augments a batch into the caller's array.
   *
   * @param source holds uint8 pixels {@code [count, height, width]}
   * @param sourceOffset where they begin
   * @param target receives as many
   * @param targetOffset where they go
   * @param count of images, at least 0
   * @param width in pixels, in [1, 32767]
   * @param height in pixels, in [1, 32767]
   * @param seed the run's seed
   * @param epoch 0-based
   * @param firstPosition the first image's position in the epoch's sample sequence, 0-based; the
   *     others follow it
   * @throws IllegalArgumentException if the count or the size is out of range, an array is too
   *     short, or the two ranges overlap
   */
  public void applyBatch(
      byte[] source,
      int sourceOffset,
      byte[] target,
      int targetOffset,
      int count,
      int width,
      int height,
      long seed,
      long epoch,
      long firstPosition) {
    Checks.images(source, sourceOffset, target, targetOffset, count, width, height);
    int length = width * height;
    List<RandomTransform> now = at(epoch);
    try (Scratch scratch = Scratch.acquire();
        Canvas canvas = Canvas.acquire()) {
      for (int i = 0; i < count; i++) {
        scratch.random.reset(seed ^ STREAM, epoch, firstPosition + i);
        canvas.begin(source, sourceOffset + i * length, width, height);
        for (int t = 0; t < now.size(); t++) {
          canvas.apply(now.get(t), scratch.random);
        }
        canvas.end(target, targetOffset + i * length);
      }
    }
  }

  /**
   * Augments a batch into the caller's array on several threads: the same bytes as on one. The
   * calling thread works too, does all that the executor does not take, and returns when the whole
   * batch is done.
   *
   * @param source holds uint8 pixels {@code [count, height, width]}
   * @param sourceOffset where they begin
   * @param target receives as many
   * @param targetOffset where they go
   * @param count of images, at least 0
   * @param width in pixels, in [1, 32767]
   * @param height in pixels, in [1, 32767]
   * @param seed the run's seed
   * @param epoch 0-based
   * @param firstPosition the first image's position in the epoch's sample sequence, 0-based; the
   *     others follow it
   * @param executor runs the other threads; it stays open
   * @param parallelism how many threads in all, at least 1; 1 does not use the executor
   * @throws IllegalArgumentException if the count, the size or the parallelism is out of range, an
   *     array is too short, or the two ranges overlap
   */
  public void applyBatch(
      byte[] source,
      int sourceOffset,
      byte[] target,
      int targetOffset,
      int count,
      int width,
      int height,
      long seed,
      long epoch,
      long firstPosition,
      Executor executor,
      int parallelism) {
    Checks.images(source, sourceOffset, target, targetOffset, count, width, height);
    Objects.requireNonNull(executor, "executor");
    Checks.in("parallelism", parallelism, 1, Integer.MAX_VALUE);
    ParallelBatch.run(
        count,
        executor,
        parallelism,
        (first, images) ->
            applyBatch(
                source,
                sourceOffset + first * width * height,
                target,
                targetOffset + first * width * height,
                images,
                width,
                height,
                seed,
                epoch,
                firstPosition + first));
  }

  /** The transforms in an epoch; if they follow it, kept, so that no image makes them again. */
  private List<RandomTransform> at(long epoch) {
    Epoch kept = last;
    if (kept != null && kept.epoch == epoch) {
      return kept.transforms;
    }
    List<RandomTransform> now = Composite.atEpoch(transforms, epoch);
    if (now != transforms) {
      last = new Epoch(epoch, now);
    }
    return now;
  }

  /**
   * Writes this as one line of JSON, with a version, for a model's provenance or a file.
   *
   * @return what {@link #fromJson} reads
   * @throws IllegalStateException if a transform is not of this package, or if they are nested so
   *     deeply that the document would have more than 64 objects and arrays within one another,
   *     which {@link #fromJson} refuses
   */
  public String toJson() {
    return AugmentationJson.write(transforms);
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @param json the document
   * @return an augmentation equal to the one that was written
   * @throws IllegalArgumentException if it is no JSON or of another version, or if a transform, a
   *     field or a value in it is not known or not allowed; the message names it
   * @throws NullPointerException if {@code json} is null
   */
  public static Augmentation fromJson(String json) {
    return new Augmentation(List.copyOf(AugmentationJson.read(json)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Augmentation that && transforms.equals(that.transforms);
  }

  @Override
  public int hashCode() {
    return transforms.hashCode();
  }

  /** The preset's name, if it has one, and the transforms with their ranges. */
  @Override
  public String toString() {
    return "Augmentation[%s: %s]".formatted(name().orElse("custom"), transforms);
  }

  private record Epoch(long epoch, List<RandomTransform> transforms) {}
}
