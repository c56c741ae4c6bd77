package io.github.emnist.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emnist.data.preprocess.Ink;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PredictCommandTest {
  @TempDir private static Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int predict(String... files) {
    CommandLine commandLine = EmnistCommand.commandLine();
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    String[] arguments = new String[files.length + 4];
    arguments[0] = "predict";
    arguments[1] = "--json";
    arguments[2] = "--model";
    arguments[3] = "pretrained";
    for (int i = 0; i < files.length; i++) {
      arguments[4 + i] = folder.resolve(files[i]).toString();
    }
    return EmnistCommand.run(commandLine, arguments);
  }

  @Test
  void penStrokesAreReadFromJson() throws IOException {
    Ink seven = Ink.builder().stroke(10, 10, 60, 10, 25, 90).build();
    Files.writeString(folder.resolve("seven.json"), seven.toJson());
    Files.writeString(folder.resolve("broken.json"), "{\"strokes\": [[[1]]]}");
    Files.writeString(folder.resolve("blank.json"), "{\"strokes\": []}");
    assertThat(predict("seven.json", "broken.json", "blank.json")).isEqualTo(EmnistCommand.FAILED);
    JsonNode items = new ObjectMapper().readTree(out.toString());
    assertThat(items).hasSize(3);
    assertThat(items.get(0).get("label").asText()).isEqualTo("7");
    assertThat(items.get(1).get("error").asText())
        .isEqualTo(
            folder.resolve("broken.json")
                + ", byte 16: found one number at /strokes/0/0, expected a point: [x, y] or [x, y, t]");
    assertThat(items.get(2).get("blank").asBoolean()).isTrue();
    assertThat(err.toString().lines()).hasSize(1);
  }
}
