package io.github.emnist.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.preprocess.CharacterPreprocessor;
import io.github.emnist.model.CharacterSet;
import io.github.emnist.model.ClassPrior;
import io.github.emnist.model.PredictionOptions;
import io.github.emnist.model.PredictionOptions.TestTimeAugmentation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class AnswerOptionsTest {
  /** A command with nothing else. */
  @Command
  private static final class Asking {
    @Mixin private AnswerOptions answer;
  }

  private static PredictionOptions parse(String... arguments) {
    Asking command = new Asking();
    CommandLine commandLine = new CommandLine(command);
    Choice.register(commandLine);
    commandLine.parseArgs(arguments);
    return command.answer.options();
  }

  @Test
  void withoutThemItIsTheStandard() {
    assertThat(parse()).isEqualTo(PredictionOptions.standard());
  }

  @Test
  void eachHasItsMeaning() {
    assertThat(
            parse("--calibrated", "--prior", "natural", "--tta", "8", "--preprocessing", "EMNIST"))
        .isEqualTo(
            PredictionOptions.standard()
                .withCalibrated(true)
                .withPrior(ClassPrior.natural())
                .withAugmentation(TestTimeAugmentation.of(8))
                .withPreprocessing(CharacterPreprocessor.emnist()));
    assertThat(parse("--only", "digits").only()).hasValue(CharacterSet.digits());
    assertThat(parse("--only", "upper").only()).hasValue(CharacterSet.upperCase());
    assertThat(parse("--only", "lower").only()).hasValue(CharacterSet.lowerCase());
    assertThat(parse("--only", "Ab").only()).hasValue(CharacterSet.of("Ab"));
    assertThat(parse("--only", "digits", "--only", "AB").only())
        .hasValue(CharacterSet.digits().or(CharacterSet.of("AB")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --tta           | 0      | variants (0) must be between 1 and 256
          --tta           | many   | found 'many', expected a whole number
          --prior         | zipf   | found 'zipf', expected one of balanced, natural
          --only          | ''     | characters must not be empty
          """)
  void whatIsNotUnderstoodIsNamed(String option, String value, String problem) {
    assertThatThrownBy(() -> parse(option, value))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining(problem);
  }
}
