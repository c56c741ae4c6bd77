package io.github.emnist.examples;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.train.Trainer;
import io.github.emnist.train.TrainingResult;
import io.github.emnist.train.config.LearningRateSchedule;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fine-tunes a model of digits to new classes with 25 images of each: {@code FineTuneToNewClasses}.
 * It uses synthetic characters, so that it takes seconds; for your own images, start from the
 * pretrained model and use {@code PictureFolder}.
 */
public final class FineTuneToNewClasses {
  private static final LabelMap WORDS = LabelMap.of(List.of("alpha", "bravo", "charlie", "delta"));

  private FineTuneToNewClasses() {}

  /**
   * Trains on digits, then on the new classes, and prints the accuracy on other images of those.
   *
   * @param args none
   */
  public static void main(String[] args) {
    ModelBundle model = digits();
    SyntheticEmnist letters = SyntheticEmnist.of(EmnistSplit.LETTERS).withImagesPerClass(25, 50);
    EmnistDataset few = words(letters.train());
    EmnistDataset others = words(letters.test());
    // region: fine-tune
    ModelBundle start = model.withNewHead(few.labelMap(), 42);
    TrainingResult result =
        Trainer.from(start)
            .frozenLayers(start.architecture().bodyLayerNames())
            .schedule(LearningRateSchedule.constant(1e-2))
            .batchSize(20)
            .samplesPerClass(0) // each image once an epoch
            .validationFraction(0)
            .epochs(20)
            .fit(few);
    System.out.println("accuracy " + result.evaluate(others).accuracy());
    // endregion
  }

  private static ModelBundle digits() {
    // spotless:off, since a network reads best with a block of layers on a line
    CnnArchitecture network =
        CnnArchitecture.builder()
            .input(28, 28, 1)
            .conv2d(8, 5).relu().batchNormalization().maxPool(2)
            .conv2d(16, 3).relu().batchNormalization().maxPool(2)
            .flatten().dense(10).softmax()
            .build();
    // spotless:on
    return Trainer.of(network)
        .augmentation(Augmentation.light())
        .batchSize(20)
        .samplesPerClass(100)
        .validationFraction(0)
        .epochs(4)
        .fit(SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(100, 1).train())
        .bundle();
  }

  /** Returns the letters A to D under other names, as an example of new symbols. */
  private static EmnistDataset words(EmnistDataset letters) {
    int[] places = IntStream.range(0, letters.labelMap().size()).toArray();
    return letters.filterClasses("A", "B", "C", "D").relabel(WORDS, places);
  }
}
