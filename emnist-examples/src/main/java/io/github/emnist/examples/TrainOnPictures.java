package io.github.emnist.examples;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistDataset.TrainValidation;
import io.github.emnist.data.io.PictureFolder;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.train.Trainer;
import io.github.emnist.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Trains on a folder with a sub-folder of pictures for each label, and saves the model: {@code
 * TrainOnPictures FOLDER OUT}.
 */
public final class TrainOnPictures {
  private TrainOnPictures() {}

  /**
   * Trains, evaluates on held-out pictures, and saves.
   *
   * @param args the folder of folders of pictures, and the folder for the model
   * @throws IOException if one of them cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("usage: TrainOnPictures FOLDER OUT");
      System.exit(2);
    }
    Path folder = Path.of(args[0]);
    Path out = Path.of(args[1]);
    // region: own
    EmnistDataset own = PictureFolder.of(folder).read(); // a sub-folder of pictures for each label
    TrainValidation parts = own.stratifiedSplit(0.2, 42);
    TrainingResult result =
        Trainer.of(CnnArchitecture.small(own.labelMap().size()))
            .augmentation(Augmentation.standard())
            .samplesPerClass(200) // an epoch, drawn from however many there are
            .epochs(10)
            .fit(parts.train());
    System.out.println("accuracy " + result.evaluate(parts.validation()).accuracy());
    result.saveTo(out);
    // endregion
  }
}
