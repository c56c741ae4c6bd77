package io.github.emnist.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.io.EmnistWriter;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Numbers are written in the same digits wherever the user lives. */
class MessageLocaleTest {
  @TempDir Path folder;

  private final Locale usual = Locale.getDefault();
  private final StringWriter text = new StringWriter();

  @BeforeEach
  void liveInEgypt() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    assertThat(String.format("%d", 28)).isNotEqualTo("28");
  }

  @AfterEach
  void liveAtHome() {
    Locale.setDefault(usual);
  }

  private String run(int status, String... arguments) {
    CommandLine commandLine = EmnistCommand.commandLine();
    commandLine.setOut(new PrintWriter(text));
    commandLine.setErr(new PrintWriter(text));
    assertThat(EmnistCommand.run(commandLine, arguments)).as(text.toString()).isEqualTo(status);
    return text.toString();
  }

  @Test
  void imagesOfAClass() {
    String out = folder.resolve("sheet.png").toString();
    assertThat(run(EmnistCommand.USAGE, "contact-sheet", "--per-class", "101", "--out", out))
        .contains("--per-class (101) must be between 1 and 100");
  }

  @Test
  void candidatesOfAPrediction() {
    assertThat(run(EmnistCommand.USAGE, "predict", "--model", "none", "--top", "0", "none.png"))
        .contains("--top (0) must be at least 1");
  }

  @Test
  void minutesOfTraining() {
    String out = folder.resolve("run").toString();
    assertThat(run(EmnistCommand.USAGE, "train", "--max-minutes", "-1", "--out", out))
        .containsPattern("--max-minutes \\(-1(\\.0)?\\) must be above 0 and at most [0-9]+");
  }

  @Test
  void classesOfADataSet() throws IOException {
    EmnistWriter.write(SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(1, 1), folder);
    assertThat(run(0, "info", "--data", folder.toString()))
        .contains("classes: 10 (0 1 2", "train: 10 images");
  }
}
