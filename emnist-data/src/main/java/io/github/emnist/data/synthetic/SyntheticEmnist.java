package io.github.emnist.data.synthetic;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.Partition;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.image.EmnistConversion;
import io.github.emnist.data.synthetic.Scribe.Draughtsman;
import io.github.emnist.data.synthetic.Scribe.Draws;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Synthetic handwriting from stroke templates, in EMNIST's format: for quick starts, demonstrations
 * and tests without the real images. A model's accuracy on it says little about real handwriting.
 *
 * <pre>{@code
 * EmnistDataset train = SyntheticEmnist.balanced().withImagesPerClass(1_000, 100).train();
 * }</pre>
 *
 * <p>Every image is a pure function of the version, the split, the seed, the partition and its
 * position, for any number of threads. The classes alternate, so {@code train().take(n)} is
 * balanced and a smaller set is the beginning of a larger one. Each writer writes every class
 * twice; no writer is in both partitions. All classes have the same number of images, even in
 * splits that are unbalanced in EMNIST; a class of two merged letters has both in the proportion of
 * EMNIST's ByClass. Immutable and thread-safe.
 *
 * <p>{@link io.github.emnist.data.io.EmnistWriter} writes it as a folder of EMNIST files or as CSV;
 * {@code docs/synthetic.md} compares it with real handwriting.
 */
public final class SyntheticEmnist implements EmnistSource {
  /** Changes whenever equal settings give different pixels than before. */
  public static final int VERSION = 1;

  /** The number of images of each class by one writer. */
  private static final int IMAGES_PER_WRITER = 2;

  private static final int DEFAULT_TRAIN = 300;
  private static final int DEFAULT_TEST = 60;

  /** The number of the test partition's first writer, above all training writers. */
  private static final int FIRST_TEST_WRITER = 1 << 30;

  /** The number of images drawn at once, which bounds memory. */
  private static final int BLOCK = 4096;

  /** The number of images that a task draws. */
  private static final int TASK = 64;

  private final EmnistSplit split;
  private final int trainPerClass;
  private final int testPerClass;
  private final long seed;

  private SyntheticEmnist(EmnistSplit split, int trainPerClass, int testPerClass, long seed) {
    this.split = Objects.requireNonNull(split, "split");
    this.trainPerClass = trainPerClass;
    this.testPerClass = testPerClass;
    this.seed = seed;
  }

  /** {@return the 47 classes of EMNIST Balanced, 300 training and 60 test images each, seed 0} */
  public static SyntheticEmnist balanced() {
    return of(EmnistSplit.BALANCED);
  }

  /**
   * {@return a split with 300 training and 60 test images per class, seed 0}
   *
   * @param split one of the six
   */
  public static SyntheticEmnist of(EmnistSplit split) {
    return new SyntheticEmnist(split, DEFAULT_TRAIN, DEFAULT_TEST, 0);
  }

  /**
   * {@return a copy with other numbers of images}
   *
   * @param train training images per class, at least 1
   * @param test test images per class, at least 1
   * @throws IllegalArgumentException if a number is below 1, or the partition would have more than
   *     {@value Integer#MAX_VALUE} images
   */
  public SyntheticEmnist withImagesPerClass(int train, int test) {
    checkCount("train", train);
    checkCount("test", test);
    return new SyntheticEmnist(split, train, test, seed);
  }

  private void checkCount(String name, int perClass) {
    int most = Integer.MAX_VALUE / split.labelMap().size();
    if (perClass < 1 || perClass > most) {
      throw Messages.illegal(
          "%s images per class (%d) must be between 1 and %d", name, perClass, most);
    }
  }

  /**
   * {@return a copy with another seed: other writers and images}
   *
   * @param seed any number
   */
  public SyntheticEmnist withSeed(long seed) {
    return new SyntheticEmnist(split, trainPerClass, testPerClass, seed);
  }

  @Override
  public EmnistSplit split() {
    return split;
  }

  @Override
  public Set<Partition> partitions() {
    return EnumSet.allOf(Partition.class);
  }

