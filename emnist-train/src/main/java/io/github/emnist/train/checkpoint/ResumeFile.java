package io.github.emnist.train.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file {@code resume.json} of a checkpoint. Its checksum was verified, so what it says is what
 * a run wrote.
 */
record ResumeFile(
    int version,
    String settingsText,
    JsonNode settings,
    int everyEpochs,
    long everySteps,
    int keep,
    RunPosition position) {
  static final String NAME = "resume.json";
  static final int VERSION = 1;
  private static final JsonMapper MAPPER = new JsonMapper();

  static byte[] write(RunSettings settings, Checkpoints rule, RunPosition position)
      throws IOException {
    JsonNode json = settings.json().isPresent() ? MAPPER.readTree(settings.json().get()) : null;
    ResumeFile file =
        new ResumeFile(
            VERSION,
            settings.text(),
            json,
            rule.everyEpochs(),
            rule.everySteps(),
            rule.keep(),
            position);
    return MAPPER.writeValueAsString(file).getBytes(StandardCharsets.UTF_8);
  }

  static ResumeFile read(Path file) throws IOException {
    try {
      JsonNode tree = MAPPER.readTree(Files.readAllBytes(file));
      if (tree.path("version").asInt() > VERSION) {
        throw CheckpointFormatException.newer(
            file.toString(), tree.path("version").asInt(), VERSION);
      }
      return MAPPER.treeToValue(tree, ResumeFile.class);
    } catch (JsonProcessingException e) {
      throw new CheckpointFormatException(
          file.toString(), e.getOriginalMessage(), "the position of a run", e);
    }
  }

  RunSettings runSettings() {
    return new RunSettings(
        settingsText,
        settings == null || settings.isNull()
            ? Optional.empty()
            : Optional.of(settings.toString()));
  }
}
