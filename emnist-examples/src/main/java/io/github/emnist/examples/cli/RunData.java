package io.github.emnist.examples.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.internal.AtomicFiles;
import io.github.emnist.examples.mixture.MixedSources;
import io.github.emnist.train.Trainer;
import io.github.emnist.train.TrainingResult;
import io.github.emnist.train.config.TrainingConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The source of a run's images, kept for {@code resume} in the file {@code data.json}.
 *
 * @param path absolute; empty for synthetic characters
 * @param split the option; empty if not set
 * @param ink absolute, the folder of pen strokes; empty for none
 * @param mixture the weights of the recipe {@code best} if it mixes further sources in; else empty
 */
record RunData(
    Optional<Path> path,
    Optional<EmnistSplit> split,
    Optional<Path> ink,
    Optional<MixedSources.Weights> mixture) {
  private static final JsonMapper MAPPER = new JsonMapper();

  void write(Path file) throws IOException {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    path.ifPresent(p -> node.put("path", p.toString()));
    split.ifPresent(s -> node.put("split", s.id()));
    ink.ifPresent(folder -> node.put("ink", folder.toString()));
    mixture.ifPresent(weights -> node.set("mixture", MAPPER.valueToTree(weights)));
    AtomicFiles.write(file, (node + "\n").getBytes(StandardCharsets.UTF_8));
  }

  static RunData read(Path file) throws IOException {
    try {
      JsonNode node = MAPPER.readTree(Files.readString(file));
      if (!node.isObject() || node.has("mixed")) {
        throw new IllegalArgumentException("no JSON object, or that of an earlier version");
      }
      return new RunData(
          Optional.ofNullable(node.path("path").textValue()).map(Path::of),
          Optional.ofNullable(node.path("split").textValue()).map(RunData::split),
          Optional.ofNullable(node.path("ink").textValue()).map(Path::of),
          Optional.ofNullable(MAPPER.treeToValue(node.get("mixture"), MixedSources.Weights.class)));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException(file + " is malformed; delete it and pass --data (and --split)", e);
    }
  }

  private static EmnistSplit split(String id) {
    return EmnistSplit.fromId(id)
        .orElseThrow(() -> new IllegalArgumentException("unknown split " + id));
  }

  /** Returns a copy with the options of the command line, where set. */
  RunData or(RunData given) {
    return new RunData(given.path.or(() -> path), given.split.or(() -> split), ink, mixture);
  }

  /** Returns a copy that mixes further sources in. */
  RunData mixedWith(Optional<Path> strokes, MixedSources.Weights weights) {
    return new RunData(path, split, strokes.map(Path::toAbsolutePath), Optional.of(weights));
  }

  EmnistSource open(PrintWriter err) throws IOException {
    return DataOptions.open(path, split, err);
  }

  /** Trains on the images and, if mixed, on further sources. */
  TrainingResult fit(Trainer trainer, EmnistDataset train, PrintWriter err) throws IOException {
    if (mixture.isEmpty()) {
      return trainer.fit(train);
    }
    TrainingConfig config = trainer.settings();
    MixedSources sources =
        MixedSources.draw(
            train,
            config.validationFraction(),
            ink,
            mixture.get(),
            config.seed(),
            line -> {
              err.println(line);
              err.flush();
            });
    return trainer.fit(sources.sources(), sources.validation());
  }
}
