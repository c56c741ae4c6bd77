package io.github.emnist.examples.cli;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.Partition;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.train.Trainer;
import io.github.emnist.train.TrainingResult;
import io.github.emnist.train.config.Precision;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.evaluation.Scores;
import io.github.emnist.train.evaluation.TemperatureScaling;
import io.github.emnist.train.history.EpochRecord;
import io.github.emnist.train.plot.TrainingPlots;
import io.github.emnist.train.progress.Progress;
import io.github.emnist.train.report.TrainingReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "train",
    description = "Trains a network, measures it on the test partition, and saves it.")
final class TrainCommand implements Callable<Integer> {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  private static final int MOST_MINUTES = 100_000;

  @Spec private CommandSpec spec;
  @ParentCommand private EmnistCommand root;
  @Mixin private DataOptions data;

  @Option(
      names = "--architecture",
      defaultValue = "emnist-cnn",
      converter = Choice.OfArchitecture.class,
      description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private Architecture architecture;

  @Option(
      names = "--recipe",
      defaultValue = "standard",
      converter = Choice.OfRecipe.class,
      description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private Recipe recipe;

  @Option(names = "--epochs", paramLabel = "N", description = "Epochs instead of the recipe's.")
  private Integer epochs;

  @Option(names = "--batch-size", paramLabel = "N", description = "Images in a step.")
  private Integer batchSize;

  @Option(
      names = "--max-minutes",
      paramLabel = "M",
      description = "Shorten the schedule so that training ends within M minutes.")
  private Double maxMinutes;

  @Option(
      names = "--augment",
      paramLabel = "NAME",
      description = "none, light, standard or strong, instead of the recipe's.")
  private String augment;

  @Option(
      names = "--validation-fraction",
      paramLabel = "F",
      description = "Share of each class held out to validate, in [0, 1).")
  private Double validationFraction;

  @Option(
      names = "--precision",
      defaultValue = "auto",
      converter = Choice.OfPrecision.class,
      description = "auto, float32 or bfloat16 (default ${DEFAULT-VALUE}).")
  private Precision precision;

  @Option(names = "--seed", paramLabel = "N", description = "What every random draw depends on.")
  private Long seed;

  @Option(
      names = "--deterministic",
      description = "The same weights, to the bit, from every run with the same seed; slower.")
  private boolean deterministic;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where results go (default emnist-run-<yyyyMMdd-HHmmss>).")
  private Path out;

  @Override
  public Integer call() throws IOException {
    PrintWriter console = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    TrainingConfig config = config();
    root.loadTensorFlow(deterministic ? 1 : 0);
    RunFolder folder = new RunFolder(out == null ? defaultFolder() : out);
    folder.checkUnused();
    EmnistSource source = data.open(err);
    EmnistDataset train = source.train();
    // Read before the training: what is wrong with it should not show after it.
    EmnistDataset test = source.partitions().contains(Partition.TEST) ? source.test() : null;
    TrainingResult result = train(config, folder, train);
    ModelBundle model = calibrated(result, config, train);
    model.save(folder.model());
    result.history().writeCsv(folder.history());
    result.history().last().ifPresent(epoch -> printTraining(console, epoch));
    TrainingPlots plots = result.plots();
    if (test != null) {
      Measured measured = measure(model, test);
      Files.writeString(folder.metrics(), measured.measurement().toJson() + "\n");
      Files.writeString(folder.mistakes(), measured.mistakes().toJson() + "\n");
      folder.writeSamples(test);
      EvaluationText.print(console, measured.measurement());
      plots = result.plots(measured.measurement().evaluation());
    } else {
      err.println("The source has no test partition: nothing to measure.");
    }
    TrainingReport.read(folder.path()).writeTo(folder.report());
    console.printf("model: %s%n", folder.model());
    console.printf("report: %s%n", folder.report());
    console.flush();
    err.flush();
    plots.writeTo(folder.plots()); // last, since it needs fonts
    return 0;
  }

  private TrainingResult train(TrainingConfig config, RunFolder folder, EmnistDataset train)
      throws IOException {
    folder.create();
    try {
      return Trainer.of(architecture.network(train.labelMap().size()))
          .settings(config)
          .progress(Progress.console())
          .checkpoints(folder.checkpoints())
          .fit(train);
    } catch (RuntimeException | Error e) {
      folder.deleteIfEmpty();
      throw e;
    }
  }

  /** The trained model with a temperature fitted on the images that the training held out. */
  private static ModelBundle calibrated(
      TrainingResult result, TrainingConfig config, EmnistDataset train) {
    if (config.validationFraction() == 0) {
      return result.bundle();
    }
    EmnistDataset validation =
        train.stratifiedSplit(config.validationFraction(), config.seed()).part(); // as fit does
    if (validation.size() == 0) {
      return result.bundle();
    }
    try (EmnistClassifier classifier = result.classifier()) {
      return TemperatureScaling.fit(Scores.of(classifier, validation)).addTo(result.bundle());
    }
  }

  private static Measured measure(ModelBundle model, EmnistDataset test) throws IOException {
    try (EmnistClassifier classifier = EmnistClassifier.of(model)) {
      return Measured.of(classifier, test);
    }
  }

  private TrainingConfig config() {
    try {
      TrainingConfig.Builder builder = recipe.config().toBuilder();
      builder.precision(precision).deterministic(deterministic);
      if (epochs != null) {
        builder.epochs(epochs);
      }
      if (batchSize != null) {
        builder.batchSize(batchSize);
      }
      if (maxMinutes != null) {
        checkMinutes();
        builder.timeLimit(Duration.ofNanos(Math.round(maxMinutes * 60e9)));
      }
      if (augment != null) {
        builder.augmentation(Augmentation.fromName(augment));
      }
      if (validationFraction != null) {
        builder.validationFraction(validationFraction);
      }
      if (seed != null) {
        builder.seed(seed);
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void checkMinutes() {
    if (!(maxMinutes > 0 && maxMinutes <= MOST_MINUTES)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "--max-minutes (%s) must be above 0 and at most %d",
              maxMinutes,
              MOST_MINUTES));
    }
  }

  private static Path defaultFolder() {
    return Path.of("emnist-run-" + LocalDateTime.now().format(STAMP));
  }

  private static void printTraining(PrintWriter console, EpochRecord last) {
    console.printf(
        Locale.ROOT,
        "trained: %d epochs, %d steps, %.1f s",
        last.epoch(),
        last.step(),
        last.seconds());
    if (!Double.isNaN(last.validationAccuracy())) {
      console.printf(Locale.ROOT, ", validation accuracy %.4f", last.validationAccuracy());
    }
    console.println();
  }
}
