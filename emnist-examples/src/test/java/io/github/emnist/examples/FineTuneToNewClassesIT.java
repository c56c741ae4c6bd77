package io.github.emnist.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FineTuneToNewClassesIT {
  @Test
  void tellsTheNewClassesApart() {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream caught = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(caught);
      FineTuneToNewClasses.main(new String[0]);
    } finally {
      System.setOut(out);
    }

    String printed = bytes.toString(StandardCharsets.UTF_8).strip();
    assertThat(printed).matches("accuracy [01]\\.\\d+");
    assertThat(Double.parseDouble(printed.substring("accuracy ".length()))).isGreaterThan(0.75);
  }
}
