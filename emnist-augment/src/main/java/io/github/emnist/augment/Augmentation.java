package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.TransformSequence;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.internal.Messages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Random transforms applied in order, as to the images of a training run. The draws depend only on
 * (seed, epoch, position in the epoch's sample sequence): any number of threads, any batch size and
 * any order of calls give the same bytes.
 *
 * <p>Immutable and thread-safe; augmentations of equal transforms are equal. After a thread's first
 * image the transforms of this package allocate nothing; others are {@linkplain
 * RandomTransform#sample sampled} for each image.
 *
 * <p>Consecutive geometric transforms are combined and interpolated once; put them beside each
 * other.
 *
 * <p>No preset flips: a mirrored letter is another letter or none.
 */
public final class Augmentation {
  /** Separates the draws from others with the same numbers, such as the shuffle's. */
  private static final long STREAM = 0x6175676D656E7400L; // "augment" in ASCII

  /** The magnitude for the whole range of {@link #operations}; torchvision's scale. */
  private static final double MAX_MAGNITUDE = 30;

  /** By name, from weakest to strongest. */
  private static final Map<String, Augmentation> PRESETS = all();

  private final List<RandomTransform> transforms;

  /** A cache: every thread would compute the same. */
  private volatile Epoch last;

  private Augmentation(List<RandomTransform> transforms) {
    this.transforms = transforms;
  }

  /**
   * {@return a composition of transforms}
   *
   * @param transforms in the order in which they are applied; none leaves images unchanged
   */
  public static Augmentation of(RandomTransform... transforms) {
    return new Augmentation(List.of(transforms));
  }

  /** {@return the preset that leaves images unchanged} */
  public static Augmentation none() {
    return PRESETS.get("none");
  }

  /**
   * {@return the preset with rotation by up to 5 degrees, zoom per axis 5 %, shift 1 pixel, shear
   * 0.08}
   */
  public static Augmentation light() {
    return PRESETS.get("light");
  }

  /**
   * {@return the preset with rotation by up to 10 degrees, zoom per axis 10 %, shift 2 pixels,
   * shear 0.15} The shift is the margin that EMNIST leaves around the ink (Cohen et al.,
   * arXiv:1702.05373).
   */
  public static Augmentation standard() {
    return PRESETS.get("standard");
  }

  /**
   * {@return the preset with rotation by up to 15 degrees, zoom per axis 20 %, shift 3 pixels,
   * shear 0.25}
   */
  public static Augmentation strong() {
    return PRESETS.get("strong");
  }

  /**
   * {@return RandAugment (Cubuk, Zoph, Shlens and Le, arXiv:1909.13719) for characters} Applies
   * {@code count} operations in turn, each chosen from eighteen (including none) with equal
   * probability. Each draws its parameters uniformly up to the magnitude, one of the paper's
   * variants. Without flips, and with strokes, elastic deformation and occlusion instead of
   * colours.
   *
   * @param count the number of operations, in [1, 10]; the paper's N
   * @param magnitude in [0, 30]; the paper's M
   * @throws IllegalArgumentException if one is out of range
   */
  public static Augmentation randAugment(int count, double magnitude) {
    Checks.in("count of operations", count, 1, 10);
    Checks.in("magnitude", magnitude, 0, MAX_MAGNITUDE, "");
    double strength = magnitude / MAX_MAGNITUDE;
    RandomTransform any = new Composite.SomeOf(1, operations()).withStrength(strength);
    return Augmentation.of(Collections.nCopies(count, any).toArray(RandomTransform[]::new));
  }

  /**
   * {@return TrivialAugment (Müller and Hutter, arXiv:2103.10158) for characters} Applies one of
   * the operations of {@link #randAugment} to each image, its strength drawn from the whole range.
   * Needs no tuning.
   */
  public static Augmentation trivialAugment() {
    return Augmentation.of(new Composite.SomeOf(1, operations()));
  }

  /**
   * {@return random rotation, shift, shear and zoom as in Keras' {@code ImageDataGenerator} with
   * arguments of these names} Each is drawn uniformly from [-range, range], height and width
   * independently, and the zoom from [1 - range, 1 + range] for each axis. All are one
   * interpolation. About the image's centre, pixel (row, column) of the result is read at {@code R
   * T S Z (row, column)}, where R = [cos -sin; sin cos] of the angle, T shifts, S = [1 -sin; 0 cos]
   * of the shear and Z zooms. Since this is a pixel's source, larger numbers turn the ink
   * clockwise, move it up and left, and shrink it.
   *
   * <p>Two differences: a range of whole pixels is not rounded to whole pixels, as Keras does for
   * shifts of type {@code int}; and the outside is blended into the edge as in {@link
   * Resampling.FillMode}, where SciPy's {@code constant} and {@code wrap} have a seam of one pixel.
   *
   * @param rotationRange degrees, in [0, 180]
   * @param widthShiftRange a fraction of the width if below 1, else pixels, in [0, 32767]
   * @param heightShiftRange a fraction of the height if below 1, else pixels, in [0, 32767]
   * @param zoomRange in [0, 0.99]
   * @param shearRange degrees, in [0, 89]
   * @param resampling how the source is read; Keras' default is bilinear and the nearest edge
   * @throws IllegalArgumentException if one is out of range
   */
  public static Augmentation keras(
      double rotationRange,
      double widthShiftRange,
      double heightShiftRange,
      double zoomRange,
      double shearRange,
      Resampling resampling) {
    return of(
        new RandomTransforms.KerasAffine(
            rotationRange,
            widthShiftRange,
            widthShiftRange < 1,
            heightShiftRange,
            heightShiftRange < 1,
            zoomRange,
            shearRange,
            resampling));
  }

  /**
   * {@return the preset with a name}
   *
   * @param name {@code none}, {@code light}, {@code standard} or {@code strong}
   * @throws IllegalArgumentException if there is no such preset
   */
  public static Augmentation fromName(String name) {
    Augmentation preset = PRESETS.get(name);
    if (preset == null) {
      throw Messages.illegal(
          "augmentation '%s' must be one of %s", name, String.join(", ", PRESETS.keySet()));
    }
    return preset;
  }

  /** {@return the name of the preset that equals this, for {@link #fromName}, or empty} */
  public Optional<String> name() {
    return PRESETS.entrySet().stream()
        .filter(preset -> preset.getValue().equals(this))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * {@return the transforms that {@link #apply(Pixels, Pixels, long, long, long) apply} would apply
   * to an image, in order} Applied to the same image, they give the same bytes.
   *
   * @param seed the run's seed
   * @param epoch 0-based
   * @param position in the epoch's sample sequence, 0-based
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
   * Augments one image.
   *
   * @param image of any size up to 32767 x 32767
   * @param seed the run's seed
   * @param epoch 0-based
   * @param position in the epoch's sample sequence, 0-based
   * @return an image of the same size
   */
  public GrayImage apply(GrayImage image, long seed, long epoch, long position) {
    return sample(seed, epoch, position).apply(image);
  }

  /**
   * Augments images into an array.
   *
   * @param source one image or a batch, only read
   * @param target receives as many images of the same size; must not overlap
   * @param seed the run's seed
   * @param epoch 0-based
   * @param firstPosition the first image's position in the epoch's sample sequence, 0-based; the
   *     others follow it
   * @throws IllegalArgumentException if the counts or the sizes differ, or the two overlap
   */
  public void apply(Pixels source, Pixels target, long seed, long epoch, long firstPosition) {
    Pixels.check(source, target, source.count());
    List<RandomTransform> now = at(epoch);
    try (Scratch scratch = Scratch.acquire();
        Canvas canvas = Canvas.acquire()) {
      for (int i = 0; i < source.count(); i++) {
        scratch.random.reset(seed ^ STREAM, epoch, firstPosition + i);
        canvas.begin(source, i);
        for (int t = 0; t < now.size(); t++) {
          canvas.apply(now.get(t), scratch.random);
        }
        canvas.end(target, i);
      }
    }
  }

  /**
   * Augments images into an array on several threads, with the same bytes as on one. The calling
   * thread works too, does all that the executor rejects, and returns when every image is done.
   *
   * @param source a batch, only read
   * @param target receives as many images of the same size; must not overlap
   * @param seed the run's seed
   * @param epoch 0-based
   * @param firstPosition the first image's position in the epoch's sample sequence, 0-based; the
   *     others follow it
   * @param threads the threads that work
   * @throws IllegalArgumentException if the counts or the sizes differ, or the two overlap
   */
  public void apply(
      Pixels source, Pixels target, long seed, long epoch, long firstPosition, Threads threads) {
    Pixels.check(source, target, source.count());
    ParallelBatch.run(
        source.count(),
        threads,
        (from, to) ->
            apply(source.part(from, to), target.part(from, to), seed, epoch, firstPosition + from));
  }

  /** Returns the transforms in an epoch, cached if they depend on it. */
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
   * {@return this as one line of JSON, with a version, for {@link #fromJson}}
   *
   * @throws IllegalStateException if a transform is not of this package, or the document would nest
   *     more than 64 objects and arrays, which {@link #fromJson} refuses
   */
  public String toJson() {
    return AugmentationJson.write(transforms);
  }

  /**
   * {@return the augmentation that {@link #toJson} wrote}
   *
   * @param json the document
   * @param source its name in errors, usually the file's path
   * @throws MalformedDataException if it is not JSON or has another version, or if a transform, a
   *     field or a value in it is unknown or not allowed; the message has its path
   */
  public static Augmentation fromJson(String json, String source) throws MalformedDataException {
    return new Augmentation(AugmentationJson.read(json, source));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Augmentation that && transforms.equals(that.transforms);
  }

  @Override
  public int hashCode() {
    return transforms.hashCode();
  }

  /** Returns the preset's name, if any, and the transforms with their ranges. */
  @Override
  public String toString() {
    return "Augmentation[%s: %s]".formatted(name().orElse("custom"), transforms);
  }

  /**
   * The threads that work on a batch.
   *
   * @param executor runs the other threads; is not closed
   * @param count the number of threads including the caller, at least 1; 1 does not use the
   *     executor
   */
  public record Threads(Executor executor, int count) {
    /** Throws {@link IllegalArgumentException} if the count is below 1. */
    public Threads {
      Objects.requireNonNull(executor, "executor");
      Checks.in("threads", count, 1, Integer.MAX_VALUE);
    }
  }

  private record Epoch(long epoch, List<RandomTransform> transforms) {}

  private static Map<String, Augmentation> all() {
    Map<String, Augmentation> presets = new LinkedHashMap<>();
    presets.put("none", Augmentation.of());
    presets.put("light", affine(5, 1, 0.05, 0.08));
    presets.put("standard", affine(10, 2, 0.1, 0.15));
    presets.put("strong", affine(15, 3, 0.2, 0.25));
    return presets;
  }

  private static Augmentation affine(double degrees, double pixels, double zoom, double tangent) {
    return Augmentation.of(
        RandomTransform.affine()
            .rotation(degrees)
            .shift(pixels)
            .zoomPerAxis(1 - zoom, 1 + zoom)
            .shear(tangent)
            .build());
  }

  /**
   * Returns the operations of the automatic presets, as strong as people can still read most
   * characters of 28 x 28 pixels. The papers' colour operations are replaced by strokes, elastic
   * deformation and occlusion.
   */
  private static List<RandomTransform> operations() {
    return List.of(
        RandomTransform.sequence(),
        RandomTransform.affine().rotation(30).build(),
        RandomTransform.affine().shift(5, 0).build(),
        RandomTransform.affine().shift(0, 5).build(),
        RandomTransform.affine().zoomPerAxis(0.65, 1.35).build(),
        RandomTransform.affine().shear(0.5).build(),
        RandomTransform.perspective(0.5),
        RandomTransform.elastic(40, 4),
        RandomTransform.gridDistortion(4, 0.6),
        RandomTransform.strokeWidth(-1.5, 2),
        RandomTransform.gaussianBlur(0, 1.5),
        RandomTransform.unsharpMask(0, 3, 1),
        RandomTransform.gamma(1 / 3.0, 3),
        RandomTransform.contrast(0.3, 1.5, 0),
        RandomTransform.gaussianNoise(0, 50),
        RandomTransform.saltAndPepper(0, 0.1),
        RandomTransform.erasing().area(0.02, 0.2).build(),
        RandomTransform.lineStrikes().lines(1, 2).thickness(0.5, 2).build());
  }

  /**
   * A batch divided into parts, which the threads take in turn. The calling thread works too, so
   * that a busy executor delays nothing, and returns when every part is done.
   */
  private static final class ParallelBatch implements Runnable {
    /** Parts per thread: small ones, so that a delayed thread delays little. */
    private static final int PARTS_PER_THREAD = 8;

    private final Part work;
    private final int count;
    private final int parts;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger pending;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private ParallelBatch(int count, int parts, Part work) {
      this.count = count;
      this.parts = parts;
      this.work = work;
      pending = new AtomicInteger(parts);
    }

    static void run(int count, Threads threads, Part work) {
      int parts = (int) Math.min(count, (long) threads.count * PARTS_PER_THREAD);
      ParallelBatch batch = new ParallelBatch(count, parts, work);
      try {
        for (int i = 1; i < Math.min(threads.count, parts); i++) {
          threads.executor.execute(batch);
        }
      } catch (RejectedExecutionException e) {
        // This thread does what the executor rejects.
      } catch (RuntimeException | Error e) {
        // Nothing more is started, but accepted tasks may be running already and are awaited.
        batch.failure.compareAndSet(null, e);
      }
      batch.run();
      batch.await();
    }

    @Override
    public void run() {
      for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
        try {
          if (failure.get() == null) {
            int from = (int) ((long) count * part / parts);
            int to = (int) ((long) count * (part + 1) / parts);
            work.run(from, to);
          }
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        } finally {
          if (pending.decrementAndGet() == 0) {
            done.complete(null);
          }
        }
      }
    }

    private void await() {
      if (parts > 0) {
        done.join(); // even if interrupted: others still write into the caller's array
      }
      Throwable thrown = failure.get();
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown != null) {
        throw (RuntimeException) thrown;
      }
    }

    /** Processes images [from, to) of the batch. */
    interface Part {
      void run(int from, int to);
    }
  }
}
