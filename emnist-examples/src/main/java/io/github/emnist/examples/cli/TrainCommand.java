package io.github.emnist.examples.cli;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.examples.mixture.MixedSources;
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
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "train",
    description = "Trains a network, evaluates it on the test partition, and saves it.")
final class TrainCommand implements Callable<Integer> {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  private static final int MOST_MINUTES = 100_000;

  private static final double WARMUP = 0.05; // the share of the run with a rising learning rate

  @Spec private CommandSpec spec;
  @ParentCommand private EmnistCommand root;
  @Mixin private DataOptions data;

  @Option(
      names = "--architecture",
      description = "${COMPLETION-CANDIDATES} (default: the recipe's, emnist-cnn for standard).")
  private Architecture architecture;

  @Option(
      names = "--recipe",
      defaultValue = "standard",
      description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private Recipe recipe;

  @Option(
      names = "--start",
      paramLabel = "PATH|pretrained",
      description =
          "Start from the network and weights of this model; for other classes with a new last"
              + " layer.")
  private Path start;

  @Option(
      names = "--ink",
      paramLabel = "DIR",
      description = "Folder of UNIPEN's pen strokes, for the recipe best.")
  private Path ink;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Maximum number of epochs (default: the recipe's). One of the recipe standard is 2,400"
              + " images of each class: 112,800 of balanced.")
  private Integer epochs;

  @Option(names = "--optimizer", description = "sgd, adam, adamw or muon (default: the recipe's).")
  private Optimizer optimizer;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description = {
        "Peak of the learning rate, which then rises over the first 5 %% of the run and falls to 0"
            + " as a cosine, instead of the recipe's schedule.",
        "(default with --optimizer: sgd 0.1, adam and adamw 0.005, muon 0.06)"
      })
  private Double learningRate;

  @Option(
      names = "--early-stopping",
      paramLabel = "PATIENCE",
      arity = "0..1",
      fallbackValue = "3",
      description =
          "Stop after PATIENCE epochs (default ${FALLBACK-VALUE}) without a lower validation loss,"
              + " and keep the best epoch.")
  private Integer earlyStopping;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Images in a step (default: the recipe's).")
  private Integer batchSize;

  @Option(
      names = "--max-minutes",
      paramLabel = "M",
      description = "Shorten the schedule so that training ends within M minutes.")
  private Double maxMinutes;

  @Option(
      names = "--augment",
      paramLabel = "NAME",
      description = "none, light, standard or strong (default: the recipe's).")
  private String augment;

  @Option(
      names = "--validation-fraction",
      paramLabel = "F",
      description = "Share of each class held out for validation, in [0, 1).")
  private Double validationFraction;

  @Option(
      names = "--precision",
      defaultValue = "auto",
      description = "auto, float32 or bfloat16 (default ${DEFAULT-VALUE}).")
  private Precision precision;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of every random draw.")
  private Long seed;

  @Option(
      names = "--deterministic",
      description = "Equal seeds give equal weights, to the bit; slower.")
  private boolean deterministic;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the results (default emnist-run-<yyyyMMdd-HHmmss>).")
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
          "Optimizer steps between two checkpoints; 0 for one per epoch (default"
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
      where = where.mixedWith(Optional.ofNullable(ink), MixedSources.Weights.STANDARD);
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
    } catch (IOException | RuntimeException | Error e) {
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
          spec.commandLine(),
          "--architecture and --start exclude each other: the model has an architecture");
    }
    ModelBundle model = ModelOption.bundle(start);
    boolean same = model.metadata().labelMap().equals(labels);
    return Trainer.from(same ? model : model.withNewHead(labels, seed == null ? 0 : seed));
  }

  /** Returns the settings: the recipe's, as changed by options. */
  TrainingConfig config() {
    try {
      TrainingConfig.Builder builder = recipe.config().toBuilder();
      builder.precision(precision).deterministic(deterministic);
      if (checkpointSteps < 0) {
        throw Messages.illegal("--checkpoint-steps (%d) must be at least 0", checkpointSteps);
      }
      set(epochs, builder::epochs);
      set(optimizer, value -> builder.optimizer(value.spec));
      if (optimizer != null || learningRate != null) {
        double peak = learningRate == null ? optimizer.peak : learningRate;
        builder.schedule(LearningRateSchedule.warmupCosine(peak, WARMUP));
      }
      set(
          earlyStopping,
          value -> builder.earlyStopping(EarlyStopping.onValidationLoss().patience(value)));
      set(batchSize, builder::batchSize);
      if (maxMinutes != null) {
        if (!(maxMinutes > 0 && maxMinutes <= MOST_MINUTES)) {
          throw Messages.illegal(
              "--max-minutes (%s) must be above 0 and at most %d", maxMinutes, MOST_MINUTES);
        }
        builder.timeLimit(Duration.ofNanos(Math.round(maxMinutes * 60e9)));
      }
      set(augment, value -> builder.augmentation(Augmentation.fromName(value)));
      set(validationFraction, builder::validationFraction);
      set(seed, builder::seed);
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static <T> void set(T option, Consumer<T> setter) {
    if (option != null) {
      setter.accept(option);
    }
  }

  private static Path defaultFolder() {
    return Path.of("emnist-run-" + LocalDateTime.now().format(STAMP));
  }

  /** {@code --optimizer}, with a suitable peak of the learning rate. */
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
  }
}
