package io.github.emnist.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.train.config.EarlyStopping;
import io.github.emnist.train.config.LearningRateSchedule;
import io.github.emnist.train.config.OptimizerSpec;
import io.github.emnist.train.config.TrainingConfig;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class TrainOptionsTest {
  @Test
  void withoutOptionsTheRecipeHolds() {
    assertThat(config()).isEqualTo(TrainingConfig.standard());
    assertThat(config("--recipe", "fast")).isEqualTo(TrainingConfig.fast());
  }

  @Test
  void aLearningRateKeepsTheOptimizerOfTheRecipe() {
    TrainingConfig config = config("--recipe", "fast", "--learning-rate", "0.01");
    assertThat(config.optimizer()).isEqualTo(TrainingConfig.fast().optimizer());
    assertThat(config.schedule()).isEqualTo(LearningRateSchedule.warmupCosine(0.01, 0.05));
  }

  @Test
  void anOptimizerBringsALearningRateThatSuitsIt() {
    TrainingConfig config = config("--optimizer", "sgd");
    assertThat(config.optimizer()).isEqualTo(OptimizerSpec.sgd(0.9));
    assertThat(config.schedule()).isEqualTo(LearningRateSchedule.warmupCosine(0.1, 0.05));
    assertThat(config("--optimizer", "adamw", "--learning-rate", "1e-3").schedule())
        .isEqualTo(LearningRateSchedule.warmupCosine(1e-3, 0.05));
  }

  @Test
  void earlyStoppingHasAPatience() {
    assertThat(config("--early-stopping").earlyStopping())
        .contains(EarlyStopping.onValidationLoss().patience(3));
    assertThat(config("--early-stopping", "7").earlyStopping())
        .contains(EarlyStopping.onValidationLoss().patience(7));
  }

  @Test
  void theHelpSaysHowLongAnEpochIs() {
    int each = TrainingConfig.standard().samplesPerClass();
    int all = each * EmnistSplit.BALANCED.labelMap().size();
    String help = EmnistCommand.commandLine().getSubcommands().get("train").getUsageMessage();
    assertThat(help.replaceAll("\\s+", " "))
        .contains(Messages.format("%,d images of each class: %,d of balanced.", each, all));
  }

  @Test
  void badValuesAreUsageErrors() {
    assertThatThrownBy(() -> config("--learning-rate", "-1"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> config("--optimizer", "adma"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("expected one of sgd, adam, adamw, muon");
  }

  private static TrainingConfig config(String... options) {
    String[] line = new String[options.length + 1];
    line[0] = "train";
    System.arraycopy(options, 0, line, 1, options.length);
    CommandLine command = EmnistCommand.commandLine();
    CommandLine train = command.parseArgs(line).subcommand().commandSpec().commandLine();
    return ((TrainCommand) train.getCommand()).config();
  }
}
