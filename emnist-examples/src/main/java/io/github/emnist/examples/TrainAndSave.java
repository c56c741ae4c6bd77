package io.github.emnist.examples;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.train.Trainer;
import io.github.emnist.train.TrainingResult;
import io.github.emnist.train.evaluation.Evaluation;
import io.github.emnist.train.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;

/** Trains on a folder of EMNIST files and saves the model: {@code TrainAndSave DATA OUT}. */
public final class TrainAndSave {
  private TrainAndSave() {}

  /**
   * Trains, evaluates, plots and saves.
   *
   * @param args the folder of EMNIST files and the folder for the results
   * @throws IOException if one of them cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("usage: TrainAndSave DATA OUT");
      System.exit(2);
    }
    Path data = Path.of(args[0]);
    Path out = Path.of(args[1]);
    // region: train
    EmnistSource emnist = EmnistReader.open(data);
    TrainingResult result =
        Trainer.of(CnnArchitecture.emnistCnn(emnist.split().labelMap().size()))
            .augmentation(Augmentation.standard())
            .validationFraction(0.05)
            .seed(42)
            .progress(Progress.console())
            .fit(emnist.train());
    Evaluation evaluation = result.evaluate(emnist.test());
    System.out.println("accuracy " + evaluation.accuracy());
    result.plots(evaluation).writeTo(out.resolve("plots"));
    result.saveTo(out.resolve("model"));
    // endregion
  }
}
