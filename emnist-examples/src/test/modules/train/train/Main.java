package train;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.train.Trainer;
import io.github.emnist.train.TrainingResult;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.report.TrainingReport;
import java.io.IOException;
import java.nio.file.Path;

/** Trains a few steps, saves the model and draws the curves. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws IOException {
    EmnistDataset digits = SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(4, 1).train();
    CnnArchitecture network =
        CnnArchitecture.builder().input(28, 28, 1).flatten().dense(10).softmax().build();
    TrainingConfig config = TrainingConfig.builder().epochs(2).batchSize(16).build();
    TrainingResult result = Trainer.of(network).settings(config).fit(digits);
    Path folder = Path.of(arguments[0]);
    result.saveTo(folder.resolve("model"));
    result.plots().writeTo(folder.resolve("plots"));
    TrainingReport.of(result.bundle(), result.history()).writeTo(folder.resolve("report.html"));
    System.out.println(Main.class.getModule() + ": " + result.history().epochs().size() + " epochs");
  }
}
