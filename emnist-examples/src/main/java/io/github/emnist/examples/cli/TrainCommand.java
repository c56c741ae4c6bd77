package io.github.emnist.examples.cli;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.data.LabelMap;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.train.Trainer;
import io.github.emnist.train.config.Checkpoints;
import io.github.emnist.train.config.EarlyStopping;
import io.github.emnist.train.config.LearningRateSchedule;
import io.github.emnist.train.config.OptimizerSpec;
import io.github.emnist.train.config.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
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

  /** The share of a run in which the learning rate rises, as in the recipes. */
  private static final double WARMUP = 0.05;

  @Spec private CommandSpec spec;
  @ParentCommand private EmnistCommand root;
  @Mixin private DataOptions data;

  @Option(
      names = "--architecture",
      converter = Choice.OfArchitecture.class,
      description = "${COMPLETION-CANDIDATES} (default: the recipe's, emnist-cnn for standard).")
  private Architecture architecture;

  @Option(
      names = "--recipe",
      defaultValue = "standard",
      converter = Choice.OfRecipe.class,
      description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private Recipe recipe;

  @Option(
      names = "--start",
      paramLabel = "PATH|pretrained",
      description =
          "Go on from this model's network and weights; for other classes its last layer begins"
              + " anew.")
  private Path start;

  @Option(
      names = "--ink",
      paramLabel = "DIR",
      description = "Folder of UNIPEN's pen strokes, for the recipe best.")
  private Path ink;

  @Option(names = "--epochs", paramLabel = "N", description = "Epochs instead of the recipe's.")
  private Integer epochs;

  @Option(
      names = "--optimizer",
      converter = Choice.OfOptimizer.class,
      description = "sgd, adam, adamw or muon, instead of the recipe's.")
  private Optimizer optimizer;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description = {
        "Peak of the learning rate, which rises to it over the first 5 %% and then falls to 0 as a"
            + " cosine, instead of the recipe's.",
        "(default with --optimizer: sgd 0.1, adam and adamw 0.005, muon 0.06)"
      })
  private Double learningRate;

  @Option(
      names = "--early-stopping",
      paramLabel = "PATIENCE",
      arity = "0..1",
      fallbackValue = "3",
      description =
          "Stop after PATIENCE epochs (${FALLBACK-VALUE} if none is given) without a smaller"
              + " validation loss, and keep the best epoch.")
  private Integer earlyStopping;

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

  @Option(
      names = "--tensorboard",
      description = "Write event files for TensorBoard to DIR/tensorboard.")
  private boolean tensorBoard;

  @Option(
      names = "--checkpoint-steps",
      paramLabel = "N",
      defaultValue = "500",
      description =
          "Optimizer steps between two checkpoints within an epoch; 0 for one an epoch (default"
              + " ${DEFAULT-VALUE}).")
  private long checkpointSteps;

  @Override
  public Integer call() throws IOException {
    TrainingConfig config = config();
    root.loadTensorFlow(deterministic ? 1 : 0);
    RunFolder folder = new RunFolder(out == null ? defaultFolder() : out);
    folder.checkUnused();
    RunData where = data.toRunData();
    if (recipe == Recipe.BEST) {
      where = where.mixedWith(Optional.ofNullable(ink));
    } else if (ink != null) {
      throw new ParameterException(spec.commandLine(), "--ink is for --recipe best only");
    }
    TrainedRun run = new TrainedRun(folder, data.open(spec.commandLine().getErr()), where, spec);
    Trainer trainer = trainer(run.train().labelMap());
    folder.create();
    try {
      where.write(folder.data());
      if (tensorBoard) {
        Files.createDirectory(folder.tensorBoard());
      }
      return run.run(
          trainer
              .settings(config)
              .checkpoints(Checkpoints.in(folder.checkpoints()).everySteps(checkpointSteps)));
    } catch (RuntimeException | Error e) {
      folder.deleteIfEmpty();
      throw e;
    }
  }

  private Trainer trainer(LabelMap labels) throws IOException {
    if (start == null) {
      Architecture chosen = architecture == null ? recipe.architecture() : architecture;
      return Trainer.of(chosen.network(labels.size()));
    }
    if (architecture != null) {
      throw new ParameterException(
          spec.commandLine(), "--architecture and --start exclude each other: a model has its own");
    }
    ModelBundle model =
        start.toString().equals("pretrained") ? ModelBundle.pretrained() : ModelBundle.load(start);
    boolean same = model.metadata().labelMap().equals(labels);
    return Trainer.from(same ? model : model.withNewHead(labels, seed == null ? 0 : seed));
  }

  /** The recipe with what the options change. */
  TrainingConfig config() {
    try {
      TrainingConfig.Builder builder = recipe.config().toBuilder();
      builder.precision(precision).deterministic(deterministic);
      if (checkpointSteps < 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "--checkpoint-steps (%d) must be at least 0", checkpointSteps));
      }
      if (epochs != null) {
        builder.epochs(epochs);
      }
      if (optimizer != null) {
        builder.optimizer(optimizer.spec());
      }
      if (optimizer != null || learningRate != null) {
        double peak = learningRate == null ? optimizer.peak() : learningRate;
        builder.schedule(LearningRateSchedule.warmupCosine(peak, WARMUP));
      }
      if (earlyStopping != null) {
        builder.earlyStopping(EarlyStopping.onValidationLoss().patience(earlyStopping));
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

  /** The optimizers that {@code --optimizer} names, each with a learning rate that suits it. */
  enum Optimizer {
    SGD(OptimizerSpec.sgd(0.9), 0.1),
    ADAM(OptimizerSpec.adam(), 0.005),
    ADAMW(OptimizerSpec.adamW(0.01), 0.005),
    MUON(OptimizerSpec.muon(), 0.06);

    private final OptimizerSpec spec;
    private final double peak;

    Optimizer(OptimizerSpec spec, double peak) {
      this.spec = spec;
      this.peak = peak;
    }

    OptimizerSpec spec() {
      return spec;
    }

    double peak() {
      return peak;
    }
  }
}
