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
 * Random transforms applied one after the other, as a training run augments its images. What is
 * drawn depends on (seed, epoch, position in the epoch's sample sequence) alone: any number of
 * threads, any batch size and any order of calls give the same bytes.
 *
 * <p>Immutable and thread-safe; augmentations of equal transforms are equal. After a thread's first
 * image the transforms of this package allocate nothing; of others, each image's parameters are
 * {@linkplain RandomTransform#sample sampled}.
 *
 * <p>Consecutive geometric transforms fold into one mapping and are interpolated once; put them
 * beside each other.
 *
 * <p>No preset flips: a mirrored letter is another letter or none.
 */
public final class Augmentation {
  /** Keeps the draws apart from others made of the same numbers, such as the shuffle's. */
  private static final long STREAM = 0x6175676D656E7400L; // "augment" in ASCII

  /** The magnitude at which {@link #operations} have their whole range; torchvision's scale. */
  private static final double MAX_MAGNITUDE = 30;

  /** By name, from the weakest to the strongest. */
  private static final Map<String, Augmentation> PRESETS = all();

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

  /** {@return the preset without augmentation: each image stays as it is} */
  public static Augmentation none() {
    return PRESETS.get("none");
  }

  /** {@return rotation to 5 degrees, zoom per axis to 5 %, shift to 1 pixel, shear to 0.08} */
  public static Augmentation light() {
    return PRESETS.get("light");
  }

  /**
   * {@return rotation to 10 degrees, zoom per axis to 10 %, shift to 2 pixels, shear to 0.15} The
   * shift is the margin that EMNIST leaves around the ink (Cohen et al., arXiv:1702.05373).
   */
  public static Augmentation standard() {
    return PRESETS.get("standard");
  }

  /** {@return rotation to 15 degrees, zoom per axis to 20 %, shift to 3 pixels, shear to 0.25} */
  public static Augmentation strong() {
    return PRESETS.get("strong");
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
    Checks.in("count of operations", count, 1, 10);
    Checks.in("magnitude", magnitude, 0, MAX_MAGNITUDE, "");
    double strength = magnitude / MAX_MAGNITUDE;
    RandomTransform any = new Composite.SomeOf(1, operations()).withStrength(strength);
    return Augmentation.of(Collections.nCopies(count, any).toArray(RandomTransform[]::new));
  }

  /**
   * TrivialAugment (Müller and Hutter, arXiv:2103.10158) for characters: one of the operations of
   * {@link #randAugment} for each image, its strength drawn from the whole range. Nothing to tune.
   *
   * @return the augmentation
   */
  public static Augmentation trivialAugment() {
    return Augmentation.of(new Composite.SomeOf(1, operations()));
  }

  /**
   * Returns random rotation, shift, shear and zoom, drawn and applied as Keras' {@code
   * ImageDataGenerator} does with arguments of these names. Each is drawn uniformly from [-range,
   * range], height and width independently, and the zoom from [1 - range, 1 + range] for each axis.
   * All of it is one interpolation. About the image's centre, pixel (row, column) of the result is
   * read at {@code R T S Z (row, column)}, where R = [cos -sin; sin cos] of the angle, T shifts, S
   * = [1 -sin; 0 cos] of the shear and Z zooms. As this is where a pixel comes from, the ink turns
   * clockwise, moves up and to the left, and shrinks as the numbers grow.
   *
   * <p>Two things differ: a range of whole pixels is not rounded to whole pixels, as Keras does
   * with a shift of type {@code int}; and the outside is blended into the edge as {@link
   * Resampling.FillMode} says, where SciPy's {@code constant} and {@code wrap} have a seam of one
   * pixel.
   *
   * @param rotationRange degrees, in [0, 180]
   * @param widthShiftRange a fraction of the width if below 1, else pixels, in [0, 32767]
   * @param heightShiftRange a fraction of the height if below 1, else pixels, in [0, 32767]
   * @param zoomRange in [0, 0.99]
   * @param shearRange degrees, in [0, 89]
   * @param resampling how the source is read; Keras' default is bilinear and the nearest edge
   * @return the augmentation
   * @throws IllegalArgumentException if one is not in its interval
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
   * Finds a preset.
   *
   * @param name {@code none}, {@code light}, {@code standard} or {@code strong}
   * @return the preset
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Augmentation fromName(String name) {
    Augmentation preset = PRESETS.get(name);
    if (preset == null) {
      throw Messages.illegal(
          "augmentation '%s' must be one of %s", name, String.join(", ", PRESETS.keySet()));
    }
    return preset;
  }

  /** {@return the preset's name, as {@link #fromName} takes it; empty if no preset equals this} */
  public Optional<String> name() {
    return PRESETS.entrySet().stream()
        .filter(preset -> preset.getValue().equals(this))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * Draws the parameters for one image: what {@link #apply(Pixels, Pixels, long, long, long) apply}
   * does to it, to be kept, compared or applied again. Applied to the same image it gives the same
   * bytes.
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
   * Augments images into the caller's array.
   *
   * @param source one image or a batch, only read
   * @param target receives as many images of the same size, elsewhere
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
   * Augments images into the caller's array on several threads: the same bytes as on one. The
   * calling thread works too, does all that the executor does not take, and returns when every
   * image is done.
   *
   * @param source a batch, only read
   * @param target receives as many images of the same size, elsewhere
   * @param seed the run's seed
   * @param epoch 0-based
   * @param firstPosition the first image's position in the epoch's sample sequence, 0-based; the
   *     others follow it
   * @param threads who works
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
   * @throws IllegalStateException if a transform is not of this package, or the document would have
   *     more than 64 objects and arrays within one another, which {@link #fromJson} refuses
   */
  public String toJson() {
    return AugmentationJson.write(transforms);
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @param json the document
   * @param source what to call it in an error, usually the file's path
   * @return an augmentation equal to the one that was written
   * @throws MalformedDataException if it is no JSON or of another version, or if a transform, a
   *     field or a value in it is not known or not allowed; the message has its path
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

  /** The preset's name, if it has one, and the transforms with their ranges. */
  @Override
  public String toString() {
    return "Augmentation[%s: %s]".formatted(name().orElse("custom"), transforms);
  }

  /**
   * The threads that work on a batch.
   *
   * @param executor runs the other threads; it stays open
   * @param count how many threads in all, at least 1; 1 does not use the executor
   */
  public record Threads(Executor executor, int count) {
    /** Refuses a count below 1 with an {@link IllegalArgumentException}. */
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
   * What the automatic presets choose from, as strong as people still read most characters of 28 x
   * 28 pixels. The papers' colour operations make no sense in grey; strokes, elastic deformation
   * and occlusion stand in for them.
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
   * A batch cut into parts that several threads take from one another. The calling thread works
   * too, so that a busy executor delays nothing, and returns when every part is done.
   */
  private static final class ParallelBatch implements Runnable {
    /** Parts for each thread, so that one that is held up holds up little. */
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
        // This thread does what the executor does not take.
      } catch (RuntimeException | Error e) {
        // Nothing more is begun, but what was accepted may be at work already: it is waited for.
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

    /** Images [from, to) of the batch. */
    interface Part {
      void run(int from, int to);
    }
  }
}