  /**
   * {@return the settings that determine the images, for example {@code synthetic/1 split=balanced
   * train=300 test=60 seed=0}}
   */
  public String identity() {
    return Messages.format(
        "synthetic/%d split=%s train=%d test=%d seed=%d",
        VERSION, split.id(), trainPerClass, testPerClass, seed);
  }

  @Override
  public EmnistDataset train() {
    return read(Partition.TRAIN);
  }

  @Override
  public EmnistDataset test() {
    return read(Partition.TEST);
  }

  @Override
  public EmnistDataset read(Partition partition) {
    LabelMap labels = split.labelMap();
    int size = size(partition);
    int pixels = EmnistConversion.SIDE * EmnistConversion.SIDE;
    EmnistDataset.Builder builder =
        EmnistDataset.builder(labels, EmnistConversion.SIDE, EmnistConversion.SIDE)
            .split(split)
            .expect(size);
    byte[] block = new byte[Math.min(BLOCK, size) * pixels];
    for (int first = 0; first < size; first += BLOCK) {
      int from = first;
      int count = Math.min(BLOCK, size - first);
      IntStream.range(0, (count + TASK - 1) / TASK)
          .parallel()
          .forEach(
              task -> {
                int begin = task * TASK;
                draw(partition, from, begin, Math.min(count, begin + TASK), block);
              });
      for (int i = 0; i < count; i++) {
        builder.add(block, i * pixels, (first + i) % labels.size());
      }
    }
    return builder.build();
  }

  private void draw(Partition partition, int first, int begin, int end, byte[] block) {
    Draughtsman draughtsman = new Draughtsman(seed);
    CounterRandom random = new CounterRandom(0, 0, 0);
    LabelMap labels = split.labelMap();
    long stream = 16 + 2L * split.ordinal() + partition.ordinal();
    for (int i = begin; i < end; i++) {
      int index = first + i;
      random.reset(seed, stream, index);
      char name = labels.label(index % labels.size()).charAt(0);
      char character = ClassCharacters.choose(split, name, Draws.unit(random));
      int offset = i * EmnistConversion.SIDE * EmnistConversion.SIDE;
      draughtsman.draw(character, writer(partition, index), random, block, offset);
    }
  }

  /**
   * {@return the number of each image's writer, in the order of {@link #read}}
   *
   * @param partition either
   */
  public int[] writers(Partition partition) {
    return IntStream.range(0, size(partition)).map(i -> writer(partition, i)).toArray();
  }

  private int writer(Partition partition, int index) {
    int ordinal = index / split.labelMap().size() / IMAGES_PER_WRITER;
    return partition == Partition.TRAIN ? ordinal : FIRST_TEST_WRITER + ordinal;
  }

  private int size(Partition partition) {
    int perClass = partition == Partition.TRAIN ? trainPerClass : testPerClass;
    return perClass * split.labelMap().size();
  }

  @Override
  public String toString() {
    return "SyntheticEmnist[" + identity() + "]";
  }

  /** Characters of a class: both cases of a letter whose lower case has no class of its own. */
  static final class ClassCharacters {
    /**
     * Lower-case share of both cases, A to Z, in percent, counted in ByClass' official test file.
     */
    private static final int[] SMALL_SHARE = {
      61, 57, 20, 68, 83, 22, 57, 74, 17, 34, 55, 76, 24, 58, 10, 21, 55, 74, 11, 65, 19, 37, 37,
      52, 32, 49
    };

    private ClassCharacters() {}

    /**
     * Returns {@code name}, one character, or the lower-case letter merged with it, in EMNIST's
     * proportion; {@code draw} is uniform in [0, 1).
     */
    static char choose(EmnistSplit split, char name, double draw) {
      if (!Character.isUpperCase(name)) {
        return name;
      }
      char small = Character.toLowerCase(name);
      boolean merged = split.labelMap().indexOf(Character.toString(small)).isEmpty();
      return merged && draw * 100 < SMALL_SHARE[name - 'A'] ? small : name;
    }
  }
}
