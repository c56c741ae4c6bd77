package io.github.emnist.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.augment.BatchMix;
import io.github.emnist.augment.BatchMix.CutMix;
import io.github.emnist.augment.BatchMix.MixUp;
import io.github.emnist.augment.Pixels;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.Sampler;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.internal.tensorflow.TrainingBatch;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EpochImagesTest {
  private static final int SIDE = 28;
  private static final int PIXELS = SIDE * SIDE;
  private static final long SEED = 5;
  private static final int EPOCH = 3;
  private static final Augmentation STRONG = Augmentation.strong();

  private final EmnistDataset dataset = SyntheticEmnist.balanced().withImagesPerClass(2, 1).train();
  private final int[] sequence = Sampler.shuffled(dataset).epoch(SEED, EPOCH);

  static Stream<BatchMix> mixes() {
    return Stream.of(new MixUp(0.8), new CutMix(1));
  }

  @Test
  void withoutAMixTheImagesAreAugmentedAtTheirPositions() {
    TrainingBatch batch = filled(Optional.empty(), 6, 4);
    assertThat(batch.isMixed()).isFalse();
    for (int i = 0; i < 6; i++) {
      assertThat(image(batch, i)).isEqualTo(augmented(4 + i));
      assertThat(batch.labels()[i]).isEqualTo(label(4 + i));
    }
  }

  @ParameterizedTest
  @MethodSource("mixes")
  void pixelsAndSharesAreThoseOfTheMixOfTwoImagesEachAugmentedAtItsOwnPosition(BatchMix mix) {
    TrainingBatch batch = filled(Optional.of(mix), 6, 4);
    for (int i = 0; i < 6; i++) {
      int position = 4 + i;
      int other = mix.partner(SEED, EPOCH, position, sequence.length);
      byte[] expected = new byte[PIXELS];
      double weight =
          mix.apply(
              Pixels.of(augmented(position), SIDE, SIDE),
              Pixels.of(augmented(other), SIDE, SIDE),
              Pixels.of(expected, SIDE, SIDE),
              SEED,
              EPOCH,
              position);
      assertThat(image(batch, i)).isEqualTo(expected);
      assertThat(batch.shares()[i]).isEqualTo((float) weight);
      assertThat(batch.labels()[i]).isEqualTo(label(position));
      assertThat(batch.partners()[i]).isEqualTo(label(other));
    }
    assertThat(batch.partners()).isNotEqualTo(batch.labels());
  }

  @ParameterizedTest
  @MethodSource("mixes")
  void aMixtureDoesNotDependOnTheBatch(BatchMix mix) {
    TrainingBatch whole = filled(Optional.of(mix), 30, 0);
    TrainingBatch part = filled(Optional.of(mix), 7, 11);
    for (int i = 0; i < 7; i++) {
      assertThat(image(part, i)).isEqualTo(image(whole, 11 + i));
      assertThat(part.shares()[i]).isEqualTo(whole.shares()[11 + i]);
      assertThat(part.partners()[i]).isEqualTo(whole.partners()[11 + i]);
    }
  }

  @Test
  void theShareAtTheRunsEndIsNeitherAugmentedNorMixed() {
    TrainingConfig config =
        TrainingConfig.builder()
            .epochs(5)
            .plainShare(0.3)
            .augmentation(STRONG)
            .mix(new MixUp(0.8))
            .seed(SEED)
            .build();
    int half = sequence.length / 2; // of the last epoch but one
    EpochImages images = new EpochImages(dataset, sequence, config, EPOCH);
    TrainingBatch batch = images.newBatch(2);
    images.fill(batch, half - 1);
    assertThat(image(batch, 0)).isNotEqualTo(asItIs(half - 1));
    assertThat(image(batch, 1)).isEqualTo(asItIs(half));
    assertThat(batch.shares()[1]).isEqualTo(1);
    assertThat(batch.partners()[1]).isEqualTo(label(half));
  }

  @Test
  void theShareIsOfTheStepsThatMaxStepsLeaves() {
    int stepsPerEpoch = sequence.length / 10;
    TrainingConfig config =
        TrainingConfig.builder()
            .epochs(50)
            .batchSize(10)
            .maxSteps(4L * stepsPerEpoch)
            .plainShare(0.25)
            .augmentation(STRONG)
            .seed(SEED)
            .build();
    EpochImages images = new EpochImages(dataset, sequence, config, EPOCH); // the fourth
    TrainingBatch batch = images.newBatch(1);
    images.fill(batch, 0);
    assertThat(image(batch, 0)).isEqualTo(asItIs(0));
  }

  private byte[] asItIs(int position) {
    return dataset.image(sequence[position]).toBytes();
  }

  private TrainingBatch filled(Optional<BatchMix> mix, int size, int from) {
    TrainingConfig config =
        TrainingConfig.builder().augmentation(STRONG).mix(mix.orElse(null)).seed(SEED).build();
    EpochImages images = new EpochImages(dataset, sequence, config, EPOCH);
    TrainingBatch batch = images.newBatch(size);
    images.fill(batch, from);
    return batch;
  }

  private byte[] augmented(int position) {
    return STRONG.apply(dataset.image(sequence[position]), SEED, EPOCH, position).toBytes();
  }

  private byte label(int position) {
    return (byte) dataset.label(sequence[position]);
  }

  private static byte[] image(TrainingBatch batch, int i) {
    return Arrays.copyOfRange(batch.images(), i * PIXELS, (i + 1) * PIXELS);
  }
}
