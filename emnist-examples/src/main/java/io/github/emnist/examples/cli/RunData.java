package io.github.emnist.examples.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a run's images came from, so that {@code resume} finds them: the file {@code data.json}.
 *
 * @param path absolute; empty for the synthetic characters
 * @param split as asked for; empty where there was no need
 */
record RunData(Optional<Path> path, Optional<EmnistSplit> split) {
  void write(Path file) throws IOException {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    path.ifPresent(p -> node.put("path", p.toString()));
    split.ifPresent(s -> node.put("split", s.id()));
    Files.writeString(file, node + "\n");
  }

  static RunData read(Path file) throws IOException {
    try {
      JsonNode node = new JsonMapper().readTree(Files.readString(file));
      return new RunData(
          Optional.ofNullable(node.path("path").textValue()).map(Path::of),
          Optional.ofNullable(node.path("split").textValue()).map(RunData::split));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException(
          file + " does not say where the images are; give --data (and --split)", e);
    }
  }

  private static EmnistSplit split(String id) {
    return EmnistSplit.fromId(id)
        .orElseThrow(() -> new IllegalArgumentException("unknown split " + id));
  }

  /** The same with what the user says instead. */
  RunData or(RunData given) {
    return new RunData(given.path.or(() -> path), given.split.or(() -> split));
  }

  EmnistSource open(PrintWriter err) throws IOException {
    return DataOptions.open(path, split, err);
  }
}
