package io.github.emnist.examples;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.augment.RandomTransform;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.picture.ContactSheet;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Composes a custom augmentation and draws augmented characters: {@code CustomAugmentation
 * OUT.png}. {@code trainer.augmentation(mine)} trains with it.
 */
public final class CustomAugmentation {
  private static final int DRAWS = 8;

  private CustomAugmentation() {}

  /**
   * Writes the sheet and prints the augmentation as JSON.
   *
   * @param args the PNG file to write
   * @throws IOException if it cannot be written
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: CustomAugmentation OUT.png");
      System.exit(2);
    }
    Path out = Path.of(args[0]);
    EmnistDataset letters = SyntheticEmnist.balanced().withImagesPerClass(1, 1).train();
    // region: augment
    Augmentation mine =
        Augmentation.of(
            RandomTransform.affine().rotation(12).shear(0.2).zoom(0.9, 1.1).build(),
            RandomTransform.elastic(34, 4),
            RandomTransform.strokeWidth(-0.5, 1));
    EmnistDataset.Builder drawn = EmnistDataset.builder(letters.labelMap(), 28, 28);
    for (int i = 0; i < letters.size(); i++) {
      for (int epoch = 0; epoch < DRAWS; epoch++) {
        drawn.add(mine.apply(letters.image(i), 42, epoch, i), letters.label(i));
      }
    }
    ContactSheet.of("augmented", drawn.build()).perClass(DRAWS).writeTo(out);
    // endregion
    System.out.println(mine.toJson());
  }
}
