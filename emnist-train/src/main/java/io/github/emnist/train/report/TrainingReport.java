package io.github.emnist.train.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import io.github.emnist.data.internal.AtomicFiles;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata.ProvenanceSection;
import io.github.emnist.train.evaluation.Measurement;
import io.github.emnist.train.evaluation.Mistakes;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.report.Figure.Text;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Shows a run as one HTML page that needs no other file, no script and no network: figures, curves,
 * confusion matrix, tables, calibration, the surest mistakes as pictures, settings, machine and
 * provenance. Light, or dark where the reader's system is; equal runs give equal bytes. Immutable.
 *
 * <pre>{@code
 * TrainingReport.read(Path.of("my-run")).writeTo(Path.of("report.html"));
 * }</pre>
 */
public final class TrainingReport {
  private static final String TRAINING = "training"; // the section of provenance

  private final ModelBundle model;
  private final TrainingHistory history;
  private final Optional<Measurement> measurement;
  private final Mistakes mistakes;

  private TrainingReport(
      ModelBundle model,
      TrainingHistory history,
      Optional<Measurement> measurement,
      Mistakes mistakes) {
    this.model = Objects.requireNonNull(model, "model");
    this.history = Objects.requireNonNull(history, "history");
    this.measurement = measurement;
    this.mistakes = Objects.requireNonNull(mistakes, "mistakes");
  }

  /**
   * {@return a report of a model that was not measured}
   *
   * @param model with the provenance of its training, if it has one
   * @param history of the training
   */
  public static TrainingReport of(ModelBundle model, TrainingHistory history) {
    return new TrainingReport(model, history, Optional.empty(), Mistakes.NONE);
  }

  /**
   * Reads a run folder: {@code model} (a bundle), {@code history.csv} and, where they are there,
   * {@code metrics.json} and {@code mistakes.json}, as the {@code train} command writes them.
   *
   * @param folder of a finished run
   * @return the report
   * @throws IOException if a file is missing, malformed or cannot be read
   */
  public static TrainingReport read(Path folder) throws IOException {
    ModelBundle model = ModelBundle.load(folder.resolve("model"));
    int best = training(model).path("bestEpoch").asInt();
    Path csv = folder.resolve("history.csv");
    TrainingHistory epochs =
        TrainingHistory.fromCsv(
            Files.readString(csv),
            csv.toString(),
            best > 0 ? OptionalInt.of(best) : OptionalInt.empty());
    TrainingHistory history =
        new TrainingHistory(
            epochs.epochs(),
            epochs.bestEpoch(),
            training(model).has("history")
                ? TrainingHistory.of(model.metadata()).curve()
                : List.of());
    TrainingReport report = of(model, history);
    Path metrics = folder.resolve("metrics.json");
    if (Files.exists(metrics)) {
      Path pictures = folder.resolve("mistakes.json");
      Mistakes mistakes =
          Files.exists(pictures)
              ? Mistakes.fromJson(Files.readString(pictures), pictures.toString())
              : Mistakes.NONE;
      report =
          report.with(
              Measurement.fromJson(Files.readString(metrics), metrics.toString()), mistakes);
    }
    return report;
  }

  /**
   * {@return the same report with figures}
   *
   * @param measurement of the model
   * @param mistakes its surest ones; possibly none
   */
  public TrainingReport with(Measurement measurement, Mistakes mistakes) {
    return new TrainingReport(model, history, Optional.of(measurement), mistakes);
  }

  /** What the training left in the model; nothing of a model from elsewhere. */
  private static JsonNode training(ModelBundle model) {
    ProvenanceSection section = model.metadata().provenance().get(TRAINING);
    if (section == null) {
      return MissingNode.getInstance();
    }
    try {
      return new JsonMapper().readTree(section.json());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a section of provenance is always JSON", e);
    }
  }

  /**
   * {@return the page, HTML that is well-formed XML too} Where Java finds no fonts, it has no
   * figures and says so.
   */
  public String toHtml() {
    Reader template =
        new InputStreamReader(
            TrainingReport.class.getResourceAsStream("report.mustache"), StandardCharsets.UTF_8);
    return Mustache.compiler()
        .strictSections(true)
        .emptyStringIsFalse(true)
        .withEscaper(text -> Escapers.HTML.escape(Text.legal(text)))
        .compile(template)
        .execute(ReportView.of(model, training(model), history, measurement, mistakes));
  }

  /**
   * Writes the page to a file, whole or not at all.
   *
   * @param file replaced if it is there
   * @throws IOException if it cannot be written
   */
  public void writeTo(Path file) throws IOException {
    AtomicFiles.write(file, toHtml().getBytes(StandardCharsets.UTF_8));
  }
}
